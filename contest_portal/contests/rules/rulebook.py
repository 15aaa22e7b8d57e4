"""The rules of a contest as data. Published, they are frozen with a hash; every later stage reads only this.

Source of the family of rules: the real sheets of rural resource-allocation committees (several phases with their
own maxima, mean of the sheets that exist, pass mark, envelopes per category, goods and assistance in fixed parts).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from contest_portal.contests.rules.allocation_terms import STANDARD_TERMS, AllocationTerms, LimitOf
from contest_portal.contests.rules.approval_chain import ONE_APPROVAL, ApprovalStep
from contest_portal.contests.rules.asked_files import AskedFile
from contest_portal.contests.rules.coded import by_code
from contest_portal.contests.rules.follow_up_rules import FollowUpRules
from contest_portal.contests.rules.pots import Pot
from contest_portal.contests.rules.profile_form import STANDARD_FORM, ProfileForm
from contest_portal.contests.rules.second_rules import SecondRules
from contest_portal.contests.rules.sheets import Criterion, Level, Phase
from contest_portal.kernel.marks import Score
from contest_portal.kernel.money import Money
from contest_portal.kernel.records import added_later
from contest_portal.kernel.rounding import Rounding

__all__ = [
    "BudgetRules",
    "Calendar",
    "Category",
    "Criterion",
    "DecidesOn",
    "Disqualifies",
    "GroupRules",
    "LatePhones",
    "Level",
    "Line",
    "Phase",
    "Rulebook",
    "ScoringRules",
    "TieBreak",
    "TieKind",
]


class TieKind(StrEnum):
    """What decides between equal totals, one after the other along the contest's chain."""

    PHASE_SCORE = "phase_score"
    MORE_WOMEN = "more_women"
    MORE_HOUSEHOLDS = "more_households"
    EARLIER_ENTRY = "earlier_entry"
    LOT = "lot"


@dataclass(frozen=True, slots=True)
class TieBreak:
    """One link of the chain; `phase` names the phase whose score is compared under PHASE_SCORE."""

    kind: TieKind
    phase: str | None = None


@dataclass(frozen=True, slots=True)
class Category:
    """A category of entrants with its envelope of the fund."""

    code: str
    name: str
    envelope: Money


