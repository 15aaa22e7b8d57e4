"""What one person asked for in some contest and another has to confirm, whatever its kind."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import literal, select, union_all
from sqlalchemy.orm import Session

from contest_portal.accounts.joint_models import JointAct
from contest_portal.accounts.models import User
from contest_portal.accounts.rules.joint_acts import JointState
from contest_portal.accounts.rules.permissions import Scope
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

    @property
    def scope(self) -> Scope:
        """Give what the right to confirm it is asked about. Its own page may know of more people who may not."""
        return Scope(self.contest_id, proposer_id=self.asked_by, earlier_ids=frozenset({self.asked_by}))


def waiting_words(session: Session) -> tuple[WaitingWord, ...]:
    """List all of them but allocations, whose chain has steps of its own (`waiting_turns`), the oldest first."""
    asked = union_all(
        select(JointAct.kind, JointAct.contest_id, JointAct.asked_by.label("by"), JointAct.asked_at.label("at"))
        .where(JointAct.state == JointState.ASKED.value),
        *(
            select(literal(kind), table.contest_id, table.proposed_by, table.proposed_at)
            .where(table.state == "proposed")
            for kind, table in ((MOVE, EnvelopeMove), (CALL, AnyReserveCall), (ANSWER, Observation))
        ),
    ).subquery()  # fmt: skip
    rows = session.execute(
        select(asked.c.kind, asked.c.contest_id, Contest.title, asked.c.by, User.full_name, asked.c.at)
        .join(Contest, Contest.id == asked.c.contest_id)
        .join(User, User.id == asked.c.by)
        .order_by(asked.c.at, asked.c.kind, asked.c.contest_id)
    )
    return tuple(WaitingWord(*row) for row in rows)
