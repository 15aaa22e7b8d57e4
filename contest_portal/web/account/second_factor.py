"""The own second factor: enrol an application, make recovery codes; take it off for somebody else."""

from flask import flash, make_response, redirect, render_template, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from contest_portal.accounts import queries
from contest_portal.accounts.factor_codes import recovery_codes_left
from contest_portal.accounts.power import factor_reset, has_second_administrator, has_to_wait
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.accounts.services.enrol_second_factor import enrol_second_factor
from contest_portal.accounts.services.renew_recovery_codes import renew_recovery_codes
from contest_portal.accounts.services.reset_second_factor import reset_second_factor
from contest_portal.documents.typesetting import qr_svg
from contest_portal.kernel.one_time_codes import enrolment_address, new_secret, spoken
from contest_portal.kernel.sealed_secrets import CannotOpen
from contest_portal.web.account.blueprint import blueprint
from contest_portal.web.account.power import ask_another
from contest_portal.web.account.second_factor_forms import EnrolForm, ResetForm
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.limits import limit_own_password
from contest_portal.web.shared.second_factor import must_have_second_factor, sealer
from contest_portal.web.shared.session import act, current_actor, open_session, seconds_now


@blueprint.route("/cuenta/segundo-factor", methods=["GET", "POST"])
@limit_own_password
def second_factor() -> Response | tuple[str, int]:
    """Show a new secret as QR and to type; take it once a code of it is typed."""
    form = EnrolForm()
    secret = _offered(form)
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                user, codes = enrol_second_factor(
                    session,
                    act(),
                    sealer=sealer(),
                    current=form.current.data or "",
                    secret=secret,
                    code=form.code.data or "",
                )
            open_session(queries.account_of(user), passed_at=seconds_now())
            return _show_codes_once(codes)
    address = enrolment_address(
        secret, account=current_user.email, issuer=gettext("Fondos Rurales Concursables")
    )
    page = render_template(
        "account/second_factor.html",
        form=form,
        qr=qr_svg(address),
        secret=spoken(secret),
        has_one=current_user.has_second_factor,
        is_required=must_have_second_factor(),
        codes_left=recovery_codes_left(read_session(), current_actor().user_id or 0),
    )
    return _unkept(page, form.status)


@blueprint.post("/cuenta/codigos-de-recuperacion")
def recovery_codes() -> Response:
    """Make new recovery codes and show them once."""
    with transaction() as session:
        codes = renew_recovery_codes(session, act(), sealer=sealer())
    return _show_codes_once(codes)


@blueprint.route("/cuentas/<int:user_id>/segundo-factor", methods=["GET", "POST"])
def reset_factor(user_id: int) -> Response | tuple[str, int]:
    """Take the second factor of an account off, with the reason; or ask another administrator to confirm it."""
    permit(current_actor(), Action.USERS_MANAGE)
    line = queries.user_line(read_session(), user_id)
    form = ResetForm()
    if form.validate_on_submit():
        with form.accepting():
            reason = form.reason.data or ""
            row = queries.user_with_grants(read_session(), user_id)
            if (asked := ask_another(factor_reset(row, reason))) is not None:
                return asked
            with transaction() as session:
                reset_second_factor(session, act(), user_id=user_id, reason=reason)
            flash(gettext("Su segundo factor quedó retirado. Lo sabrá al ingresar."), "good")
            return redirect(url_for("account.user", user_id=user_id), 303)
    row = queries.user_with_grants(read_session(), user_id)
    page = render_template(
        "account/reset_second_factor.html",
        form=form,
        user=line,
        takes_two=has_second_administrator(read_session(), act(), user_id),
        waits=has_to_wait(read_session(), act(), factor_reset(row, "")),
    )
    return page, form.status


def _offered(form: EnrolForm) -> str:
    """Give the secret that the page offered before, or a new one. It travels sealed, bound to its person."""
    purpose = f"offered secret {current_actor().user_id}"
    try:
        secret = sealer().open(form.offered.data or "", purpose=purpose)
    except CannotOpen:
        secret = new_secret()
    form.offered.data = sealer().seal(secret, purpose=purpose)
    return secret


def _show_codes_once(codes: tuple[str, ...]) -> Response:
    return _unkept(render_template("account/recovery_codes.html", codes=codes), 200)


def _unkept(page: str, status: int) -> Response:
    response = make_response(page, status)
    response.headers["Cache-Control"] = "no-store"
    return response
