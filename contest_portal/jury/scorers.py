"""Who may score what: the one place that knows of recusals, assignments and absences together."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.jury.absence_queries import absent_jurors
from contest_portal.jury.assignment_models import JurorAssignment
from contest_portal.jury.models import Juror
from contest_portal.jury.queries import recusals


@dataclass(frozen=True, slots=True)
class Scorers:
    """What stands between jurors and groups in a contest. Phases and declarations are asked for elsewhere.

    `restricted` are the (juror_id, phase) in which a juror scores only the groups that were assigned.
    """

    recused: frozenset[tuple[int, int]]
    restricted: frozenset[tuple[int, str]]
    assigned: frozenset[tuple[int, int, str]]
    absent: frozenset[int] = frozenset()

    def is_recused(self, juror_id: int, application_id: int) -> bool:
        """Tell whether a juror stands aside for a group."""
        return (juror_id, application_id) in self.recused

    def may_score(self, juror_id: int, application_id: int, phase_code: str) -> bool:
        """Tell whether a juror of a phase may score a group in it: there, not recused, assigned where groups are."""
        if juror_id in self.absent or self.is_recused(juror_id, application_id):
            return False
        is_free = (juror_id, phase_code) not in self.restricted
        return is_free or (juror_id, application_id, phase_code) in self.assigned

    def may_open(self, juror_id: int, application_id: int, phase_code: str, *, is_final: bool) -> bool:
        """Tell whether a sheet is the juror's to see: one that may be written, or that was made final before."""
        if self.is_recused(juror_id, application_id):
            return False
        return is_final or self.may_score(juror_id, application_id, phase_code)


def scorers(session: Session, contest_id: int, rulebook: Rulebook, *, juror_id: int | None = None) -> Scorers:
    """Read what decides who may score in a contest, of one juror or of all; four queries at most."""
    seat = [Juror.contest_id == contest_id, *([] if juror_id is None else [Juror.id == juror_id])]
    recused = recusals(session, contest_id, juror_id=juror_id)
    absent = absent_jurors(session, contest_id)
    shared_out = tuple(phase for phase in rulebook.phases if phase.is_shared_out)
    if not shared_out:
        return Scorers(recused, frozenset(), frozenset(), absent)
    classes = session.execute(select(Juror.id, Juror.evaluator_class).where(*seat).order_by(Juror.id)).all()
    assigned = session.execute(
        select(JurorAssignment.juror_id, JurorAssignment.application_id, JurorAssignment.phase_code)
        .join(Juror, Juror.id == JurorAssignment.juror_id)
        .where(*seat, JurorAssignment.ended_at.is_(None))
    )
    return Scorers(
        recused=recused,
        restricted=frozenset(
            (juror, phase.code)
            for juror, evaluator_class in classes
            for phase in shared_out
            if phase.scorers_of(evaluator_class)
        ),
        assigned=frozenset((row[0], row[1], row[2]) for row in assigned),
        absent=absent,
    )
