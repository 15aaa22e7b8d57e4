"""The guarded counter of an envelope: it moves only while there is room; the table's CHECK is the second lock."""

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from contest_portal.allocation.models import AllocationSpill
from contest_portal.allocation.reserve_models import ReserveCall, ReserveRise
from contest_portal.contests.models import Envelope
from contest_portal.kernel.money import ZERO, Money
from contest_portal.kernel.problems import N_, Problem, WrongState


def commit_to(session: Session, envelope_id: int, amount: Money) -> None:
    """Hold money of an envelope; a negative amount gives it back. WrongState when the envelope does not have it."""
    if not change_committed(session, envelope_id, amount):
        raise WrongState([_NO_ROOM])


def change_committed(
    session: Session, envelope_id: int, amount: Money, *only_if: ColumnElement[bool], came: Money = ZERO
) -> bool:
    """Hold money of an envelope, or give it back below zero; False, and nothing changed, when it does not have it.

    `came` is what comes up from the envelopes inside it, less what goes up from it, at the same moment.
    """
    session.flush()
    after = Envelope.committed + amount
    changed = session.execute(
        update(Envelope)
        .where(
            Envelope.id == envelope_id,
            after <= Envelope.amount + came,
            Envelope.committed >= ZERO - amount,
            *only_if,
        )
        .values(committed=after, amount=Envelope.amount + came)
    )
    return bool(changed.rowcount == 1)  # type: ignore[attr-defined]


def bring_up(session: Session, call: ReserveCall) -> Money:
    """Bring up what comes for a call from the envelopes inside, and hold its amount; give what came.

    WrongState, and the caller's transaction is lost, when one of them does not have it.
    """
    session.flush()
    came = ZERO
    query = select(ReserveRise).where(ReserveRise.call_id == call.id).order_by(ReserveRise.source_id)
    for rise in session.scalars(query):
        if not change_committed(session, rise.source_id, ZERO, came=ZERO - rise.amount):
            raise WrongState([_NO_ROOM])
        came += rise.amount
    if not change_committed(session, call.envelope_id, call.amount, came=came):
        raise WrongState([_NO_ROOM])
    return came


def take_back_rises(session: Session, call: ReserveCall) -> None:
    """Bring what came up for a call, and is free again, back down; WrongState where a move took it away since."""
    session.flush()
    query = select(ReserveRise).where(ReserveRise.call_id == call.id).order_by(ReserveRise.source_id)
    for rise in session.scalars(query):
        _bring_down(session, call.envelope_id, rise.source_id, rise.amount)


def take_back_spills(session: Session, run_id: int) -> None:
    """Bring what went up in a run back down; WrongState where a move took it away since."""
    session.flush()
    query = (
        select(AllocationSpill).where(AllocationSpill.run_id == run_id).order_by(AllocationSpill.step.desc())
    )
    for spill in session.scalars(query):
        _bring_down(session, spill.target_id, spill.source_id, spill.amount)


def _bring_down(session: Session, around_id: int, inside_id: int, amount: Money) -> None:
    if not change_committed(session, around_id, ZERO, came=ZERO - amount):
        raise WrongState([_MOVED_AWAY])
    change_committed(session, inside_id, ZERO, came=amount)


_MOVED_AWAY = Problem(
    "envelope.spill_moved_away",
    field="state",
    message=N_(
        "Lo que subió de un sobre a otro en el reparto salió después con un traslado. Devuélvalo con otro traslado "
        "antes de volver atrás."
    ),
)
_NO_ROOM = Problem(
    "envelope.no_room",
    field="state",
    message=N_("El sobre ya no tiene ese saldo. Vuelva a cargar la página y revise qué cambió."),
)
