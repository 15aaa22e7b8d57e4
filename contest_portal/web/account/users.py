"""The accounts of all, kept by an administrator."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from contest_portal.accounts import queries
from contest_portal.accounts.power import (
    change_of_roles,
    has_second_administrator,
    has_to_wait,
    opening,
    password_reset,
    takes_two,
)
from contest_portal.accounts.rules.actor import Grant, Role
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.accounts.services.end_sessions import end_sessions
from contest_portal.accounts.services.invite_user import invite_user
from contest_portal.accounts.services.reset_password import reset_password
from contest_portal.accounts.services.set_grants import set_grants
from contest_portal.contests.queries import published_contests
from contest_portal.registry.queries.territory import known_territories
from contest_portal.web.account.blueprint import blueprint
from contest_portal.web.account.power import ask_another, is_waiting, waiting_power
from contest_portal.web.account.users_forms import GrantsForm, NewUserForm, UserSearchForm, grant_code
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.handover import show_password_once
from contest_portal.web.shared.labels import ROLE_LABELS
from contest_portal.web.shared.pagination import asked_page
from contest_portal.web.shared.session import act, current_actor


@blueprint.route("/cuentas", methods=["GET", "POST"])
def users() -> Response | tuple[str, int]:
    """List the accounts, narrowed by a role in the address; or search by name, which is sent as a form, see there."""
    permit(current_actor(), Action.USERS_MANAGE)
    form = UserSearchForm()
    text, role = form.text.data or "", form.chosen_role()
    if form.validate_on_submit() and not text:
        return redirect(url_for("account.users", funcion=role), 303)
    pager = asked_page(queries.count_users(read_session(), text=text, role=role))
    lines = queries.users(read_session(), text=text, role=role, limit=pager.size, offset=pager.offset)
    return render_template(
        "account/users.html",
        form=form,
        users=lines,
        page=pager,
        searched=bool(text),
        filtered=bool(text or role),
        labels=ROLE_LABELS,
        power=waiting_power(),
    ), form.status


@blueprint.route("/cuentas/nueva", methods=["GET", "POST"])
def new_user() -> Response | tuple[str, int]:
    """Open an account, whose temporary password is shown once; or ask another administrator to confirm it."""
    permit(current_actor(), Action.USERS_MANAGE)
    form = NewUserForm()
    if form.validate_on_submit():
        with form.accepting():
            email, name = form.email.data or "", form.full_name.data or ""
            grants = frozenset(Grant(Role(code)) for code in form.roles.data or ())
            if (asked := ask_another(opening(email, name, grants))) is not None:
                return asked
            with transaction() as session:
                user, password = invite_user(session, act(), email=email, full_name=name, grants=grants)
            return show_password_once(
                full_name=user.full_name,
                email=user.email,
                password=password,
                back_url=url_for("account.user", user_id=user.id),
            )
    takes_two = has_second_administrator(read_session(), act(), None)
    return render_template("account/new_user.html", form=form, takes_two=takes_two), form.status


@blueprint.route("/cuentas/<int:user_id>", methods=["GET", "POST"])
def user(user_id: int) -> Response | tuple[str, int]:
    """Show an account; set its roles and whether it is open, or ask another administrator to confirm it."""
    permit(current_actor(), Action.USERS_MANAGE)
    row, line = queries.user_with_grants(read_session(), user_id), queries.user_line(read_session(), user_id)
    form = GrantsForm(
        roles=[grant_code(grant) for grant in line.grants],
        territories=sorted({prefix for grant in line.grants for prefix in grant.territories}),
        is_active=line.is_active,
    )
    form.offer(line.grants, {contest.id: contest.title for contest in published_contests(read_session())})
    if form.validate_on_submit() and not form.refuse_unknown(
        known_territories(read_session(), form.territories.data or ())
    ):
        with form.accepting():
            grants, is_active = form.chosen_grants(), bool(form.is_active.data)
            if (asked := ask_another(change_of_roles(row, grants, is_active=is_active))) is not None:
                return asked
            with transaction() as session:
                set_grants(session, act(), user_id=user_id, grants=grants, is_active=is_active)
            flash(gettext("Las funciones de esta cuenta quedaron guardadas."), "good")
            return redirect(url_for("account.user", user_id=user_id), 303)
    page = render_template(
        "account/user.html",
        form=form,
        user=line,
        takes_two=has_second_administrator(read_session(), act(), user_id),
        password_takes_two=takes_two(read_session(), act(), password_reset(row)),
        password_waits=has_to_wait(read_session(), act(), password_reset(row)),
        is_waiting=is_waiting(user_id),
    )
    return page, form.status


@blueprint.post("/cuentas/<int:user_id>/sesiones")
def end_user_sessions(user_id: int) -> Response:
    """End the open sessions of an account: a telephone was lost, or somebody else sits before it."""
    with transaction() as session:
        end_sessions(session, act(), user_id=user_id)
    flash(gettext("Sus sesiones quedaron cerradas: volverá a ingresar."), "good")
    return redirect(url_for("account.user", user_id=user_id), 303)


@blueprint.post("/cuentas/<int:user_id>/contrasena")
def reset_user_password(user_id: int) -> Response:
    """Give an account a temporary password, shown once; or ask another administrator to confirm it."""
    line = queries.user_line(read_session(), user_id)
    asked = ask_another(password_reset(queries.user_with_grants(read_session(), user_id)))
    if asked is not None:
        return asked
    with transaction() as session:
        password = reset_password(session, act(), user_id=user_id)
    return show_password_once(
        full_name=line.full_name,
        email=line.email,
        password=password,
        back_url=url_for("account.user", user_id=user_id),
    )
