"""The letter, and the act, by which a group of the reserve list is called."""

from dataclasses import dataclass
from datetime import date

from contest_portal.allocation.documents.texts import RESERVE_CALL_TEXT
from contest_portal.documents.rules.kinds import DocumentKind
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import N_
from contest_portal.kernel.records import added_later


@dataclass(frozen=True, slots=True)
class CameFrom:
    """Money that went up for the call from an envelope inside, in which the rule calls nobody."""

    name: str
    amount: Money


@dataclass(frozen=True, slots=True)
class ReserveLetter:
    """What the letter says. `order` is the group's place in the reserve list of its category.

    `envelope_name` is told where the money is of another envelope than the category's; `came_from` where part of it
    went up from envelopes inside that one.
    """

    contest_code: str
    contest_title: str
    application_code: str
    group_name: str
    category_name: str
    order: int
    requested: Money
    amount: Money
    reason: str
    expires_on: date
    proposed_by: str
    approved_by: str
    envelope_name: str = added_later("")
    came_from: tuple[CameFrom, ...] = added_later(())


TITLE = "Llamado al grupo {group}"
RESERVE_CALL = DocumentKind(
    code="reserve_call",
    title=N_("Llamado a un grupo de la reserva"),
    template="reserve_call.html",
    number_format="LLAMADO A LA RESERVA N.° {numero:3}-{año}-{oficina}",
    context=ReserveLetter,
    group_at="application_code",
    amount_at="amount",
    text=RESERVE_CALL_TEXT,
)
