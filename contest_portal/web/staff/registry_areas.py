"""The territory from department to district, and the names of which files do not agree."""

from flask import Response as FileResponse
from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from contest_portal.accounts.rules.permissions import Action, can, permit, registry_reach
from contest_portal.kernel.problems import N_, NotFound, NotPermitted
from contest_portal.registry.queries import areas as queries
from contest_portal.registry.queries.code_changes import changes_of_district, name_disputes
from contest_portal.registry.queries.territory import (
    CentreFilter,
    centres,
    count_centres,
    district_by_ubigeo,
)
from contest_portal.registry.services.choose_area_name import choose_area_name
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.pagination import asked_page
from contest_portal.web.shared.session import act, current_actor
from contest_portal.web.shared.spreadsheets import table_response
from contest_portal.web.staff.blueprint import blueprint

PART_LABELS = {0: N_("Departamento"), 2: N_("Provincia"), 4: N_("Distrito")}
"""What the parts of an area are called, by the digits of its code."""
COLUMNS = (
    "codigo",
    "nombre",
    "distritos",
    "distritos_con_tasa",
    "centros_focalizados",
    "centros_no_focalizados",
    "centros_sin_datos",
    "hogares",
)


@blueprint.get("/territorio")
def territory() -> str:
    """List the departments."""
    permit(current_actor(), Action.REGISTRY_SEE)
    return _parts("")


@blueprint.get("/territorio/<area_code>")
def territory_area(area_code: str) -> str:
    """Show a department or province with its parts, or a district with its centres."""
    permit(current_actor(), Action.REGISTRY_SEE)
    code = _asked(area_code)
    return _district(code) if len(code) == queries.DISTRICT else _parts(code)


@blueprint.get("/territorio.<any(csv, xlsx):file_format>")
def territory_file(file_format: str) -> FileResponse:
    """Send the parts of an area with their counts."""
    permit(current_actor(), Action.REGISTRY_SEE)
    code = _asked(request.args["de"]) if request.args.get("de") else ""
    if len(code) == queries.DISTRICT:
        raise NotFound("parts of a district")
    rows = [
        (
            line.code,
            line.name,
            line.districts,
            line.districts_with_rate,
            line.targeted,
            line.not_targeted,
            line.no_data,
            line.households,
        )
        for line in queries.parts_of(read_session(), code, within=registry_reach(current_actor()))
    ]
    return table_response(f"territorio{code}", file_format, COLUMNS, rows)


@blueprint.get("/territorio/nombres")
def territory_names() -> str:
    """List the areas that files name differently."""
    permit(current_actor(), Action.REGISTRY_SEE)
    return render_template(
        "staff/registry/area_names.html",
        disputes=name_disputes(read_session()),
        may_edit=can(current_actor(), Action.REGISTRY_IMPORT),
    )


@blueprint.post("/territorio/nombres/<int:name_id>")
def territory_name(name_id: int) -> Response:
    """Choose the name of an area."""
    with transaction() as session:
        area = choose_area_name(session, act(), name_id=name_id)
    flash(
        gettext("El código %(code)s se llama ahora «%(name)s».", code=area.code, name=area.name),
        "good",
    )
    return redirect(url_for("staff.territory_names"), 303)


def _asked(code: str) -> str:
    """Give a code of two, four or six digits inside the reach of whoever asks."""
    if len(code) not in {2, 4, 6} or not (code.isascii() and code.isdigit()):
        raise NotFound("area")
    within = registry_reach(current_actor())
    if within and not any(code.startswith(one) or one.startswith(code) for one in within):
        raise NotPermitted(f"territory {code}")
    return code


def _parts(code: str) -> str:
    lines = queries.parts_of(read_session(), code, within=registry_reach(current_actor()))
    return render_template(
        "staff/registry/area.html",
        code=code,
        name=queries.area_name(read_session(), code) if code else None,
        above=_above(code),
        lines=lines,
        total=queries.total(lines),
        part=PART_LABELS[len(code)],
        disputes=0 if code else sum(one.is_open for one in name_disputes(read_session())),
        filter_of=territory_filter,
    )


def _district(code: str) -> str:
    session = read_session()
    wanted = CentreFilter(territory=code, within=registry_reach(current_actor()))
    pager = asked_page(count_centres(session, wanted))
    province = {line.code: line for line in queries.parts_of(session, code[:4])}
    return render_template(
        "staff/registry/area_district.html",
        district=district_by_ubigeo(session, code),
        line=province[code],
        above=_above(code),
        rates=queries.rates_of(session, code),
        changes=changes_of_district(session, code),
        centres=centres(session, wanted, limit=pager.size, offset=pager.offset),
        page=pager,
        asked=territory_filter(code),
    )


def _above(code: str) -> list[tuple[str, str]]:
    """Give the areas around one, the widest first, as code and name."""
    wider = [code[:digits] for digits in (2, 4) if digits < len(code)]
    return [(one, queries.area_name(read_session(), one)) for one in wider]


def territory_filter(code: str) -> dict[str, str]:
    """Write an area as the parameters of a list's address."""
    names = ("departamento", "provincia", "distrito")
    return {name: code[:digits] for name, digits in zip(names, (2, 4, 6), strict=True) if digits <= len(code)}
