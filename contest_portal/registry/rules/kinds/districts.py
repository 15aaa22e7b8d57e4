"""Districts by INEI code, with their department and province."""

from datetime import date

from contest_portal.kernel.identifiers import parse_ubigeo, sort_key
from contest_portal.kernel.problems import N_
from contest_portal.registry.rules.cells import strict, text, yes_no
from contest_portal.registry.rules.columns import Column, Header
from contest_portal.registry.rules.file_kinds import Cells, FileKind, Row


def finish_district(cells: Cells, _header: Header, _today: date) -> Row:
    """Make the row of a district. INEI and RENIEC codes are different systems and are never mixed."""
    ubigeo, department, province, name, ubigeo_reniec, has_priority = cells
    key = sort_key(str(department), str(province), str(name))
    return ubigeo, ubigeo_reniec, department, province, name, key, has_priority


DISTRICTS = FileKind(
    code="districts",
    label=N_("Distritos"),
    columns=(
        Column(
            "ubigeo",
            ("ubigeo", "ubigeo_inei", "codigo_ubigeo", "codigo_distrito", "iddist", "codigo"),
            strict(parse_ubigeo),
            required=True,
        ),
        Column(
            "department",
            ("departamento", "nombre_departamento", "nombdep", "nombredd"),
            text(longest=60),
            required=True,
        ),
        Column(
            "province",
            ("provincia", "nombre_provincia", "nombprov", "nombrepv"),
            text(longest=60),
            required=True,
        ),
        Column(
            "name",
            ("distrito", "nombre", "nombre_distrito", "nombdist", "nombredi"),
            text(longest=80),
            required=True,
        ),
        Column("ubigeo_reniec", ("ubigeo_reniec",), strict(parse_ubigeo), is_figure=True),
        Column(
            "has_malnutrition_priority",
            ("prioridad_desnutricion", "priorizado_desnutricion"),
            yes_no(),
            is_figure=True,
        ),
    ),
    row_fields={
        "ubigeo": str,
        "ubigeo_reniec": str,
        "department": str,
        "province": str,
        "name": str,
        "sort_key": str,
        "has_malnutrition_priority": bool,
    },
    finish=finish_district,
    key=("ubigeo",),
    key_column="ubigeo",
    subtotal_digits=frozenset({2, 4}),
    foreign_columns=("pobreza_ceplan_{year}_pct", "pobreza_monetaria_{year}_pct", "tasa_pct", "ic95_inf_pct"),
)
