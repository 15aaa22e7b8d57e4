"""When each thing of a trial happens: by the calendar of the rules, never by the clock."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from contest_portal.contests.rules.rulebook import Calendar
from contest_portal.kernel.clock import OFFICE_ZONE

_JURY_MEETS = time(15, 0)


@dataclass(frozen=True, slots=True)
class TrialCalendar:
    """The instants of a trial, from the dates of a draft."""

    told: Calendar

    @property
    def published_at(self) -> datetime:
        """Give a day before the call opens."""
        return self.told.opens_at - timedelta(days=1)

    def entered_at(self, number: int, groups: int) -> datetime:
        """Spread the entries evenly over the call, so that no two arrive at once."""
        return self.told.opens_at + (self.told.closes_at - self.told.opens_at) * number // (groups + 1)

    @property
    def screened_at(self) -> datetime:
        """Give the minute in which what was received is screened."""
        return self.told.closes_at + timedelta(minutes=10)

    @property
    def opened_at(self) -> datetime:
        """Give when the evaluation is opened."""
        return self.screened_at + timedelta(minutes=10)

    @property
    def judged_at(self) -> datetime:
        """Give when the jury opens its session: on the public day, or as soon after the closing as it can."""
        day = self.told.public_on
        meets = datetime.combine(day, _JURY_MEETS, OFFICE_ZONE)
        while meets < self.opened_at:
            meets += timedelta(days=1)
        return meets

    @property
    def closed_at(self) -> datetime:
        """Give when the scoring is closed, in the session."""
        return self.judged_at + timedelta(hours=1)

    @property
    def ended_at(self) -> datetime:
        """Give when the session ends."""
        return self.judged_at + timedelta(hours=2)

    @property
    def awarded_at(self) -> datetime:
        """Give when the fund is shared out and the documents are issued."""
        return self.judged_at + timedelta(days=2)
