"""Named reads of moves between envelopes: the live balances, the move that waits, and the acts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from contest_portal.accounts.models import User
from contest_portal.allocation.models import AllocationRun, AllocationSpill
from contest_portal.allocation.move_models import EnvelopeMove
from contest_portal.allocation.reserve_models import ReserveCall, ReserveRise
from contest_portal.allocation.rules.lifecycle import RunState
from contest_portal.contests.contest_lock import hold_contest
from contest_portal.contests.models import Contest, Fund
from contest_portal.contests.queries import envelopes_of
from contest_portal.documents.models import Document
from contest_portal.kernel.money import ZERO, Money
from contest_portal.kernel.problems import NotFound


@dataclass(frozen=True, slots=True)
class MovePlace:
    """A place of money: an envelope, or the fund under the number 0, with what is free there."""

    number: int
    name: str
    free: Money


@dataclass(frozen=True, slots=True)
class MoveView:
    """A move with the names of its places and persons, and its act once it is approved."""

    id: int
    contest_id: int
    state: str
    source: str
    target: str
    amount: Money
    reason: str
    proposed_at: datetime
    proposed_by: int
    proposer: str
    decided_at: datetime | None
    decider: str | None
    document_id: int | None
    document_code: str | None


def move_places(session: Session, contest: Contest) -> tuple[MovePlace, ...]:
    """List the envelopes in the order of the rules, then the fund (0), with what is free of each."""
    envelopes = [
        MovePlace(one.id, one.category_name, one.balance) for one in envelopes_of(session, contest.id)
    ]
    fund = session.get_one(Fund, contest.fund_id)
    return (*envelopes, MovePlace(0, fund.name, fund.free))


def moves_of(session: Session, contest: Contest) -> tuple[MoveView, ...]:
    """List the moves of a contest, the newest first."""
    names = {place.number: place.name for place in move_places(session, contest)}
    proposer, decider = aliased(User), aliased(User)
    rows = session.execute(
        select(EnvelopeMove, proposer.full_name, decider.full_name, Document.code)
        .join(proposer, proposer.id == EnvelopeMove.proposed_by)
        .outerjoin(decider, decider.id == EnvelopeMove.decided_by)
        .outerjoin(Document, Document.id == EnvelopeMove.document_id)
        .where(EnvelopeMove.contest_id == contest.id)
        .order_by(EnvelopeMove.id.desc())
    )
    return tuple(_view(names, *row) for row in rows)


def _view(
    names: Mapping[int, str], move: EnvelopeMove, proposer: str, decider: str | None, code: str | None
) -> MoveView:
    return MoveView(
        id=move.id,
        contest_id=move.contest_id,
        state=move.state,
        source=names[move.source_id or 0],
        target=names[move.target_id or 0],
        amount=move.amount,
        reason=move.reason,
        proposed_at=move.proposed_at,
        proposed_by=move.proposed_by,
        proposer=proposer,
        decided_at=move.decided_at,
        decider=decider,
        document_id=move.document_id,
        document_code=code,
    )


def is_move_waiting(session: Session, contest_id: int) -> bool:
    """Tell whether a move waits for its approval."""
    waiting = select(EnvelopeMove.id).where(
        EnvelopeMove.contest_id == contest_id, EnvelopeMove.state == "proposed"
    )
    return session.scalar(waiting) is not None


def went_up(session: Session, contest_id: int) -> Mapping[int, Money]:
    """Give what came up to each envelope, less what went up from it, by its number.

    It goes up in the approved allocation, and with each call of the reserve that the money of others makes up.
    """
    run_id = approved_run_id(session, contest_id)
    spills = select(AllocationSpill.source_id, AllocationSpill.target_id, AllocationSpill.amount).where(
        AllocationSpill.run_id == run_id
    )
    rises = (
        select(ReserveRise.source_id, ReserveCall.envelope_id, ReserveRise.amount)
        .join(ReserveCall, ReserveCall.id == ReserveRise.call_id)
        .where(ReserveCall.contest_id == contest_id, ReserveCall.state.not_in(("proposed", "discarded")))
    )
    sums: dict[int, Money] = {}
    for source, target, amount in (
        *session.execute(spills.order_by(AllocationSpill.step)),
        *session.execute(rises.order_by(ReserveRise.id)),
    ):
        sums[source] = sums.get(source, ZERO) - amount
        sums[target] = sums.get(target, ZERO) + amount
    return sums


def lock_move(session: Session, move_id: int) -> EnvelopeMove:
    """Give a move as it is now, its contest locked first; NotFound when there is none."""
    contest_id = session.scalar(select(EnvelopeMove.contest_id).where(EnvelopeMove.id == move_id))
    if contest_id is None:
        raise NotFound(f"envelope move {move_id}")
    hold_contest(session, contest_id)
    return session.get_one(EnvelopeMove, move_id, populate_existing=True)


def is_run_proposed(session: Session, contest_id: int) -> bool:
    """Tell whether an allocation waits for its approval."""
    return _run_in(session, contest_id, RunState.PROPOSED) is not None


def approved_run_id(session: Session, contest_id: int) -> int | None:
    """Give the approved allocation; None before there is one."""
    return _run_in(session, contest_id, RunState.APPROVED)


def _run_in(session: Session, contest_id: int, state: RunState) -> int | None:
    return session.scalar(
        select(AllocationRun.id).where(
            AllocationRun.contest_id == contest_id, AllocationRun.state == state.value
        )
    )
