"""The accounts of group representatives, opened in the office when they come in."""

from flask import Response, render_template, url_for

from contest_portal.accounts import queries
from contest_portal.accounts.rules.actor import Grant, Role
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.accounts.services.invite_user import invite_user
from contest_portal.accounts.services.reset_password import reset_password
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.handover import show_password_once
from contest_portal.web.shared.pagination import asked_page
from contest_portal.web.shared.session import act, current_actor
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.representatives_forms import RepresentativeFilterForm, RepresentativeForm


@blueprint.get("/representantes")
def representatives() -> str:
    """List the representatives' accounts."""
    permit(current_actor(), Action.REPRESENTATIVE_INVITE)
    form = RepresentativeFilterForm()
    text = form.text.data or ""
    pager = asked_page(queries.count_users(read_session(), text=text, role=Role.REPRESENTATIVE))
    lines = queries.users(
        read_session(), text=text, role=Role.REPRESENTATIVE, limit=pager.size, offset=pager.offset
    )
    return render_template(
        "staff/representatives.html", form=form, users=lines, page=pager, filtered=bool(text)
    )


@blueprint.route("/representantes/nuevo", methods=["GET", "POST"])
def new_representative() -> Response | tuple[str, int]:
    """Open a representative's account; its temporary password is shown once."""
    permit(current_actor(), Action.REPRESENTATIVE_INVITE)
    form = RepresentativeForm()
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                user, password = invite_user(
                    session,
                    act(),
                    email=form.email.data or "",
                    full_name=form.full_name.data or "",
                    grants=frozenset({Grant(Role.REPRESENTATIVE)}),
                )
            return show_password_once(
                full_name=user.full_name,
                email=user.email,
                password=password,
                back_url=url_for("staff.representatives"),
            )
    return render_template("staff/new_representative.html", form=form), form.status


@blueprint.post("/representantes/<int:user_id>/contrasena")
def reset_representative_password(user_id: int) -> Response:
    """Give a representative a temporary password, shown once."""
    line = queries.user_line(read_session(), user_id)
    with transaction() as session:
        password = reset_password(session, act(), user_id=user_id)
    return show_password_once(
        full_name=line.full_name,
        email=line.email,
        password=password,
        back_url=url_for("staff.representatives"),
    )
