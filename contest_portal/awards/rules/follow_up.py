"""What may be done with an award after its agreement is signed: accounts, transfers, changes, its end.

Source of the usual figures: real agreements of rural funds transfer 70 % at the signature, when the group's account is
open and half of its own part is in, and the rest once 70 % of the first transfer is accounted for and the jury passed
the progress.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from contest_portal.awards.rules.progress import Asked, progress_problem
from contest_portal.contests.rules.follow_up_rules import FollowUpRules
from contest_portal.kernel.lifecycle import Lifecycle, Transition
from contest_portal.kernel.money import ZERO, Money
from contest_portal.kernel.problems import N_, Problem

MAX_TEXT, MAX_REMARKS = 300, 600
_NUMBER = re.compile(r"(?:[0-9A-Z]{1,6}-)?[0-9]{1,20}", re.ASCII)
_WEIGHTS = (1, 2)


class FollowUpState(StrEnum):
    """Where a signed award stands."""

    RUNNING = "running"
    SETTLED = "settled"
    CLOSED = "closed"
    ANNULLED = "annulled"


class TransferState(StrEnum):
    """Where an instalment stands."""

    PLANNED = "planned"
    PROPOSED = "proposed"
    APPROVED = "approved"
    PAID = "paid"


class VoucherKind(StrEnum):
    """What shows an expense. A sworn statement stands for what gives no voucher: lodging, food, local transport."""

    INVOICE = "invoice"
    RECEIPT = "receipt"
    FEE = "fee"
    SWORN = "sworn"


class ChangeKind(StrEnum):
    """What an amendment of an agreement changes."""

    TERM = "term"
    ITEMS = "items"


@dataclass(frozen=True, slots=True)
class TransferFacts:
    """What a transfer rests on. `second` None: the contest does not ask for a second score."""

    rules: FollowUpRules
    is_running: bool
    number: int
    has_account: bool
    promised: Money
    deposited: Money
    is_next: bool
    paid: Money
    accounted: Money
    second: Asked | None = None


def _runs(facts: TransferFacts) -> Problem | None:
    if facts.is_running:
        return None
    return _problem("not_running", N_("El premio ya está liquidado o anulado: no se le transfiere más."))


_ENDED: Mapping[str, str] = {
    FollowUpState.SETTLED: N_("El premio ya está liquidado: no se le transfiere más."),
    FollowUpState.CLOSED: N_("El premio ya está cerrado: no se le transfiere más."),
    FollowUpState.ANNULLED: N_("El premio quedó anulado: esta transferencia no se hace."),
}


def ended_problem(state: str) -> Problem | None:
    """Say of a transfer that was not made that its award ended; None while the award runs."""
    return None if state not in _ENDED else _problem("not_running", _ENDED[state])


def _in_turn(facts: TransferFacts) -> Problem | None:
    if facts.is_next:
        return None
    return _problem(
        "not_next", N_("La transferencia anterior todavía no está pagada. Registre primero su pago.")
    )


def _to_an_account(facts: TransferFacts) -> Problem | None:
    if facts.has_account:
        return None
    return _problem("no_account", N_("Anote primero la cuenta del grupo: a ella se transfiere."))


def _counterpart_in(facts: TransferFacts) -> Problem | None:
    due = facts.promised.times(Fraction(facts.rules.counterpart_percent, 100))
    if facts.number > 1 or facts.deposited >= due:
        return None
    message = N_(
        "El grupo puso %(deposited)s de su contrapartida y las bases piden %(due)s (%(percent)s %%) antes de la "
        "primera transferencia. Anote lo que falta con su comprobante."
    )
    params = {
        "deposited": facts.deposited.format(),
        "due": due.format(),
        "percent": str(facts.rules.counterpart_percent),
    }
    return _problem("counterpart", message, **params)


def _accounted_for(facts: TransferFacts) -> Problem | None:
    if facts.number == 1 or facts.accounted >= accounts_due(facts.paid, facts.rules):
        return None
    message = N_(
        "El grupo rindió %(accounted)s de los %(paid)s que recibió y las bases piden %(percent)s %%: faltan %(left)s. "
        "Anote los gastos con sus comprobantes."
    )
    params = {
        "accounted": facts.accounted.format(),
        "paid": facts.paid.format(),
        "percent": str(facts.rules.accounted_percent),
        "left": (accounts_due(facts.paid, facts.rules) - facts.accounted).format(),
    }
    return _problem("accounts", message, **params)


def _progress_passed(facts: TransferFacts) -> Problem | None:
    return None if facts.number == 1 or facts.second is None else progress_problem(facts.second)


def accounts_due(paid: Money, rules: FollowUpRules) -> Money:
    """Give how much of what was paid must be accounted for before the next transfer."""
    return paid.times(Fraction(rules.accounted_percent, 100))


_GROUNDS = (_runs, _in_turn, _to_an_account, _counterpart_in, _accounted_for, _progress_passed)

TRANSFER: Lifecycle[TransferFacts] = Lifecycle(
    "transfer",
    (
        Transition("propose", frozenset({TransferState.PLANNED}), TransferState.PROPOSED, _GROUNDS),
        Transition("withdraw", frozenset({TransferState.PROPOSED}), TransferState.PLANNED),
        Transition("approve", frozenset({TransferState.PROPOSED}), TransferState.APPROVED, _GROUNDS),
        Transition("pay", frozenset({TransferState.APPROVED}), TransferState.PAID, (_runs,)),
    ),
)


@dataclass(frozen=True, slots=True)
class EndFacts:
    """What the end of a follow-up rests on: what the group still answers for, and what is under way."""

    balance: Money
    paid: Money
    under_way: int
    accounted: Money = ZERO
    is_scoring: bool = False


def _even(facts: EndFacts) -> Problem | None:
    if not facts.balance:
        return None
    message = N_(
        "El grupo todavía responde por %(balance)s. Anote sus gastos o lo que devolvió hasta que no quede nada."
    )
    return _problem("balance", message, balance=facts.balance.format())


def _something_paid(facts: EndFacts) -> Problem | None:
    if facts.paid:
        return None
    return _problem(
        "nothing_paid",
        N_("No se transfirió nada: no hay qué liquidar. Si el grupo desiste, anule el premio."),
    )


def _nothing_under_way(facts: EndFacts) -> Problem | None:
    if not facts.under_way:
        return None
    return _problem(
        "under_way", N_("Hay una transferencia propuesta o aprobada sin pagar. Retírela o registre su pago.")
    )


def _not_scoring(facts: EndFacts) -> Problem | None:
    if not facts.is_scoring:
        return None
    message = N_("La calificación del avance está abierta. Ciérrela, o déjela sin efecto con su motivo.")
    return _problem("scoring", message)


def _nothing_kept(facts: EndFacts) -> Problem | None:
    if not facts.balance and not facts.accounted:
        return None
    return _problem(
        "money_kept",
        N_("El grupo recibió dinero que no devolvió: no se anula. Cierre el premio con su liquidación."),
    )


FOLLOW_UP: Lifecycle[EndFacts] = Lifecycle(
    "follow_up",
    (
        Transition(
            "settle",
            frozenset({FollowUpState.RUNNING}),
            FollowUpState.SETTLED,
            (_something_paid, _nothing_under_way, _not_scoring, _even),
        ),
        Transition("close", frozenset({FollowUpState.SETTLED}), FollowUpState.CLOSED, (_even,)),
        Transition(
            "annul",
            frozenset({FollowUpState.RUNNING}),
            FollowUpState.ANNULLED,
            (_nothing_under_way, _not_scoring, _nothing_kept),
        ),
    ),
)


def signing_problems(signed_on: date, *, issued_on: date, today: date) -> tuple[Problem, ...]:
    """Refuse a signature before the agreement was issued, or one that is still to come."""
    if issued_on <= signed_on <= today:
        return ()
    message = N_("El convenio se emitió el %(day)s: escriba el día en que se firmó, desde ese hasta hoy.")
    return (_problem("signed_on", message, field="signed_on", day=f"{issued_on:%d/%m/%Y}"),)


def account_problems(bank: str, cci: str, holder: str) -> tuple[Problem, ...]:
    """Ask for the bank, for twenty digits whose two last ones check the others, and for the holder's name."""
    found = []
    if not 2 <= len(bank) <= 60:
        found.append(_problem("bank", N_("Escriba el nombre del banco o de la caja."), field="bank"))
    if not (len(cci) == 20 and cci.isascii() and cci.isdigit()):
        message = N_("El CCI tiene 20 dígitos. Cópielo del comprobante del banco, sin guiones.")
        found.append(_problem("cci", message, field="cci"))
    elif cci[18:] != _check_digit(cci[:6]) + _check_digit(cci[6:18]):
        message = N_("Los dos últimos dígitos del CCI no van con los demás. Revíselo contra el comprobante.")
        found.append(_problem("cci_check", message, field="cci"))
    if not 2 <= len(holder) <= 120:
        found.append(_problem("holder", N_("Escriba a nombre de quién está la cuenta."), field="holder"))
    return tuple(found)


