"""Which scoring a phase belongs to, that of the contest or the second one of a group: its rules, whether it is open."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.applications.models import Application
from contest_portal.applications.queries import Entrant, entrants
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import rulebook_of
from contest_portal.contests.rules.lifecycle import ContestState
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.jury.models import Juror
from contest_portal.jury.queries import SeatedJuror
from contest_portal.kernel.problems import N_, NotFound, Problem, WrongState
from contest_portal.scoring.rules.second import SecondState
from contest_portal.scoring.second_models import SecondScoring

SHOWN = (SecondState.OPEN.value, SecondState.CLOSED.value)
"""The states in which the sheets of a second scoring are to be seen."""


@dataclass(frozen=True, slots=True)
class Stage:
    """The scoring that a phase belongs to. `second` is the state of a second scoring, None in that of the contest."""

    rulebook: Rulebook
    is_open: bool
    second: SecondState | None = None

    def require_open(self) -> None:
        """Raise WrongState when its sheets no longer change."""
        if not self.is_open:
            raise WrongState([closed_problem() if self.second is None else _second_closed()])

    def seat(self, juror: SeatedJuror) -> SeatedJuror:
        """Give a juror's seat in this scoring: who scores anything in a contest scores every second scoring."""
        if self.second is None:
            return juror
        return second_seat(juror, self.rulebook)


def first_stage(contest: Contest, rulebook: Rulebook) -> Stage:
    """Give the scoring of the contest itself."""
    return Stage(rulebook, contest.state == ContestState.EVALUATING)


def stage_of(session: Session, contest: Contest, application_id: int, phase_code: str) -> Stage:
    """Tell which scoring a phase of a group belongs to; NotFound where its second scoring was never opened."""
    rulebook = rulebook_of(session, contest.id)
    if not rulebook.is_second(phase_code):
        return first_stage(contest, rulebook)
    row = second_scoring_of(session, application_id)
    if row is None or row.state not in SHOWN:
        raise NotFound(f"second scoring of application {application_id}")
    state = SecondState(row.state)
    return Stage(rulebook.of_second(), state is SecondState.OPEN, state)


def second_scoring_of(session: Session, application_id: int) -> SecondScoring | None:
    """Give the second scoring of a group as it is stored; None when it was never opened."""
    return session.scalars(
        select(SecondScoring)
        .where(SecondScoring.application_id == application_id)
        .execution_options(populate_existing=True)
    ).one_or_none()


def second_scorings(session: Session, contest_id: int) -> Mapping[int, SecondScoring]:
    """Give the second scorings of a contest, by application."""
    rows = session.scalars(
        select(SecondScoring)
        .join(Application, Application.id == SecondScoring.application_id)
        .where(Application.contest_id == contest_id)
        .order_by(SecondScoring.application_id)
        .execution_options(populate_existing=True)
    )
    return {row.application_id: row for row in rows}


def groups_in_second(session: Session, contest_id: int) -> tuple[Entrant, ...]:
    """List the groups of a contest whose second scoring is open or closed."""
    rows = second_scorings(session, contest_id)
    seen = {application_id for application_id, row in rows.items() if row.state in SHOWN}
    return (
        tuple(group for group in entrants(session, contest_id) if group.application_id in seen)
        if seen
        else ()
    )


def open_second_scorings(session: Session, user_id: int | None) -> Mapping[int, str]:
    """Give the contests, by id with their title, in which a juror has progress to score now."""
    rows = session.execute(
        select(Contest.id, Contest.title)
        .join(Juror, Juror.contest_id == Contest.id)
        .join(Application, Application.contest_id == Contest.id)
        .join(SecondScoring, SecondScoring.application_id == Application.id)
        .where(Juror.user_id == user_id, Juror.phases != "", SecondScoring.state == SecondState.OPEN.value)
        .distinct()
        .order_by(Contest.id)
    )
    return {row[0]: row[1] for row in rows}


def second_seat(juror: SeatedJuror, rules: Rulebook) -> SeatedJuror:
    """Give a juror's seat in the second scoring; a secretary who only keeps minutes has no sheet there either."""
    phases = tuple(phase.code for phase in rules.phases) if juror.phases else ()
    return replace(juror, phases=phases)


def closed_problem() -> Problem:
    """Say that the sheets of a contest no longer change."""
    return Problem(
        "scoring.closed",
        field="state",
        message=N_("El concurso no está en evaluación: las fichas ya no se pueden cambiar."),
    )


def _second_closed() -> Problem:
    return Problem(
        "second_scoring.closed",
        field="state",
        message=N_(
            "La calificación del avance de este grupo está cerrada: sus fichas ya no se pueden cambiar. Si hay un "
            "error, la secretaría puede reabrirla."
        ),
    )
