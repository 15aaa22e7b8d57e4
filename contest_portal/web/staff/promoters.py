"""The promoters of groups: their accounts, and the groups that the office assigns to them."""

from collections.abc import Iterable, Mapping

from flask import Response, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as Redirection

from contest_portal.accounts import queries
from contest_portal.accounts.rules.actor import Role
from contest_portal.accounts.rules.permissions import Action, Scope, can, permit
from contest_portal.applications.promoter_queries import Promotion, groups_without, promotions_of
from contest_portal.applications.services.appoint_promoter import appoint_promoter
from contest_portal.applications.services.end_promoter import end_promoter as end_promoter_service
from contest_portal.kernel.clock import office_moment
from contest_portal.kernel.problems import N_, NotFound
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.pagination import asked_page
from contest_portal.web.shared.session import act, current_actor
from contest_portal.web.shared.spreadsheets import csv_response
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.handed_accounts import open_account, renew_password
from contest_portal.web.staff.promoters_forms import AssignForm
from contest_portal.web.staff.representatives_forms import RepresentativeForm, RepresentativeSearchForm

_MOST = 10_000
_HEADER = (N_("Promotor"), N_("Grupo"), N_("Centro poblado"), N_("Desde"), N_("Lo nombró"), N_("Hasta"))


@blueprint.route("/promotores", methods=["GET", "POST"])
def promoters() -> tuple[str, int]:
    """List the promoters with their present groups; or search by name, which is sent as a form, see there."""
    permit(current_actor(), Action.PROMOTER_APPOINT)
    form = RepresentativeSearchForm()
    form.validate_on_submit()
    text = form.text.data or ""
    pager = asked_page(queries.count_users(read_session(), text=text, role=Role.PROMOTER))
    lines = queries.users(
        read_session(), text=text, role=Role.PROMOTER, limit=pager.size, offset=pager.offset
    )
    return render_template(
        "staff/promoters/list.html",
        form=form,
        users=lines,
        groups=_present(promotions_of(read_session(), [line.id for line in lines])),
        page=pager,
        filtered=bool(text),
    ), form.status


@blueprint.get("/promotores.csv")
def promoters_csv() -> Response:
    """Give every promoter's groups, present and past, as a spreadsheet."""
    permit(current_actor(), Action.PROMOTER_APPOINT)
    lines = queries.users(read_session(), role=Role.PROMOTER, limit=_MOST)
    rows = [
        (
            one.user_name,
            one.group_name,
            one.centre_name,
            office_moment(one.given_at),
            one.given_by,
            office_moment(one.ended_at) if one.ended_at else "",
        )
        for one in promotions_of(read_session(), [line.id for line in lines])
        if _may_assign(one.ubigeo)
    ]
    return csv_response("promotores.csv", [gettext(title) for title in _HEADER], rows)


@blueprint.route("/promotores/nuevo", methods=["GET", "POST"])
def new_promoter() -> Response | tuple[str, int]:
    """Open a promoter's account; its temporary password is shown once."""
    permit(current_actor(), Action.PROMOTER_APPOINT)
    form = RepresentativeForm()
    if form.validate_on_submit():
        with form.accepting():
            return open_account(form, Role.PROMOTER, back_url=url_for("staff.promoters"))
    return render_template("staff/promoters/new.html", form=form), form.status


@blueprint.route("/promotores/<int:user_id>", methods=["GET", "POST"])
def promoter(user_id: int) -> Redirection | tuple[str, int]:
    """Show a promoter's groups, present and past; assign another."""
    permit(current_actor(), Action.PROMOTER_APPOINT)
    line = _promoter(user_id)
    form = AssignForm()
    offered = [group for group in groups_without(read_session(), user_id) if _may_assign(group.ubigeo)]
    form.offer(offered)
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                appoint_promoter(session, act(), group_id=int(form.group_id.data), email=line.email)
            flash(gettext("El grupo quedó asignado al promotor."), "good")
            return redirect(url_for("staff.promoter", user_id=user_id), 303)
    found = [one for one in promotions_of(read_session(), [user_id]) if _may_assign(one.ubigeo)]
    page = render_template(
        "staff/promoters/promoter.html", user=line, form=form, promotions=found, offered=offered
    )
    return page, form.status


@blueprint.post("/promotores/<int:promotion_id>/terminar")
def end_promoter(promotion_id: int) -> Redirection:
    """End a promoter's time with a group."""
    with transaction() as session:
        user_id = end_promoter_service(session, act(), promotion_id=promotion_id).user_id
    flash(gettext("El promotor ya no puede entrar a los perfiles del grupo."), "good")
    return redirect(url_for("staff.promoter", user_id=user_id), 303)


@blueprint.post("/promotores/<int:user_id>/contrasena")
def reset_promoter_password(user_id: int) -> Response:
    """Give a promoter a temporary password, shown once."""
    permit(current_actor(), Action.PROMOTER_APPOINT)
    _promoter(user_id)
    return renew_password(user_id, back_url=url_for("staff.promoter", user_id=user_id))


def _promoter(user_id: int) -> queries.UserLine:
    line = queries.user_line(read_session(), user_id)
    if Role.PROMOTER not in line.roles:
        raise NotFound(f"promoter {user_id}")
    return line


def _may_assign(ubigeo: str) -> bool:
    return can(current_actor(), Action.PROMOTER_APPOINT, Scope(ubigeo=ubigeo))


def _present(promotions: Iterable[Promotion]) -> Mapping[int, list[str]]:
    """Name the present groups of each promoter that lie in the reach of who looks."""
    groups: dict[int, list[str]] = {}
    for one in promotions:
        if one.ended_at is None and _may_assign(one.ubigeo):
            groups.setdefault(one.user_id, []).append(one.group_name)
    return groups
