"""Taking households away as a file, and the list of who took what."""

import json
import tempfile
from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType

from flask import Response, flash, redirect, render_template, send_file, url_for
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as WerkzeugResponse

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.kernel.clock import office_date
from contest_portal.kernel.file_marks import FileMark
from contest_portal.registry.exporting import may_take_dni, write_export
from contest_portal.registry.models.exports import RegistryExport
from contest_portal.registry.queries import exports as queries
from contest_portal.registry.queries.household_lists import COUNTED, Conditions, count_households
from contest_portal.registry.rules.export_requests import needs_second_person
from contest_portal.registry.rules.exports import ExportOrder, FileFormat, Leaving
from contest_portal.registry.services.ask_export import ask_export
from contest_portal.registry.services.mark_export import mark_export
from contest_portal.registry.services.record_export import record_export
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.labels import SEX_LABELS
from contest_portal.web.shared.pagination import asked_page
from contest_portal.web.shared.session import act, current_actor, now, screen_here
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.households_forms import IN_GROUP, STANDINGS
from contest_portal.web.staff.registry_consents_forms import PURPOSE_LABELS
from contest_portal.web.staff.registry_exports_forms import CONTENT_LABELS, ExportForm
from contest_portal.web.staff.registry_households import household_conditions, household_filter_form

Recorder = Callable[[Session, Act, ExportOrder, Leaving], RegistryExport]
"""The service that keeps a file on record before it leaves."""
MEDIA_TYPES = {
    FileFormat.CSV: "text/csv",
    FileFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@blueprint.route("/hogares/exportar", methods=["GET", "POST"])
def households_export() -> tuple[str, int] | WerkzeugResponse:
    """Ask what to take away and why; then send it, recorded first, or put whole DNI before a second person."""
    permit(current_actor(), Action.REGISTRY_SEE)
    form, narrowed = ExportForm(), household_filter_form()
    if not may_take_dni(current_actor()):
        del form.has_dni
    asked = household_conditions(narrowed)
    if form.validate_on_submit():
        with form.accepting():
            order = form.order(narrowed.asked())
            if needs_second_person(order):
                return _ask(order)
            return send_export(order, asked, record_export)
    return render_template(
        "staff/registry/export.html",
        form=form,
        asked=narrowed.asked(),
        filters=filter_words(narrowed.asked(), narrowed.place_names | narrowed.programme_names),
        count=count_households(read_session(), asked),
        counted=COUNTED,
    ), form.status


@blueprint.get("/padron/exportaciones")
def registry_exports() -> str:
    """List who took what away."""
    permit(current_actor(), Action.REGISTRY_EXPORTS_SEE)
    pager = asked_page(queries.count_exports(read_session()))
    lines = queries.exports(read_session(), limit=pager.size, offset=pager.offset)
    return render_template(
        "staff/registry/exports.html",
        exports=lines,
        filters={line.export_id: filter_words(json.loads(line.filter)) for line in lines},
        contents=CONTENT_LABELS,
        purposes=PURPOSE_LABELS,
        page=pager,
    )


def filter_words(
    asked: Mapping[str, str], places: Mapping[str, str] = MappingProxyType({})
) -> tuple[tuple[str, str], ...]:
    """Say what a list is narrowed by, in the words of the page's language; a place by its name where it is known."""
    labels = {
        "departamento": gettext("Departamento"),
        "provincia": gettext("Provincia"),
        "distrito": gettext("Distrito"),
        "centro": gettext("Centro poblado"),
        "clase": gettext("Clasificación SISFOH"),
        "sexo": gettext("Sexo del jefe de hogar"),
        "edad_desde": gettext("Edad del jefe, desde"),
        "edad_hasta": gettext("Edad del jefe, hasta"),
        "programa": gettext("Programa social"),
        "grupo": gettext("Grupos de productores"),
    }
    words = {"clase": STANDINGS, "sexo": SEX_LABELS, "grupo": IN_GROUP}
    return tuple(
        (label, gettext(words[name].get(value, value)) if name in words else places.get(value, value))
        for name, label in labels.items()
        if (value := asked.get(name))
    )


def _ask(order: ExportOrder) -> WerkzeugResponse:
    """Put whole DNI before a second person."""
    with transaction() as session:
        ask_export(session, act(), order)
    flash(
        gettext("La solicitud se envió. Cuando otra persona la apruebe, descargue aquí el archivo."), "good"
    )
    return redirect(url_for("staff.registry_export_requests"), 303)


def send_export(order: ExportOrder, asked: Conditions, record: Recorder) -> Response:
    """Write the file first, then record it, then send it from the disk: memory stays small, errors stay pages."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it, and closed it is gone
    try:
        written = write_export(
            read_session(), current_actor(), order, asked, mark=lambda: _mark(order), file=file
        )
        with transaction() as session:
            kept = record(session, act(), order, written)
            name = file_name(order, kept.id, office_date(now()))
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return send_file(file, mimetype=MEDIA_TYPES[order.file_format], as_attachment=True, download_name=name)


def _mark(order: ExportOrder) -> FileMark:
    with transaction() as session:
        return mark_export(session, act(), order, screen=screen_here())


def file_name(order: ExportOrder, export_id: int, today: date) -> str:
    """Name the file by what it holds, its day and its number in the list of exports."""
    kind = {"households": "hogares", "persons": "personas"}[order.content.value]
    return f"{kind}_{today.isoformat()}_{export_id}.{order.file_format.value}"