@dataclass(frozen=True, slots=True)
class Line:
    """A production line admitted to the contest."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class GroupRules:
    """Who may form a group. Each switch is a rule that can be left out.

    `months_between_awards`: a household that was awarded in another contest waits so many months; 0 does not ask.
    `valid_class_only`: a household whose SISFOH class expired before the contest opens is refused; else only noted.
    `sign_off`: who presides over the group signs the profile off before it is sent, and `members_confirming` more.
    """

    min_households: int = 3
    max_households: int = 6
    one_group_per_household: bool = True
    targeted_centres_only: bool = True
    within_territory: bool = True
    months_between_awards: int = added_later(0)
    valid_class_only: bool = added_later(False)
    sign_off: bool = added_later(False)
    members_confirming: int = added_later(0)


@dataclass(frozen=True, slots=True)
class BudgetRules:
    """What may be asked for and how an award is split between goods and technical assistance (percent, sum 100)."""

    min_award: Money
    max_award: Money
    goods_percent: int = 60
    assistance_percent: int = 40
    min_counterpart_percent: int = 0


class DecidesOn(StrEnum):
    """Which total is compared with the pass mark and with other totals: the printed one, or the exact one."""

    ROUNDED = "rounded"
    EXACT = "exact"


class Disqualifies(StrEnum):
    """Whose "no" to a yes/no question leaves a group out: of the final sheets that answer it."""

    MAJORITY = "majority"
    ANY = "any"
    ALL = "all"


class LatePhones(StrEnum):
    """Whether sheets from phones that appear after the session was closed count: until the scoring closes, or not."""

    UNTIL_SCORED = "until_scored"
    NOT_COUNTED = "not_counted"


@dataclass(frozen=True, slots=True)
class ScoringRules:
    """How sheets become a total. The mean is over the final sheets that exist; `quorum` is the fewest that may.

    `total_points` is what the maxima of the phases of a category must add up to.
    """

    pass_mark: Score
    quorum: int
    marks_per_point: int = 1
    decimals: int = 2
    rounding: Rounding = Rounding.HALF_UP
    decides_on: DecidesOn = DecidesOn.ROUNDED
    tie_breaks: tuple[TieBreak, ...] = ()
    total_points: int = 100
    disqualifies: Disqualifies = added_later(Disqualifies.MAJORITY)
    late_phones: LatePhones = added_later(LatePhones.UNTIL_SCORED)


@dataclass(frozen=True, slots=True)
class Calendar:
    """The dates of a contest. Entries are received from `opens_at` up to, not including, `closes_at`.

    `questions_until` is the last day on which questions are taken; without it they are not taken on the portal.
    `grace_minutes`: so long after the closing a draft that was begun before it may still be sent. `late_codes`: the
    office may let single groups send later, each with its own code and reason.
    What the office received on paper before the closing may be typed for `paper_days` more.
    `observation_days`: so many working days after the announcement a group may object to its result; 0: it may not.
    """

    opens_at: datetime
    closes_at: datetime
    field_from: date
    field_to: date
    public_on: date
    results_on: date
    questions_until: date | None = added_later(None)
    paper_days: int = added_later(3)
    grace_minutes: int = added_later(0)
    late_codes: bool = added_later(False)
    observation_days: int = added_later(3)

    @property
    def grace_until(self) -> datetime | None:
        """Give when the grace ends; None without one."""
        return self.closes_at + timedelta(minutes=self.grace_minutes) if self.grace_minutes else None


class Uncured(StrEnum):
    """What becomes of a profile whose defects were not cured in time."""

    REJECT = "reject"
    ADMIT = "admit"


@dataclass(frozen=True, slots=True)
class ScreeningRules:
    """How what was received is screened before the evaluation. `cure_days` are working days."""

    cure_days: int
    uncured: Uncured = Uncured.REJECT


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Everything that decides a contest. Without `screening` all that was received is evaluated.

    With `second` the jury scores the progress of the groups that won, before their second transfer. `approvals` are
    the steps that approve an allocation, in order. `pots` are envelopes inside those of the categories, or beside them.
    """

    code: str
    title: str
    fund: Money
    territory: tuple[str, ...]
    calendar: Calendar
    lines: tuple[Line, ...]
    categories: tuple[Category, ...]
    phases: tuple[Phase, ...]
    group: GroupRules
    budget: BudgetRules
    scoring: ScoringRules
    allocation_rule: str = "merit_order"
    purpose: str = ""
    venue: str = ""
    clarifications: tuple[str, ...] = added_later(())
    screening: ScreeningRules | None = added_later(None)
    form: ProfileForm = added_later(STANDARD_FORM)
    files: tuple[AskedFile, ...] = added_later(())
    follow_up: FollowUpRules = added_later(FollowUpRules())
    allocation: AllocationTerms = added_later(STANDARD_TERMS)
    second: SecondRules | None = added_later(None)
    approvals: tuple[ApprovalStep, ...] = added_later(ONE_APPROVAL)
    pots: tuple[Pot, ...] = added_later(())

    @property
    def max_points(self) -> int:
        """Give the most points a group can reach over the phases of its category; of the best one, if they differ."""
        if not self.categories:
            return sum(phase.max_points for phase in self.phases)
        return max(self.max_points_of(category.code) for category in self.categories)

    def max_points_of(self, category_code: str) -> int:
        """Give what the maxima of the phases of a category add up to."""
        return sum(phase.max_points for phase in self.phases_of(category_code))

    def phases_of(self, category_code: str) -> tuple[Phase, ...]:
        """Give the phases that groups of a category go through."""
        return tuple(phase for phase in self.phases if phase.is_for(category_code))

    def quorum_of(self, phase: Phase) -> int:
        """Give the fewest final sheets that a group needs in a phase."""
        return phase.quorum or self.scoring.quorum

    def panel_of(self, phases: Iterable[str]) -> str:
        """Name the panel of who scores these phases: the phase that has its own, or empty for the contest's."""
        own = {phase.code for phase in self.phases if phase.own_panel}
        return next((code for code in phases if code in own), "")

    @property
    def every_phase(self) -> tuple[Phase, ...]:
        """List the phases of the evaluation, then those of the second scoring."""
        return (*self.phases, *(self.second.phases if self.second else ()))

    def phase(self, code: str) -> Phase:
        """Give a phase of either scoring; KeyError when the contest has none of this code."""
        return by_code(self.every_phase, code)

    def is_second(self, phase_code: str) -> bool:
        """Tell whether a phase belongs to the second scoring."""
        return self.second is not None and phase_code in {phase.code for phase in self.second.phases}

    def of_second(self) -> "Rulebook":
        """Give the rules of the second scoring as those of a contest of its own; LookupError without one.

        Whatever scores a contest scores the progress of its groups by these.
        """
        if self.second is None:
            raise LookupError(f"contest {self.code} has no second scoring")
        rules = replace(
            self.scoring,
            pass_mark=self.second.pass_mark,
            quorum=self.second.quorum,
            total_points=self.second.total_points,
            tie_breaks=(),
        )
        return replace(self, phases=self.second.phases, scoring=rules, second=None)

    def category(self, code: str) -> Category:
        """Give a category; KeyError when the contest has none of this code."""
        return by_code(self.categories, code)

    @property
    def envelope_names(self) -> dict[str, str]:
        """Give the names of all envelopes by code: of the categories' own and of the others."""
        return {
            **{category.code: category.name for category in self.categories},
            **{pot.code: pot.name for pot in self.pots},
        }

    def line(self, code: str) -> Line:
        """Give a production line; KeyError when the contest has none of this code."""
        return by_code(self.lines, code)

    @property
    def limitable(self) -> frozenset[tuple[LimitOf, str]]:
        """Name every category, line and district that a limit of the allocation may be about."""
        return frozenset(
            (
                *((LimitOf.CATEGORY, category.code) for category in self.categories),
                *((LimitOf.LINE, line.code) for line in self.lines),
                *((LimitOf.DISTRICT, ubigeo) for ubigeo in self.territory),
            )
        )
