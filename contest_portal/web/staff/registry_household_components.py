"""What one household received: record it, look at it, change its state, correct it, void it."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from contest_portal.accounts.rules.permissions import Action, Scope, can, permit
from contest_portal.kernel.clock import office_date
from contest_portal.kernel.problems import WrongState
from contest_portal.registry.queries.components import (
    RecordLine,
    component_kinds,
    component_record,
    steps_of,
)
from contest_portal.registry.queries.personal_files import household_file, territory_of_file
from contest_portal.registry.rules.component_records import ComponentState, voided_problem
from contest_portal.registry.rules.disclosure import FileOf, FileRef
from contest_portal.registry.services.correct_component import correct_component
from contest_portal.registry.services.move_component import move_component
from contest_portal.registry.services.record_component import record_component
from contest_portal.registry.services.void_component import void_component
from contest_portal.web.shared import labels
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.session import act, current_actor, now
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.registry_components_forms import (
    CorrectionForm,
    MoveForm,
    NewRecordForm,
    VoidRecordForm,
)


@blueprint.route("/hogares/<int:household_id>/componentes/nuevo", methods=["GET", "POST"])
def household_new_component(household_id: int) -> Response | tuple[str, int]:
    """Record what a household received."""
    _permit(Action.COMPONENT_EDIT, household_id)
    household = household_file(read_session(), household_id, today=office_date(now()))
    form = NewRecordForm(on_date=office_date(now()))
    form.offer(component_kinds(read_session()))
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                record_component(
                    session,
                    act(),
                    household_id=household_id,
                    kind_id=int(form.kind_id.data),
                    on_date=form.on_date.data,
                    state=ComponentState(form.state.data or ""),
                    details=form.details(),
                )
            flash(gettext("El registro se guardó."), "good")
            return redirect(url_for("staff.household", household_id=household_id), 303)
    return render_template("staff/registry/record_new.html", form=form, household=household), form.status


@blueprint.get("/componentes/<int:record_id>")
def household_component(record_id: int) -> str:
    """Show a record with its history."""
    permit(current_actor(), Action.REGISTRY_SEE)
    record = component_record(read_session(), record_id)
    _permit(Action.REGISTRY_SEE, record.household_id)
    return render_template(
        "staff/registry/record.html",
        record=record,
        steps=steps_of(read_session(), record_id),
        may_edit=can(current_actor(), Action.COMPONENT_EDIT),
        labels=labels,
    )


@blueprint.route("/componentes/<int:record_id>/estado", methods=["GET", "POST"])
def household_component_state(record_id: int) -> Response | tuple[str, int]:
    """Note what happened to it."""
    record = _live_record(record_id)
    form = MoveForm(version=record.version, on_date=office_date(now()))
    form.offer(record)
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                move_component(
                    session,
                    act(),
                    record_id=record_id,
                    expected_version=form.shown_version,
                    action=form.action.data or "",
                    on_date=form.on_date.data,
                )
            return _saved(record_id)
    return render_template("staff/registry/record_state.html", form=form, record=record), form.status


@blueprint.route("/componentes/<int:record_id>/corregir", methods=["GET", "POST"])
def household_component_correction(record_id: int) -> Response | tuple[str, int]:
    """Correct what was written."""
    record = _live_record(record_id)
    form = CorrectionForm(obj=record)
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                correct_component(
                    session,
                    act(),
                    record_id=record_id,
                    expected_version=form.shown_version,
                    on_date=form.on_date.data,
                    details=form.details(),
                )
            return _saved(record_id)
    return render_template("staff/registry/record_correction.html", form=form, record=record), form.status


@blueprint.route("/componentes/<int:record_id>/anular", methods=["GET", "POST"])
def household_component_void(record_id: int) -> Response | tuple[str, int]:
    """Ask why, and void it."""
    record = _live_record(record_id)
    form = VoidRecordForm(version=record.version)
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                void_component(
                    session,
                    act(),
                    record_id=record_id,
                    expected_version=form.shown_version,
                    reason=form.reason.data or "",
                )
            flash(gettext("El registro quedó anulado y ya no cuenta."), "good")
            return redirect(url_for("staff.household", household_id=record.household_id), 303)
    return render_template("staff/registry/record_void.html", form=form, record=record), form.status


def _live_record(record_id: int) -> RecordLine:
    """Give a record to someone who may change it; WrongState once it is void."""
    permit(current_actor(), Action.COMPONENT_EDIT)
    record = component_record(read_session(), record_id)
    _permit(Action.COMPONENT_EDIT, record.household_id)
    problem = voided_problem(is_voided=record.is_voided)
    if problem is not None:
        raise WrongState([problem])
    return record


def _permit(action: Action, household_id: int) -> None:
    """Ask for a right where the household lives: it may be limited to territories."""
    home = territory_of_file(read_session(), FileRef(FileOf.HOUSEHOLD, household_id))
    permit(current_actor(), action, Scope(ubigeo=home))


def _saved(record_id: int) -> Response:
    flash(gettext("Los cambios del registro se guardaron."), "good")
    return redirect(url_for("staff.household_component", record_id=record_id), 303)
