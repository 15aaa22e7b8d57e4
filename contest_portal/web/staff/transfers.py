"""The transfers of an award: proposed, approved and paid by three people."""

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.awards.follow_up_queries import TransferView
from contest_portal.awards.services.approve_transfer import approve_transfer
from contest_portal.awards.services.propose_transfer import propose_transfer
from contest_portal.awards.services.record_payment import record_payment
from contest_portal.awards.services.withdraw_transfer import withdraw_transfer
from contest_portal.kernel.problems import NotFound
from contest_portal.web.shared.database import transaction
from contest_portal.web.shared.session import act, current_actor
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.follow_ups import readable_award
from contest_portal.web.staff.follow_ups_forms import PaymentForm

_TRANSFER = "/premios/<int:award_id>/transferencias/<int:number>"


@blueprint.post(f"{_TRANSFER}/proponer")
def transfer_propose(award_id: int, number: int) -> AnyResponse:
    """Propose a transfer."""
    return _step(award_id, number, propose_transfer, gettext("Quedó propuesta. La aprueba otra persona."))


@blueprint.post(f"{_TRANSFER}/retirar")
def transfer_withdraw(award_id: int, number: int) -> AnyResponse:
    """Take a proposal back."""
    return _step(award_id, number, withdraw_transfer, gettext("La propuesta quedó retirada."))


@blueprint.post(f"{_TRANSFER}/aprobar")
def transfer_approve(award_id: int, number: int) -> AnyResponse:
    """Approve a transfer; its order is issued."""
    done = gettext("Quedó aprobada y su orden, emitida. Registra el pago la tesorería.")
    return _step(award_id, number, approve_transfer, done)


@blueprint.route(f"{_TRANSFER}/pago", methods=["GET", "POST"])
def transfer_pay(award_id: int, number: int) -> AnyResponse | tuple[str, int]:
    """Record that a transfer was paid."""
    found = readable_award(award_id)
    part = _part(found.transfers, number)
    permit(
        current_actor(),
        Action.TRANSFER_PAY,
        Scope(contest_id=found.line.contest_id, earlier_ids=part.hands),
    )
    form = PaymentForm()
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                record_payment(
                    session,
                    act(),
                    award_id=award_id,
                    number=number,
                    paid_on=form.paid_on.data,
                    operation=form.operation.data or "",
                )
            flash(gettext("El pago quedó registrado."), "good")
            return redirect(url_for("staff.award", award_id=award_id), 303)
    page = render_template("staff/follow_ups/payment.html", line=found.line, part=part, form=form)
    return page, form.status


def _step(award_id: int, number: int, service: Callable[..., object], done: str) -> AnyResponse:
    with transaction() as session:
        service(session, act(), award_id=award_id, number=number)
    flash(done, "good")
    return redirect(url_for("staff.award", award_id=award_id), 303)


def _part(parts: tuple[TransferView, ...], number: int) -> TransferView:
    for part in parts:
        if part.number == number:
            return part
    raise NotFound(f"instalment {number}")
