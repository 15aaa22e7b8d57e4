"""What a shared out fund leaves in the world: a move between envelopes, calls of the reserve list."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.allocation.reserve_models import ReserveCall
from tests.factories.allocation import ScoredContest
from tests.factories.moves import make_move, make_moved
from tests.factories.reserve import make_call, make_called

Values = Mapping[str, object]


def fund_things(session: Session, awarded: ScoredContest) -> Values:
    """Make a group that was called, a call that waits for its approval, and a move that does."""
    make_moved(session, awarded, "MARCHA", "IDEA", 20_000)
    make_called(session, awarded)
    call = make_call(session, awarded)
    move = make_move(session, awarded, "MARCHA", "IDEA", 5)
    return {"call_id": call.id, "envelope_id": call.envelope_id, "move_id": move.id}


def called(session: Session) -> Mapping[str, Values]:
    """Name the group that was called to the pages of its letter and its answer."""
    call_id = session.scalars(select(ReserveCall.id).where(ReserveCall.state == "called")).one()
    return {key: {"call_id": call_id} for key in ("staff.reserve_answer", "staff.reserve_letter")}