def _check_digit(digits: str) -> str:
    """Give the digit that checks others: each times 1 and 2 in turn, the digits of the products added, up to ten."""
    products = (int(digit) * _WEIGHTS[place % 2] for place, digit in enumerate(digits))
    return str(-sum(product // 10 + product % 10 for product in products) % 10)


def noting_problems(
    amount: Money, on_date: date, *, since: date, today: date, field: str = "on_date"
) -> tuple[Problem, ...]:
    """Ask for an amount, and for a day from the beginning until today."""
    found = []
    if amount <= ZERO:
        found.append(_problem("amount", N_("Escriba un monto mayor que cero."), field="amount"))
    if not since <= on_date <= today:
        message = N_("Escriba un día desde el %(day)s hasta hoy.")
        found.append(_problem("day", message, field=field, day=f"{since:%d/%m/%Y}"))
    return tuple(found)


def operation_problem(text: str, *, field: str = "operation") -> Problem | None:
    """Ask for the number of a bank's operation."""
    if 2 <= len(text) <= 40:
        return None
    return _problem("operation", N_("Escriba el número de operación del banco."), field=field)


def deposit_problems(voucher: str, *, is_known: bool) -> tuple[Problem, ...]:
    """Ask for the form of a counterpart and for the paper that shows it."""
    found = []
    if not is_known:
        found.append(_problem("kind", N_("Elija en qué puso el grupo su contrapartida."), field="kind"))
    if not 2 <= len(voucher) <= 60:
        message = N_("Escriba qué papel lo muestra: voucher, recibo, acta de jornales.")
        found.append(_problem("voucher", message, field="voucher"))
    return tuple(found)


def voucher_taken(*, is_taken: bool) -> Problem | None:
    """Refuse a voucher that accounts for something already, here or in another award."""
    if not is_taken:
        return None
    message = N_(
        "Ese comprobante del mismo proveedor ya se rindió en un premio. Revise la serie y el número."
    )
    return _problem("voucher_taken", message, field="voucher_number")


def voucher_number(text: str) -> str:
    """Write a voucher's number in one way, so that the same one is found again: `f001 - 00023` is `F001-23`.

    What was typed without a number stays without one, so that it is refused.
    """
    series, dash, number = re.sub(r"[\s.]", "", text.upper()).rpartition("-")
    return f"{series}{dash}{number.lstrip('0') or number[-1:]}"


def voucher_problems(kind: str, number: str, *, has_ruc: bool, supplier: str) -> tuple[Problem, ...]:
    """Ask for what each kind of voucher must have."""
    found = []
    if kind not in set(VoucherKind):
        found.append(_problem("voucher_kind", N_("Elija el tipo de comprobante."), field="voucher_kind"))
    if not 2 <= len(supplier) <= 120:
        found.append(_problem("supplier", N_("Escriba a quién se pagó."), field="supplier"))
    if kind == VoucherKind.SWORN and has_ruc:
        message = N_(
            "Una declaración jurada no tiene RUC. Déjelo vacío, o elija el comprobante que sí lo tiene."
        )
        found.append(_problem("sworn_ruc", message, field="ruc"))
    if kind != VoucherKind.SWORN and not has_ruc:
        found.append(_problem("ruc", N_("Escriba el RUC que está en el comprobante."), field="ruc"))
    if not (_NUMBER.fullmatch(number) and len(number) <= 30):
        message = N_("Escriba la serie y el número como están en el comprobante, por ejemplo F001-23.")
        found.append(_problem("voucher_number", message, field="voucher_number"))
    return tuple(found)


def accounting_problem(amount: Money, balance: Money) -> Problem | None:
    """Refuse to account for, or to return, more than the group still answers for."""
    if amount <= balance:
        return None
    message = N_("El grupo responde por %(balance)s: el monto no puede ser mayor. Revise el comprobante.")
    return _problem("above_balance", message, field="amount", balance=balance.format())


def item_problem(item: str, known: frozenset[str]) -> Problem | None:
    """Refuse an item that is not of the budget."""
    if item in known:
        return None
    return _problem("item", N_("Elija el rubro del presupuesto al que va el gasto."), field="item")


def change_problems(
    kind: str, *, ends_on: date | None, items: str, reason: str, present_end: date
) -> tuple[Problem, ...]:
    """Ask for a later end or for what changes in the items, and for a reason."""
    found = []
    if kind == ChangeKind.TERM and (ends_on is None or ends_on <= present_end):
        message = N_("El convenio termina el %(day)s: escriba un día posterior.")
        found.append(_problem("ends_on", message, field="ends_on", day=f"{present_end:%d/%m/%Y}"))
    if kind == ChangeKind.ITEMS and not 10 <= len(items) <= 600:
        message = N_("Escriba qué rubros cambian y cómo quedan, en 10 a 600 letras.")
        found.append(_problem("items", message, field="items"))
    if kind not in set(ChangeKind):
        found.append(_problem("kind", N_("Elija qué cambia."), field="kind"))
    return (*found, *reason_problems(reason))


def reason_problems(reason: str) -> tuple[Problem, ...]:
    """Ask for a reason."""
    if 5 <= len(reason) <= MAX_TEXT:
        return ()
    message = N_("Escriba el motivo, en 5 a %(most)s letras.")
    return (_problem("reason", message, field="reason", most=str(MAX_TEXT)),)


def remarks_problems(remarks: str) -> tuple[Problem, ...]:
    """Refuse remarks that the paper has no room for; nothing of them is cut."""
    if len(remarks) <= MAX_REMARKS:
        return ()
    message = N_("Las observaciones tienen %(length)s letras y caben %(most)s. Acórtelas.")
    return (_problem("remarks", message, field="remarks", length=str(len(remarks)), most=str(MAX_REMARKS)),)


def _problem(code: str, message: str, *, field: str = "state", **params: str) -> Problem:
    return Problem(f"follow_up.{code}", field=field, message=message, params=params)
