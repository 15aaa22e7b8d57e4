"""The guarded counter of an envelope: it moves only while there is room; the table's CHECK is the second lock."""

from sqlalchemy import ColumnElement, update
from sqlalchemy.orm import Session

from contest_portal.contests.models import Envelope
from contest_portal.kernel.money import ZERO, Money
from contest_portal.kernel.problems import N_, Problem, WrongState


def commit_to(session: Session, envelope_id: int, amount: Money) -> None:
    """Hold money of an envelope; a negative amount gives it back. WrongState when the envelope does not have it."""
    if not change_committed(session, envelope_id, amount):
        raise WrongState([_NO_ROOM])


def change_committed(
    session: Session, envelope_id: int, amount: Money, *only_if: ColumnElement[bool]
) -> bool:
    """Hold money of an envelope, or give it back below zero; False, and nothing changed, when it does not have it."""
    session.flush()
    after = Envelope.committed + amount
    changed = session.execute(
        update(Envelope)
        .where(
            Envelope.id == envelope_id,
            after <= Envelope.amount,
            Envelope.committed >= ZERO - amount,
            *only_if,
        )
        .values(committed=after)
    )
    return bool(changed.rowcount == 1)  # type: ignore[attr-defined]


_NO_ROOM = Problem(
    "envelope.no_room",
    field="state",
    message=N_("El sobre ya no tiene ese saldo. Vuelva a cargar la página y revise qué cambió."),
)
