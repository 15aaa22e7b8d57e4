"""A representative's groups: register, look at, change."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from contest_portal.accounts.rules.permissions import Action, Scope, can, permit
from contest_portal.applications.group_queries import contest_in_progress, group_members
from contest_portal.applications.late_code_queries import open_codes_of
from contest_portal.applications.queries import ApplicationView, applications_of_group
from contest_portal.applications.registry_answers import find_person
from contest_portal.applications.services.edit_group import edit_group as edit_group_service
from contest_portal.applications.services.register_group import register_group
from contest_portal.contests.queries import open_contests, rulebook_of
from contest_portal.kernel.clock import office_date
from contest_portal.registry.queries.components import group_holdings
from contest_portal.registry.queries.kin import kin_among
from contest_portal.web.applicant.blueprint import blueprint
from contest_portal.web.applicant.deadline import deadline
from contest_portal.web.applicant.desk import OpenCall, checklist, own_group_view
from contest_portal.web.applicant.group_forms import EditGroupForm, GroupForm
from contest_portal.web.shared.component_words import holding_sentences
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.session import act, current_actor, now


@blueprint.route("/grupos/nuevo", methods=["GET", "POST"])
def new_group() -> Response | tuple[str, int]:
    """Register a group."""
    permit(current_actor(), Action.GROUP_REGISTER)
    form = GroupForm()
    if form.validate_on_submit():
        with form.accepting():
            centre_code = _centre_code(form)
            with transaction() as session:
                group = register_group(
                    session,
                    act(),
                    name=form.name.data or "",
                    ruc=form.ruc.data,
                    centre_code=centre_code,
                )
            flash(gettext("El grupo quedó registrado. Ahora agregue a sus integrantes."), "good")
            return redirect(url_for("applicant.group", group_id=group.id), 303)
    return render_template("applicant/new_group.html", form=form), form.status


@blueprint.get("/grupos/<int:group_id>")
def group(group_id: int) -> str:
    """Show a group, its members, and how it stands before each open contest."""
    found = own_group_view(group_id)
    session = read_session()
    members = group_members(session, group_id)
    today = office_date(now())
    held = group_holdings(session, {member.household_id for member in members}, today)
    return render_template(
        "applicant/group.html",
        group=found,
        members=members,
        kin=kin_among(session, {member.person_id for member in members}),
        has=holding_sentences(held),
        today=today,
        in_contest=contest_in_progress(session, group_id),
        calls=_calls(group_id),
        may_appoint=can(current_actor(), Action.PROMOTER_APPOINT, Scope(owner_id=found.representative_id)),
        may_ask=can(current_actor(), Action.PERSON_REQUEST_FILE, Scope(owner_id=found.representative_id)),
        late_codes=open_codes_of(session, group_id, now()),
    )


@blueprint.route("/grupos/<int:group_id>/editar", methods=["GET", "POST"])
def edit_group(group_id: int) -> Response | tuple[str, int]:
    """Change a group's name, RUC or place."""
    found = own_group_view(group_id)
    form = EditGroupForm(
        data={
            "version": found.version,
            "name": found.name,
            "ruc": found.ruc,
            "centre_code": found.centre_code,
        }
    )
    if form.validate_on_submit():
        with form.accepting():
            centre_code = _centre_code(form)
            with transaction() as session:
                edit_group_service(
                    session,
                    act(),
                    group_id=group_id,
                    expected_version=form.shown_version,
                    name=form.name.data or "",
                    ruc=form.ruc.data,
                    centre_code=centre_code,
                )
            flash(gettext("Se guardaron los datos del grupo."), "good")
            return redirect(url_for("applicant.group", group_id=group_id), 303)
    return render_template("applicant/edit_group.html", form=form, group=found), form.status


def _centre_code(form: GroupForm) -> str:
    """Give the code typed, or that of the centre where the person with the DNI lives."""
    if form.centre_code.data:
        return str(form.centre_code.data)
    return find_person(read_session(), form.dni.data or "").centre_code


def _calls(group_id: int) -> tuple[OpenCall, ...]:
    """List the open contests, how the group stands before each, and its application there."""
    session = read_session()
    own: dict[int, ApplicationView] = {
        view.contest_id: view for view in applications_of_group(session, group_id)
    }
    return tuple(
        OpenCall(
            contest_id=contest.id,
            code=contest.code,
            title=contest.title,
            deadline=deadline(now(), contest.opens_at, contest.closes_at),
            outcomes=checklist(group_id, contest.id, rulebook_of(session, contest.id)),
            application=own.get(contest.id),
        )
        for contest in open_contests(session, now())
    )
