"""What one person asked for in some contest and another has to confirm, whatever its kind."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import String, cast, literal, select, union_all
from sqlalchemy.orm import Session

from contest_portal.accounts.joint_acts import joint_scope
from contest_portal.accounts.joint_models import JointAct
from contest_portal.accounts.models import User
from contest_portal.accounts.rules.joint_acts import JointState
from contest_portal.accounts.rules.permissions import Scope
from contest_portal.allocation.models import AllocationRun, Award
from contest_portal.allocation.move_models import EnvelopeMove
from contest_portal.allocation.reserve_models import AnyReserveCall
from contest_portal.awards.observation_models import Observation
from contest_portal.contests.models import Contest

MOVE, CALL, ANSWER = "envelope.move", "reserve.call", "observation.answer"
"""Kinds that keep tables of their own; the others are those of `JointKind`."""


@dataclass(frozen=True, slots=True)
class WaitingWord:
    """An act of a contest that waits for its second person."""

    kind: str
    contest_id: int
    contest_title: str
    asked_by: int
    asker: str
    asked_at: datetime
    approver_id: int | None = None

    @property
    def scope(self) -> Scope:
        """Give what the right to confirm it is asked about: neither who asked nor who approved what it takes back.

        Its own page may know of more people who may not.
        """
        return joint_scope(self.contest_id, self.asked_by, self.asked_by, self.approver_id)


def waiting_words(session: Session) -> tuple[WaitingWord, ...]:
    """List all of them but allocations, whose chain has steps of its own (`waiting_turns`), the oldest first."""
    of_two = select(
        JointAct.kind,
        JointAct.contest_id,
        JointAct.asked_by.label("by"),
        JointAct.asked_at.label("at"),
        JointAct.subject,
    ).where(JointAct.state == JointState.ASKED.value)
    of_tables = (
        select(literal(kind), table.contest_id, table.proposed_by, table.proposed_at, literal("")).where(
            table.state == "proposed"
        )
        for kind, table in ((MOVE, EnvelopeMove), (CALL, AnyReserveCall), (ANSWER, Observation))
    )
    asked = union_all(of_two, *of_tables).subquery()
    rows = session.execute(
        select(
            asked.c.kind,
            asked.c.contest_id,
            Contest.title,
            asked.c.by,
            User.full_name,
            asked.c.at,
            AllocationRun.approved_by,
        )
        .join(Contest, Contest.id == asked.c.contest_id)
        .join(User, User.id == asked.c.by)
        .outerjoin(Award, asked.c.subject == literal("award:") + cast(Award.id, String))
        .outerjoin(AllocationRun, AllocationRun.id == Award.run_id)
        .order_by(asked.c.at, asked.c.kind, asked.c.contest_id)
    )
    return tuple(WaitingWord(*row) for row in rows)
