"""What the office does with an award: one page each, with what follows from it before it is done."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from flask import current_app, flash, redirect, render_template, url_for
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.applications.receiving import SoundFile
from contest_portal.awards.follow_up_queries import AwardFile
from contest_portal.awards.services.amend_agreement import amend_agreement
from contest_portal.awards.services.close_award import close_award
from contest_portal.awards.services.note_counterpart import note_counterpart
from contest_portal.awards.services.note_expense import note_expense
from contest_portal.awards.services.note_return import note_return
from contest_portal.awards.services.set_bank_account import set_bank_account
from contest_portal.awards.services.settle_award import settle_award
from contest_portal.awards.services.sign_agreement import sign_agreement
from contest_portal.awards.services.void_counterpart import void_counterpart
from contest_portal.awards.services.void_expense import void_expense
from contest_portal.awards.services.void_return import void_return
from contest_portal.kernel.problems import N_
from contest_portal.web.shared.database import transaction
from contest_portal.web.shared.follow_up_labels import LINE_LABELS
from contest_portal.web.shared.forms import PortalForm
from contest_portal.web.shared.received_file import received_file
from contest_portal.web.shared.session import act, current_actor
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.follow_ups import readable_award
from contest_portal.web.staff.follow_ups_forms import (
    AccountForm,
    AmendForm,
    CloseForm,
    CounterpartForm,
    ExpenseForm,
    ReasonForm,
    ReturnForm,
    SettleForm,
    SignForm,
)

Answer = AnyResponse | tuple[str, int]
Deed = Callable[[Session], object]
_AWARD = "/premios/<int:award_id>"
_VOIDING: Mapping[str, Callable[..., None]] = MappingProxyType(
    {"contrapartida": void_counterpart, "devolucion": void_return, "gasto": void_expense}
)


@dataclass(frozen=True, slots=True)
class Wording:
    """How a page words its act: its heading, what follows from it, its button, and what is said once it is done.

    What cannot be undone asks first.
    """

    heading: str
    lead: str
    button: str
    done: str
    tone: str = "primary"
    asks: bool = False


_SIGN = Wording(
    N_("Anotar la firma del convenio"),
    N_("Desde la firma corren los plazos del convenio. El convenio ya no se anula por separado."),
    N_("Anotar la firma"),
    N_("La firma quedó anotada. Ahora anote la cuenta del grupo."),
    asks=True,
)
_ACCOUNT = Wording(
    N_("Cuenta del grupo"),
    N_("A esta cuenta se transfiere el premio. En las páginas solo se ven sus últimos dígitos."),
    N_("Guardar la cuenta"),
    N_("La cuenta quedó guardada."),
)
_COUNTERPART = Wording(
    N_("Anotar contrapartida"),
    N_("Lo que el grupo pone de lo suyo, con el papel que lo muestra. Si se equivoca, anúlelo en la lista."),
    N_("Anotar la contrapartida"),
    N_("La contrapartida quedó anotada."),
)
_EXPENSE = Wording(
    N_("Anotar un gasto"),
    N_(
        "Con su comprobante, que vale una sola vez en todo el programa. Baja lo que el grupo tiene por rendir. Si se "
        "equivoca, anúlelo en la lista."
    ),
    N_("Anotar el gasto"),
    N_("El gasto quedó anotado."),
)
_RETURN = Wording(
    N_("Anotar una devolución"),
    N_("Lo que el grupo depositó de vuelta. Baja lo que tiene por rendir."),
    N_("Anotar la devolución"),
    N_("La devolución quedó anotada."),
)
_AMEND = Wording(
    N_("Hacer una adenda"),
    N_("Se emite la adenda con su número y ya no se cambia. El monto del convenio no cambia."),
    N_("Emitir la adenda"),
    N_("La adenda quedó emitida. Imprímala para que se firme."),
    asks=True,
)
_SETTLE = Wording(
    N_("Liquidar el premio"),
    N_(
        "Se emite la liquidación con su número. Después no se transfiere ni se anota nada más, y no se deshace."
    ),
    N_("Emitir la liquidación"),
    N_("El premio quedó liquidado. Otra persona lo cierra con el memorando."),
    asks=True,
)
_CLOSE = Wording(
    N_("Cerrar el premio"),
    N_("Se emite el memorando de cierre con su número, y no se deshace. Lo emite quien no lo liquidó."),
    N_("Emitir el memorando"),
    N_("El premio quedó cerrado."),
    asks=True,
)


@blueprint.route(f"{_AWARD}/firma", methods=["GET", "POST"])
def award_sign(award_id: int) -> Answer:
    """Note the signature of the agreement."""
    form = SignForm()

    def deed(session: Session) -> object:
        return sign_agreement(
            session,
            act(),
            award_id=award_id,
            signed_on=form.signed_on.data,
            scan=scan,
            storage=current_app.extensions["storage"],
        )

    found = _open(award_id)
    scan = None
    if form.validate_on_submit():
        with form.accepting():
            scan = _scan(form)  # opened outside of any transaction
            return _do(found, deed, _SIGN)
    return _page(found, form, _SIGN)


@blueprint.route(f"{_AWARD}/cuenta", methods=["GET", "POST"])
def award_account(award_id: int) -> Answer:
    """Note the account of the group."""
    found = _open(award_id)
    follow_up = found.follow_up
    shown = {} if follow_up is None else {"bank": follow_up.bank, "holder": follow_up.holder}
    form = AccountForm(data={"version": 0 if follow_up is None else follow_up.version, **shown})

    def deed(session: Session) -> object:
        return set_bank_account(
            session,
            act(),
            award_id=award_id,
            expected_version=form.shown_version,
            bank=form.bank.data or "",
            cci=form.cci.data or "",
            holder=form.holder.data or "",
        )

    return _ask(found, form, deed, _ACCOUNT)


@blueprint.route(f"{_AWARD}/contrapartida", methods=["GET", "POST"])
def award_counterpart(award_id: int) -> Answer:
    """Note what the group put in of its own."""
    form = CounterpartForm()

    def deed(session: Session) -> object:
        return note_counterpart(
            session,
            act(),
            award_id=award_id,
            kind=form.kind.data or "",
            amount=form.amount.data,
            on_date=form.on_date.data,
            voucher=form.voucher.data or "",
        )

    return _ask(_open(award_id), form, deed, _COUNTERPART)


@blueprint.route(f"{_AWARD}/gastos", methods=["GET", "POST"])
def award_expense(award_id: int) -> Answer:
    """Note a line of the accounts."""
    found = _open(award_id)
    form = ExpenseForm()
    form.offer(found.items)

    def deed(session: Session) -> object:
        return note_expense(session, act(), award_id=award_id, spent=form.spent())

    return _ask(found, form, deed, _EXPENSE)


@blueprint.route(f"{_AWARD}/devoluciones", methods=["GET", "POST"])
def award_return(award_id: int) -> Answer:
    """Note what the group gave back."""
    form = ReturnForm()

    def deed(session: Session) -> object:
        return note_return(
            session,
            act(),
            award_id=award_id,
            amount=form.amount.data,
            on_date=form.on_date.data,
            voucher=form.voucher.data or "",
        )

    return _ask(_open(award_id), form, deed, _RETURN)


@blueprint.route(f"{_AWARD}/adenda", methods=["GET", "POST"])
def award_amend(award_id: int) -> Answer:
    """Amend the agreement."""
    form = AmendForm()

    def deed(session: Session) -> object:
        return amend_agreement(session, act(), award_id=award_id, change=form.change())

    return _ask(_open(award_id, Action.DOCUMENT_ISSUE), form, deed, _AMEND)


@blueprint.route(f"{_AWARD}/liquidacion", methods=["GET", "POST"])
def award_settle(award_id: int) -> Answer:
    """Settle the award."""
    found = _open(award_id, Action.DOCUMENT_ISSUE)
    form = SettleForm.of(found.line.amount - found.line.paid)

    def deed(session: Session) -> object:
        reason = form.reason.data or "" if "reason" in form else ""
        return settle_award(session, act(), award_id=award_id, reason=reason)

    return _ask(found, form, deed, _SETTLE)


@blueprint.route(f"{_AWARD}/cierre", methods=["GET", "POST"])
def award_close(award_id: int) -> Answer:
    """Close the award."""
    form = CloseForm()

    def deed(session: Session) -> object:
        return close_award(session, act(), award_id=award_id, remarks=form.remarks.data or "")

    return _ask(_open(award_id, Action.DOCUMENT_ISSUE), form, deed, _CLOSE)


@blueprint.route(
    f"{_AWARD}/<any(contrapartida, devolucion, gasto):noun>/<int:line_id>/anular", methods=["GET", "POST"]
)
def award_line_void(award_id: int, noun: str, line_id: int) -> Answer:
    """Void something that was noted by mistake."""
    form = ReasonForm()
    wording = Wording(
        LINE_LABELS[noun],
        N_("La línea queda a la vista, tachada y con el motivo, y deja de contar."),
        N_("Anular la línea"),
        N_("La línea quedó anulada."),
        tone="danger",
    )

    def deed(session: Session) -> object:
        reason = form.reason.data or ""
        return _VOIDING[noun](session, act(), award_id=award_id, line_id=line_id, reason=reason)

    return _ask(_open(award_id), form, deed, wording)


def _open(award_id: int, action: Action = Action.FOLLOW_UP_NOTE) -> AwardFile:
    found = readable_award(award_id)
    permit(current_actor(), action, Scope(contest_id=found.line.contest_id))
    return found


def _scan(form: SignForm) -> SoundFile | None:
    scanned = form.scanned
    if scanned is None:
        return None
    return received_file(*scanned)


def _ask(found: AwardFile, form: PortalForm, deed: Deed, wording: Wording) -> Answer:
    if form.validate_on_submit():
        with form.accepting():
            return _do(found, deed, wording)
    return _page(found, form, wording)


def _do(found: AwardFile, deed: Deed, wording: Wording) -> AnyResponse:
    with transaction() as session:
        deed(session)
    flash(gettext(wording.done), "good")
    return redirect(url_for("staff.award", award_id=found.line.award_id), 303)


def _page(found: AwardFile, form: PortalForm, wording: Wording) -> tuple[str, int]:
    page = render_template("staff/follow_ups/act.html", line=found.line, form=form, wording=wording)
    return page, form.status
