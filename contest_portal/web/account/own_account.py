"""The own account: who one is here, the password, and the own sessions."""

from flask import flash, redirect, render_template, url_for
from flask import session as flask_session
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from contest_portal.accounts.account_changes import changes_of
from contest_portal.accounts.open_sessions import SessionLine, open_sessions
from contest_portal.accounts.queries import account_of
from contest_portal.accounts.rules.lasting import IDLE_HOURS, SESSION_HOURS
from contest_portal.accounts.services.change_password import change_password
from contest_portal.accounts.services.end_own_sessions import end_own_sessions
from contest_portal.web.account.blueprint import blueprint
from contest_portal.web.account.change_words import change_sentences
from contest_portal.web.account.own_account_forms import DEVICE_LABELS, PasswordForm, SessionsForm
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.labels import ROLE_LABELS
from contest_portal.web.shared.limits import limit_own_password
from contest_portal.web.shared.session import (
    OPENED_AT,
    PASSED_AT,
    act,
    current_actor,
    key_hash,
    now,
    open_session,
)


@blueprint.route("/cuenta", methods=["GET", "POST"])
@limit_own_password
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
    return _page(form, SessionsForm(formdata=None), form.status)


@blueprint.route("/cuenta/sesiones", methods=["GET", "POST"])
@limit_own_password
def own_sessions() -> Response | tuple[str, int]:
    """End one or all of the sessions of the own account on other devices; this one goes on."""
    form = SessionsForm()
    form.offer(_own_sessions())
    if form.validate_on_submit():
        with form.accepting():
            chosen = form.chosen()
            with transaction() as session:
                user = end_own_sessions(session, act(), current=form.current.data or "", session_id=chosen)
            if chosen is None:
                open_session(
                    account_of(user),
                    passed_at=flask_session.get(PASSED_AT),
                    opened_at=flask_session.get(OPENED_AT),
                )
            flash(
                gettext("Sus demás sesiones quedaron cerradas.")
                if chosen is None
                else gettext("Esa sesión quedó cerrada."),
                "good",
            )
            return redirect(url_for("account.own_account"), 303)
    return _page(PasswordForm(formdata=None), form, form.status)


def _page(form: PasswordForm, sessions_form: SessionsForm, status: int) -> tuple[str, int]:
    lines = _own_sessions()
    sessions_form.offer(lines)
    roles = ", ".join(gettext(ROLE_LABELS[role.value]) for role in sorted(current_actor().roles))
    return render_template(
        "account/own_account.html",
        form=form,
        sessions_form=sessions_form,
        sessions=lines,
        devices=DEVICE_LABELS,
        person=current_user,
        changes=change_sentences(changes_of(read_session(), current_actor().user_id or 0)),
        roles=roles,
        session_hours=SESSION_HOURS,
        idle_hours=IDLE_HOURS,
    ), status


def _own_sessions() -> tuple[SessionLine, ...]:
    return open_sessions(read_session(), current_actor().user_id or 0, key_hash=key_hash(), now=now())
