"""What households have, in totals: the programme, a central nucleus, a centre."""

from collections.abc import Iterable, Iterator

from flask import Response, render_template, request
from flask_babel import gettext

from contest_portal.accounts.rules.permissions import Action, can, permit
from contest_portal.registry.component_totals import (
    KindTotals,
    Level,
    TotalsFilter,
    component_matrix,
    component_totals,
    record_years,
)
from contest_portal.registry.queries.components import KindLine, component_kinds
from contest_portal.registry.queries.nuclei import central_nuclei, central_nucleus, nuclei_of
from contest_portal.registry.queries.register import centre_by_code
from contest_portal.registry.queries.territory import Place
from contest_portal.registry.rules.component_shares import format_share
from contest_portal.web.shared.database import read_session
from contest_portal.web.shared.labels import COMPONENT_LABELS
from contest_portal.web.shared.session import current_actor
from contest_portal.web.shared.spreadsheets import csv_response
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.registry_components_forms import TotalsFilterForm


@blueprint.app_template_filter("share")
def share(per_mille: int | None) -> str:
    """Write a share in percent; a dash where there is nothing to share."""
    return "—" if per_mille is None else f"{format_share(per_mille)}\u00a0%"


@blueprint.get("/padron/componentes")
def registry_components() -> str:
    """Show how many households have each kind, and the parts of the place chosen."""
    permit(current_actor(), Action.REGISTRY_SEE)
    form = TotalsFilterForm()
    wanted = _wanted(form)
    totals = component_totals(read_session(), wanted)
    return render_template(
        "staff/registry/components.html",
        form=form,
        wanted=wanted,
        totals=totals,
        place_name=totals.whole.place.name or gettext("Todo el programa"),
        kinds=_shown_kinds(totals.whole),
        components=COMPONENT_LABELS,
        asked=request.args.to_dict(flat=False),
        may_import=can(current_actor(), Action.REGISTRY_IMPORT),
    )


@blueprint.get("/padron/componentes.csv")
def registry_components_csv() -> Response:
    """Send the place chosen and its parts, a row per place and kind."""
    permit(current_actor(), Action.REGISTRY_SEE)
    wanted = _wanted(TotalsFilterForm())
    totals = component_matrix(read_session(), wanted)
    return csv_response("componentes.csv", _COLUMNS, _rows(totals, wanted))


def _wanted(form: TotalsFilterForm) -> TotalsFilter:
    """Read the filter and offer what can be chosen next; NotFound for a place that does not exist."""
    session = read_session()
    wanted = TotalsFilter(form.asked_central(), form.asked_centre(), form.asked_year())
    places: dict[str, str] = {}
    if wanted.central_id is not None:
        central_nucleus(session, wanted.central_id)
        for nucleus in nuclei_of(session, wanted.central_id):
            places |= {centre.code: centre.name for centre in nucleus.centres}
    if wanted.centre_code is not None:
        places[wanted.centre_code] = centre_by_code(session, wanted.centre_code).name
    choices = [Place(code, name) for code, name in sorted(places.items(), key=lambda item: item[1])]
    form.offer(central_nuclei(session), choices, record_years(session))
    return wanted


def _shown_kinds(whole: KindTotals) -> tuple[KindLine, ...]:
    """Leave out retired kinds that nobody has."""
    kinds = component_kinds(read_session())
    return tuple(kind for kind in kinds if kind.is_active or whole.by_kind.get(kind.kind_id))


def _rows(totals: Iterable[KindTotals], wanted: TotalsFilter) -> Iterator[tuple[object, ...]]:
    kinds = component_kinds(read_session())
    for total in totals:
        place = total.place
        for kind in kinds:
            part = total.share_of(kind.kind_id)
            yield (
                _LEVELS[place.level],
                place.key if place.level is Level.CENTRE else "",
                place.name,
                wanted.year,
                kind.component,
                kind.code,
                kind.name,
                place.households,
                total.by_kind.get(kind.kind_id, 0),
                None if part is None else format_share(part),
            )


_LEVELS = {Level.PROGRAMME: "programa", Level.CENTRAL: "nec", Level.CENTRE: "centro"}
_COLUMNS = (
    "nivel",
    "codigo_centro",
    "lugar",
    "anio",
    "componente",
    "tipo_codigo",
    "tipo",
    "hogares_padron",
    "hogares_con",
    "porcentaje",
)
