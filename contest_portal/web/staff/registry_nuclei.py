"""The central nuclei of the register: list, one with its executing nuclei, and what changes them."""

from flask import Response as FileResponse
from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from contest_portal.accounts.queries import offices
from contest_portal.accounts.rules.permissions import Action, can, permit, registry_reach
from contest_portal.registry.models.nuclei import CentralNucleus
from contest_portal.registry.nuclei import central_by_id, permit_nucleus
from contest_portal.registry.queries import nuclei as queries
from contest_portal.registry.services.create_central_nucleus import create_central_nucleus
from contest_portal.registry.services.edit_central_nucleus import edit_central_nucleus
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.session import act, current_actor
from contest_portal.web.shared.spreadsheets import csv_response
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.registry_nuclei_forms import CentralNucleusForm, EditCentralNucleusForm


@blueprint.get("/padron/nucleos")
def registry_nuclei() -> str:
    """List the central nuclei with their centres and households."""
    permit(current_actor(), Action.REGISTRY_SEE)
    return render_template(
        "staff/registry/nuclei.html",
        centrals=queries.central_nuclei(read_session(), within=registry_reach(current_actor())),
        may_edit=can(current_actor(), Action.NUCLEUS_EDIT),
    )


@blueprint.get("/padron/nucleos.csv")
def registry_nuclei_csv() -> FileResponse:
    """Send every nucleus with its centres, a row per centre."""
    permit(current_actor(), Action.REGISTRY_SEE)
    session = read_session()
    rows = [
        (
            central.code,
            central.name,
            central.first_year,
            central.last_year,
            nucleus.code,
            nucleus.name,
            centre.code,
            centre.name,
            centre.district_name,
            centre.declared,
            centre.households,
        )
        for central in queries.central_nuclei(session, within=registry_reach(current_actor()))
        for nucleus in queries.nuclei_of(session, central.central_id)
        for centre in nucleus.centres
    ]
    return csv_response("nucleos.csv", _COLUMNS, rows)


@blueprint.route("/padron/nucleos/nuevo", methods=["GET", "POST"])
def registry_new_nec() -> Response | tuple[str, int]:
    """Register a central nucleus."""
    permit(current_actor(), Action.NUCLEUS_EDIT)
    form = CentralNucleusForm()
    form.offer(offices(read_session()))
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                central = create_central_nucleus(
                    session,
                    act(),
                    code=form.code.data or "",
                    name=form.name.data or "",
                    years=form.years(),
                    office_id=form.chosen_office(),
                )
            flash(gettext("El NEC quedó registrado. Ahora agregue sus núcleos ejecutores."), "good")
            return redirect(url_for("staff.registry_nec", central_id=central.id), 303)
    return render_template("staff/registry/nec_form.html", form=form, central=None), form.status


@blueprint.get("/padron/nucleos/<int:central_id>")
def registry_nec(central_id: int) -> str:
    """Show a central nucleus with its executing nuclei and their centres."""
    permit_nucleus(read_session(), current_actor(), Action.REGISTRY_SEE, central_id)
    return render_template(
        "staff/registry/nec.html",
        central=queries.central_nucleus(read_session(), central_id),
        nuclei=queries.nuclei_of(read_session(), central_id),
        may_edit=can(current_actor(), Action.NUCLEUS_EDIT),
    )


@blueprint.route("/padron/nucleos/<int:central_id>/editar", methods=["GET", "POST"])
def registry_edit_nec(central_id: int) -> Response | tuple[str, int]:
    """Rename a central nucleus, or change or close its years."""
    permit_nucleus(read_session(), current_actor(), Action.NUCLEUS_EDIT, central_id)
    central = central_by_id(read_session(), central_id)
    form = _edit_form(central)
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                edit_central_nucleus(
                    session,
                    act(),
                    central_id=central_id,
                    expected_version=form.shown_version,
                    code=form.code.data or "",
                    name=form.name.data or "",
                    years=form.years(),
                    office_id=form.chosen_office(),
                )
            flash(gettext("Los cambios del NEC se guardaron."), "good")
            return redirect(url_for("staff.registry_nec", central_id=central_id), 303)
    return render_template("staff/registry/nec_form.html", form=form, central=central), form.status


def _edit_form(central: CentralNucleus) -> EditCentralNucleusForm:
    office = "" if central.office_id is None else str(central.office_id)
    form = EditCentralNucleusForm(obj=central, data={"office_id": office})
    form.offer(offices(read_session()))
    if not form.is_submitted():
        form.office_id.data = office
    return form


_COLUMNS = (
    "nec_codigo",
    "nec_nombre",
    "nec_primer_anio",
    "nec_ultimo_anio",
    "ne_codigo",
    "ne_nombre",
    "centro_codigo",
    "centro_nombre",
    "distrito",
    "hogares_declarados",
    "hogares_padron",
)
