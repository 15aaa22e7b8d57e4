"""Offices: who numbers, signs and keeps the documents. Funds belong to one."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from contest_portal.accounts import queries
from contest_portal.accounts.rules.permissions import Action, can, permit
from contest_portal.accounts.services.create_office import create_office
from contest_portal.documents.services.edit_office import edit_office
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.session import act, current_actor
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.offices_forms import EditOfficeForm, OfficeForm


@blueprint.get("/unidades")
def offices() -> str:
    """List the offices."""
    permit(current_actor(), Action.CONTEST_SEE)
    return render_template(
        "staff/offices/list.html",
        offices=queries.offices(read_session()),
        may_edit=can(current_actor(), Action.OFFICE_EDIT),
    )


@blueprint.route("/unidades/nueva", methods=["GET", "POST"])
def new_office() -> Response | tuple[str, int]:
    """Register an office."""
    permit(current_actor(), Action.OFFICE_EDIT)
    form = OfficeForm()
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                office = create_office(session, act(), details=form.details)
            flash(gettext("La unidad «%(name)s» quedó registrada.", name=office.name), "good")
            return redirect(url_for("staff.offices"), 303)
    return render_template("staff/offices/new.html", form=form), form.status


@blueprint.route("/unidades/<int:office_id>/editar", methods=["GET", "POST"])
def office(office_id: int) -> Response | tuple[str, int]:
    """Correct an office; what it issued stays as issued."""
    permit(current_actor(), Action.OFFICE_EDIT)
    found = queries.office_by_id(read_session(), office_id)
    form = EditOfficeForm(obj=found)
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                edit_office(
                    session,
                    act(),
                    office_id=office_id,
                    expected_version=form.shown_version,
                    details=form.details,
                )
            flash(gettext("Los cambios de la unidad se guardaron."), "good")
            return redirect(url_for("staff.offices"), 303)
    return render_template("staff/offices/edit.html", form=form, office=found), form.status
