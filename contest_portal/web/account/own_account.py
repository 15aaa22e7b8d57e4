"""The own account: who one is here, and the password."""

from flask import flash, redirect, render_template, url_for
from flask import session as flask_session
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from contest_portal.accounts.queries import account_of
from contest_portal.accounts.rules.lasting import IDLE_HOURS, SESSION_HOURS
from contest_portal.accounts.services.change_password import change_password
from contest_portal.accounts.services.end_sessions import end_sessions
from contest_portal.web.account.blueprint import blueprint
from contest_portal.web.account.own_account_forms import PasswordForm
from contest_portal.web.shared.database import transaction
from contest_portal.web.shared.labels import ROLE_LABELS
from contest_portal.web.shared.session import OPENED_AT, PASSED_AT, act, current_actor, open_session


@blueprint.route("/cuenta", methods=["GET", "POST"])
def own_account() -> Response | tuple[str, int]:
    """Show the own account; change the password."""
    form = PasswordForm()
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                user = change_password(
                    session, act(), current=form.current.data or "", password=form.password.data or ""
                )
            open_session(account_of(user), passed_at=flask_session.get(PASSED_AT))
            flash(gettext("Su contraseña cambió. Las demás sesiones abiertas se cerraron."), "good")
            return redirect(url_for("account.own_account"), 303)
    roles = ", ".join(gettext(ROLE_LABELS[role.value]) for role in sorted(current_actor().roles))
    return render_template(
        "account/own_account.html",
        form=form,
        person=current_user,
        roles=roles,
        session_hours=SESSION_HOURS,
        idle_hours=IDLE_HOURS,
    ), form.status


@blueprint.post("/cuenta/sesiones")
def end_other_sessions() -> Response:
    """End the sessions of the own account on other devices; this one goes on."""
    with transaction() as session:
        user = end_sessions(session, act(), user_id=current_actor().user_id or 0)
    open_session(
        account_of(user), passed_at=flask_session.get(PASSED_AT), opened_at=flask_session.get(OPENED_AT)
    )
    flash(gettext("Sus demás sesiones quedaron cerradas."), "good")
    return redirect(url_for("account.own_account"), 303)
