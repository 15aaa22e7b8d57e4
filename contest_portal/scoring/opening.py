"""Whether the evaluation of a contest can be opened."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from contest_portal.applications.paper_queries import papers_to_enter
from contest_portal.applications.queries import entrants
from contest_portal.applications.screening_queries import undecided
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import rulebook_of
from contest_portal.contests.rules.ahead import Step, ahead_of_calendar
from contest_portal.contests.rules.lifecycle import CONTEST, ContestFacts
from contest_portal.jury.queries import group_ties, panel_seats
from contest_portal.jury.rules.panel import panel_problems, tie_problem
from contest_portal.kernel.problems import N_, Problem


def opening_checks(session: Session, contest: Contest, at: datetime) -> Iterator[Problem]:
    """Name what keeps the evaluation from opening at an instant: calendar, screening, panel, entries."""
    contest_id = contest.id
    yield from CONTEST.problems("open_evaluation", ContestFacts(now=at, closes_at=contest.entries_end_at))
    rulebook = rulebook_of(session, contest_id)
    if rulebook.screening is not None:
        yield from _unscreened(session, contest_id)
    yield from papers_to_enter(session, contest_id, rulebook.calendar, at)
    seats = panel_seats(session, contest_id)
    yield from panel_problems(seats, rulebook)
    for seat in seats:
        for tie in group_ties(session, contest_id, dni=seat.dni, user_id=seat.user_id):
            yield tie_problem(seat.name, tie)


def opening_warnings(session: Session, contest: Contest, at: datetime) -> Iterator[Problem | None]:
    """Say what does not keep the evaluation from opening and should be known: the calendar, no entries."""
    yield ahead_of_calendar(Step.OPEN_EVALUATION, rulebook_of(session, contest.id).calendar, now=at)
    if not entrants(session, contest.id):
        yield Problem(
            "evaluation.no_entries",
            field="warned",
            message=N_(
                "Ningún grupo presentó su perfil: si abre la evaluación, el concurso terminará desierto."
            ),
        )


def _unscreened(session: Session, contest_id: int) -> Iterator[Problem]:
    codes = undecided(session, contest_id)
    if codes:
        yield Problem(
            "evaluation.unscreened",
            field="screening",
            message=N_("Falta decidir la admisión de: %(codes)s. Termine la revisión de admisión."),
            params={"codes": ", ".join(codes)},
        )
