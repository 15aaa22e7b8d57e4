"""Districts and populated centres."""

from dataclasses import replace

from flask import Response, render_template, request

from contest_portal.accounts.rules.permissions import Action, Scope, permit, registry_reach
from contest_portal.registry.centre_history import centre_history
from contest_portal.registry.queries import territory as queries
from contest_portal.registry.queries.nuclei import places_of
from contest_portal.registry.queries.overview import targeting_rules
from contest_portal.registry.queries.register import centre_by_code
from contest_portal.registry.queries.territory import CentreFilter, CentreLine
from contest_portal.registry.rules.percentages import format_percent_e4
from contest_portal.registry.targeting import rule_in_force, thresholds_of
from contest_portal.web.shared.database import read_session
from contest_portal.web.shared.labels import AREA_LABELS
from contest_portal.web.shared.pagination import asked_page
from contest_portal.web.shared.session import current_actor
from contest_portal.web.shared.spreadsheets import csv_response
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.registry_forms import CentreFilterForm, DistrictFilterForm
from contest_portal.web.staff.registry_view import explanation

NOTICE_TONES = {"targeted": "good", "not_targeted": "info", "no_data": "warn"}
COLUMNS = (
    "codigo",
    "nombre",
    "ubigeo",
    "distrito",
    "provincia",
    "departamento",
    "area",
    "poblacion",
    "hogares",
    "pobreza_pct",
    "focalizacion",
    "motivo",
    "ya_no_figura_desde",
)


@blueprint.get("/centros")
def centres() -> str:
    """List centres, narrowed by name, territory and standing."""
    permit(current_actor(), Action.REGISTRY_SEE)
    form, within = _centre_form(), registry_reach(current_actor())
    wanted = replace(form.wanted(), within=within)
    pager = asked_page(queries.count_centres(read_session(), wanted))
    return render_template(
        "staff/registry/centres.html",
        form=form,
        centres=queries.centres(read_session(), wanted, limit=pager.size, offset=pager.offset),
        page=pager,
        filtered=wanted != CentreFilter(within=within),
        areas=AREA_LABELS,
        asked=request.args.to_dict(flat=False),
    )


@blueprint.get("/centros.csv")
def centres_csv() -> Response:
    """Send the list, narrowed the same way, to take away."""
    permit(current_actor(), Action.REGISTRY_SEE)
    wanted = replace(CentreFilterForm().wanted(), within=registry_reach(current_actor()))
    rows = [_row(line) for line in queries.every_centre(read_session(), wanted)]
    return csv_response("centros.csv", COLUMNS, rows)


@blueprint.get("/centros/<code>")
def centre(code: str) -> str:
    """Show a centre, its figures and why it has its standing."""
    permit(current_actor(), Action.REGISTRY_SEE)
    found = centre_by_code(read_session(), code)
    permit(current_actor(), Action.REGISTRY_SEE, Scope(ubigeo=found.ubigeo))
    thresholds = thresholds_of(rule_in_force(read_session()))
    return render_template(
        "staff/registry/centre.html",
        centre=found,
        district=queries.district_by_ubigeo(read_session(), found.ubigeo),
        registered=queries.registered_households(read_session(), code),
        reason=explanation(found, thresholds),
        areas=AREA_LABELS,
        tones=NOTICE_TONES,
        places=places_of(read_session(), (code,)),
        history=centre_history(read_session(), code),
        rule=next((one for one in targeting_rules(read_session()) if one.rule_id == found.rule_id), None),
    )


@blueprint.get("/distritos")
def districts() -> str:
    """List districts with their newest rate."""
    permit(current_actor(), Action.REGISTRY_SEE)
    form = DistrictFilterForm(queries.departments(read_session()))
    text, department = form.text.data or "", form.department.data or ""
    within = registry_reach(current_actor())
    total = queries.count_districts(read_session(), text=text, department=department, within=within)
    pager = asked_page(total)
    lines = queries.districts(
        read_session(),
        text=text,
        department=department,
        within=within,
        limit=pager.size,
        offset=pager.offset,
    )
    return render_template(
        "staff/registry/districts.html",
        form=form,
        districts=lines,
        page=pager,
        filtered=bool(text or department),
    )


def _centre_form() -> CentreFilterForm:
    form, session = CentreFilterForm(), read_session()
    department, province = form.chosen_department(), form.chosen_province()
    form.offer(
        queries.departments(session),
        queries.provinces(session, department) if department else (),
        queries.districts_of(session, province) if province else (),
    )
    return form


def _row(line: CentreLine) -> tuple[object, ...]:
    return (
        line.code,
        line.name,
        line.ubigeo,
        line.district_name,
        line.province,
        line.department,
        line.area,
        line.population,
        line.households,
        None if line.poverty_e4 is None else format_percent_e4(line.poverty_e4),
        line.status,
        line.reason,
        line.gone_on,
    )
