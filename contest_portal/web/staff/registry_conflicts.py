"""What two sources say differently: looked into by a person, closed with a note, taken away as a table."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from contest_portal.accounts.rules.permissions import Action, can, permit
from contest_portal.kernel.masking import mask_dni
from contest_portal.registry.queries import conflicts as queries
from contest_portal.registry.queries.conflicts import ConflictLine
from contest_portal.registry.services.close_conflict import close_conflict
from contest_portal.registry.services.export_conflicts import export_conflicts
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.pagination import asked_page
from contest_portal.web.shared.session import act, current_actor, screen_here
from contest_portal.web.shared.spreadsheets import csv_response
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.registry_source_view import CONFLICT_FIELD_LABELS, source_names
from contest_portal.web.staff.registry_sources_forms import (
    CloseConflictForm,
    ConflictFilterForm,
    conflict_filter,
)

COLUMNS = (
    "hogar",
    "persona",
    "dni",
    "dato",
    "fuente_a",
    "dice_a",
    "fuente_b",
    "dice_b",
    "vale",
    "desde",
    "cerrada",
    "nota",
)


@blueprint.get("/padron/discrepancias")
def registry_conflicts() -> str:
    """List the differences of a filter."""
    permit(current_actor(), Action.REGISTRY_SEE)
    names = source_names(read_session())
    form = ConflictFilterForm(names)
    wanted = form.wanted()
    pager = asked_page(queries.count_conflicts(read_session(), wanted))
    return render_template(
        "staff/registry/conflicts.html",
        form=form,
        wanted=wanted,
        conflicts=queries.conflicts(read_session(), wanted, limit=pager.size, offset=pager.offset),
        page=pager,
        names=names,
        fields=CONFLICT_FIELD_LABELS,
        may_act=can(current_actor(), Action.REGISTRY_IMPORT),
    )


@blueprint.post("/padron/discrepancias/csv")
def registry_conflicts_csv() -> Response:
    """Send the differences of a filter as CSV. A form, not a link: who took it away is kept on record."""
    asked = request.form
    wanted = conflict_filter(asked.get("fuente", ""), asked.get("dato", ""), asked.get("estado", ""))
    with transaction() as session:
        found, mark = export_conflicts(session, act(), wanted=wanted, screen=screen_here())
    return csv_response("discrepancias.csv", COLUMNS, [_row(line) for line in found], mark)


@blueprint.route("/padron/discrepancias/<int:conflict_id>", methods=["GET", "POST"])
def registry_conflict(conflict_id: int) -> Response | tuple[str, int]:
    """Show a difference, and close it with a note."""
    permit(current_actor(), Action.REGISTRY_SEE)
    line = queries.conflict_by_id(read_session(), conflict_id)
    form = CloseConflictForm(obj=line)
    if form.is_submitted():
        permit(current_actor(), Action.REGISTRY_IMPORT)
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                close_conflict(
                    session,
                    act(),
                    conflict_id=conflict_id,
                    expected_version=form.shown_version,
                    note=form.note.data or "",
                )
            flash(gettext("La discrepancia quedó cerrada con su nota."), "good")
            return redirect(url_for("staff.registry_conflicts"), 303)
    page = render_template(
        "staff/registry/conflict.html",
        form=form,
        conflict=line,
        names=source_names(read_session()),
        fields=CONFLICT_FIELD_LABELS,
        may_act=can(current_actor(), Action.REGISTRY_IMPORT),
    )
    return page, form.status


def _row(line: ConflictLine) -> tuple[object, ...]:
    return (
        line.household_code,
        line.person_name,
        mask_dni(line.dni) if line.dni else None,
        line.field,
        line.held_source,
        line.held_value,
        line.other_source,
        line.other_value,
        line.winner,
        line.noted_at.date().isoformat(),
        line.closed_at.date().isoformat() if line.closed_at else None,
        line.note,
    )
