"""The members of a group: found in the register by DNI, with their offices."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from contest_portal.applications.group_queries import group_members
from contest_portal.applications.registry_answers import find_person
from contest_portal.applications.rules.group import MemberOffice
from contest_portal.applications.services.add_member import add_member as add_member_service
from contest_portal.applications.services.look_up_member import look_up_member
from contest_portal.applications.services.remove_member import remove_member as remove_member_service
from contest_portal.applications.services.set_member_office import set_member_office
from contest_portal.kernel.problems import NotFound
from contest_portal.registry.queries.register import RegisteredPerson
from contest_portal.registry.queries.sources import snapshot_in_use
from contest_portal.web.applicant.blueprint import blueprint
from contest_portal.web.applicant.desk import own_group_view
from contest_portal.web.applicant.group_forms import MemberForm, OfficeForm
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.limits import limiter, whose_account
from contest_portal.web.shared.session import act, now, screen_here


@blueprint.route("/grupos/<int:group_id>/integrantes/nuevo", methods=["GET", "POST"])
@limiter.limit("60 per minute; 300 per day", key_func=whose_account, methods=["POST"])
def add_member(group_id: int) -> Response | tuple[str, int]:
    """Find a person by DNI, show who it is, and add the person once confirmed."""
    group = own_group_view(group_id)
    form = MemberForm()
    person = None
    if form.validate_on_submit():
        with form.accepting():
            person = _person_shown(group_id, form)
            if form.is_confirmed:
                with transaction() as session:
                    add_member_service(session, act(), group_id=group_id, dni=person.dni)
                flash(gettext("%(person)s ya está en el grupo.", person=person.full_name), "good")
                return redirect(url_for("applicant.group", group_id=group_id), 303)
    template = "applicant/confirm_member.html" if person and not form.errors else "applicant/add_member.html"
    is_unknown = person is None and bool(form.dni.errors and form.dni.data)
    snapshot = snapshot_in_use(read_session(), now()) if is_unknown else None
    page = render_template(template, form=form, group=group, person=person, snapshot=snapshot)
    return page, form.status


def _person_shown(group_id: int, form: MemberForm) -> RegisteredPerson:
    """Find who has the DNI typed; who was shown whom stays on record, once a person."""
    dni = form.dni.data or ""
    if form.is_confirmed:
        return find_person(read_session(), dni)
    with transaction() as session:
        return look_up_member(session, act(), group_id=group_id, dni=dni, screen=screen_here())


@blueprint.post("/grupos/<int:group_id>/integrantes/<int:member_id>/retirar")
def remove_member(group_id: int, member_id: int) -> Response:
    """Take a member out of the group."""
    with transaction() as session:
        remove_member_service(session, act(), group_id=group_id, member_id=member_id)
    flash(gettext("La persona ya no está en el grupo."), "good")
    return redirect(url_for("applicant.group", group_id=group_id), 303)


@blueprint.route("/grupos/<int:group_id>/integrantes/<int:member_id>/cargo", methods=["GET", "POST"])
def member_office(group_id: int, member_id: int) -> Response | tuple[str, int]:
    """Give a member an office."""
    group = own_group_view(group_id)
    member = next((m for m in group_members(read_session(), group_id) if m.member_id == member_id), None)
    if member is None:
        raise NotFound(f"member {member_id} of group {group_id}")
    form = OfficeForm(data={"office": member.office})
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                set_member_office(
                    session,
                    act(),
                    group_id=group_id,
                    member_id=member_id,
                    office=MemberOffice(form.office.data),
                )
            flash(gettext("Se guardó el cargo."), "good")
            return redirect(url_for("applicant.group", group_id=group_id), 303)
    return render_template("applicant/member_office.html", form=form, group=group, member=member), form.status
