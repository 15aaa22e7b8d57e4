"""The accounts of all, kept by an administrator."""

from flask import Response, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as Redirection

from contest_portal.accounts import queries
from contest_portal.accounts.rules.actor import Grant, Role
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.accounts.services.invite_user import invite_user
from contest_portal.accounts.services.reset_password import reset_password
from contest_portal.accounts.services.set_grants import set_grants
from contest_portal.contests.queries import published_contests
from contest_portal.registry.queries.territory import known_territories
from contest_portal.web.account.blueprint import blueprint
from contest_portal.web.account.users_forms import GrantsForm, NewUserForm, UserFilterForm, grant_code
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.handover import show_password_once
from contest_portal.web.shared.labels import ROLE_LABELS
from contest_portal.web.shared.pagination import asked_page
from contest_portal.web.shared.session import act, current_actor


@blueprint.get("/cuentas")
def users() -> str:
    """List the accounts."""
    permit(current_actor(), Action.USERS_MANAGE)
    form = UserFilterForm()
    text, role = form.text.data or "", form.chosen_role()
    pager = asked_page(queries.count_users(read_session(), text=text, role=role))
    lines = queries.users(read_session(), text=text, role=role, limit=pager.size, offset=pager.offset)
    return render_template(
        "account/users.html",
        form=form,
        users=lines,
        page=pager,
        filtered=bool(text or role),
        labels=ROLE_LABELS,
    )


@blueprint.route("/cuentas/nueva", methods=["GET", "POST"])
def new_user() -> Response | tuple[str, int]:
    """Open an account; its temporary password is shown once."""
    permit(current_actor(), Action.USERS_MANAGE)
    form = NewUserForm()
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                user, password = invite_user(
                    session,
                    act(),
                    email=form.email.data or "",
                    full_name=form.full_name.data or "",
                    grants=frozenset(Grant(Role(code)) for code in form.roles.data or ()),
                )
            return show_password_once(
                full_name=user.full_name,
                email=user.email,
                password=password,
                back_url=url_for("account.user", user_id=user.id),
            )
    return render_template("account/new_user.html", form=form), form.status


@blueprint.route("/cuentas/<int:user_id>", methods=["GET", "POST"])
def user(user_id: int) -> Redirection | tuple[str, int]:
    """Show an account; set its roles and whether it is open."""
    permit(current_actor(), Action.USERS_MANAGE)
    line = queries.user_line(read_session(), user_id)
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
            with transaction() as session:
                set_grants(
                    session,
                    act(),
                    user_id=user_id,
                    grants=form.chosen_grants(),
                    is_active=bool(form.is_active.data),
                )
            flash(gettext("Las funciones de esta cuenta quedaron guardadas."), "good")
            return redirect(url_for("account.user", user_id=user_id), 303)
    return render_template("account/user.html", form=form, user=line), form.status


@blueprint.post("/cuentas/<int:user_id>/contrasena")
def reset_user_password(user_id: int) -> Response:
    """Give an account a temporary password, shown once."""
    line = queries.user_line(read_session(), user_id)
    with transaction() as session:
        password = reset_password(session, act(), user_id=user_id)
    return show_password_once(
        full_name=line.full_name,
        email=line.email,
        password=password,
        back_url=url_for("account.user", user_id=user_id),
    )
