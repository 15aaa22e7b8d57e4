"""The accounts of group representatives, opened in the office when they come in."""

from flask import Response, render_template, url_for

from contest_portal.accounts import queries
from contest_portal.accounts.rules.actor import Role
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.web.shared.database import read_session
from contest_portal.web.shared.pagination import asked_page
from contest_portal.web.shared.session import current_actor
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.handed_accounts import open_account, renew_password
from contest_portal.web.staff.representatives_forms import RepresentativeForm, RepresentativeSearchForm


@blueprint.route("/representantes", methods=["GET", "POST"])
def representatives() -> tuple[str, int]:
    """List the representatives' accounts; or search by name, which is sent as a form, see there."""
    permit(current_actor(), Action.REPRESENTATIVE_INVITE)
    form = RepresentativeSearchForm()
    form.validate_on_submit()
    text = form.text.data or ""
    pager = asked_page(queries.count_users(read_session(), text=text, role=Role.REPRESENTATIVE))
    lines = queries.users(
        read_session(), text=text, role=Role.REPRESENTATIVE, limit=pager.size, offset=pager.offset
    )
    return render_template(
        "staff/representatives.html", form=form, users=lines, page=pager, filtered=bool(text)
    ), form.status


@blueprint.route("/representantes/nuevo", methods=["GET", "POST"])
def new_representative() -> Response | tuple[str, int]:
    """Open a representative's account; its temporary password is shown once."""
    permit(current_actor(), Action.REPRESENTATIVE_INVITE)
    form = RepresentativeForm()
    if form.validate_on_submit():
        with form.accepting():
            return open_account(form, Role.REPRESENTATIVE, back_url=url_for("staff.representatives"))
    return render_template("staff/new_representative.html", form=form), form.status


@blueprint.post("/representantes/<int:user_id>/contrasena")
def reset_representative_password(user_id: int) -> Response:
    """Give a representative a temporary password, shown once."""
    return renew_password(user_id, back_url=url_for("staff.representatives"))
