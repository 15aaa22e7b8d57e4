"""Populated centres by INEI code, with the figures that are known of them."""

from collections.abc import Mapping
from datetime import date

from contest_portal.kernel.identifiers import parse_centre_code, parse_ubigeo, sort_key
from contest_portal.kernel.problems import N_
from contest_portal.registry.rules.cells import BadCell, choice, strict, text, whole
from contest_portal.registry.rules.columns import Column, Header
from contest_portal.registry.rules.coordinates import latitude, longitude
from contest_portal.registry.rules.file_kinds import Cells, FileKind, Reference, Row

AREAS: Mapping[str, str] = {
    "r": "R",
    "rural": "R",
    "u": "U",
    "urbano": "U",
    "urbana": "U",
}
_AREA_MESSAGE = N_("«%(value)s» no vale aquí. Escriba R (rural) o U (urbano).")


def finish_centre(cells: Cells, _header: Header, _today: date) -> Row:
    """Make the row of a centre; its district is the first six digits of its code."""
    code, ubigeo, name, *figures = cells
    district = str(code)[:6]
    if ubigeo is not None and ubigeo != district:
        message = N_("El ubigeo «%(value)s» no es el comienzo del código %(centre)s. Corrija uno de los dos.")
        raise BadCell("centre.other_district", message, field="ubigeo", centre=str(code))
    return code, district, name, sort_key(str(name)), *figures


CENTRES = FileKind(
    code="centres",
    label=N_("Centros poblados"),
    columns=(
        Column(
            "code",
            ("codigo", "codigo_centro", "codigo_ccpp", "codccpp", "idccpp", "codcp", "codigo_centro_poblado"),
            strict(parse_centre_code),
            required=True,
        ),
        Column("ubigeo", ("ubigeo",), strict(parse_ubigeo)),
        Column(
            "name",
            ("nombre", "nombre_directorio", "centro_poblado", "nomccpp", "nombcp", "nombre_centro_poblado"),
            text(longest=100),
            required=True,
        ),
        Column(
            "area",
            ("area", "tipo", "area_residencia"),
            choice(AREAS, _AREA_MESSAGE),
            required=True,
        ),
        Column("latitude_e6", ("latitud",), latitude(), is_figure=True),
        Column("longitude_e6", ("longitud",), longitude(), is_figure=True),
        Column("altitude_m", ("altitud_msnm", "altitud"), whole(least=0, most=6800), is_figure=True),
        Column(
            "population",
            ("poblacion", "poblacion_{year}", "poblacion_total", "poblacion_censada"),
            whole(least=0, most=12_000_000),
            is_figure=True,
        ),
        Column(
            "households",
            ("hogares", "hogares_{year}", "households"),
            whole(least=0, most=4_000_000),
            is_figure=True,
        ),
        Column(
            "dwellings",
            (
                "viviendas_particulares_{year}",
                "viviendas_particulares",
                "viviendas",
                "viviendas_{year}",
                "viviendas_estimadas",
            ),
            whole(least=0, most=4_000_000),
            is_figure=True,
        ),
    ),
    row_fields={
        "code": str,
        "ubigeo": str,
        "name": str,
        "sort_key": str,
        "area": str,
        "latitude_e6": int,
        "longitude_e6": int,
        "altitude_m": int,
        "population": int,
        "households": int,
        "dwellings": int,
    },
    finish=finish_centre,
    key=("code",),
    key_column="code",
    reference=Reference(
        "ubigeo",
        "code",
        N_(
            "El distrito del centro «%(value)s» (sus seis primeros dígitos) no está en el padrón. Importe primero los "
            "distritos, o corrija el código."
        ),
    ),
    subtotal_digits=frozenset({2, 4, 6}),
)
