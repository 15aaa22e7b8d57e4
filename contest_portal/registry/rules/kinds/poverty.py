"""Monetary poverty rates of districts, by year."""

from datetime import date

from contest_portal.kernel.identifiers import parse_ubigeo
from contest_portal.kernel.problems import N_
from contest_portal.registry.rules.cells import figure, not_a_whole, strict, whole
from contest_portal.registry.rules.columns import Column, Header, missing_column
from contest_portal.registry.rules.file_kinds import Cells, FileKind, Reference, Row
from contest_portal.registry.rules.percentages import parse_percent_e4
from contest_portal.registry.rules.reports import RowProblem

FIRST_YEAR = 1990
LAST_YEAR = 2100


def finish_rate(cells: Cells, header: Header, today: date) -> Row:
    """Make the row of a district's rate; the year is in its own column or in the name of the rate's."""
    ubigeo, rate, year = cells
    if not header.has("year"):
        year = header.years["rate"]
    if not isinstance(year, int) or not FIRST_YEAR <= year <= today.year:
        raise not_a_whole(FIRST_YEAR, today.year, field="year")
    return ubigeo, year, rate


def check_year(header: Header, label: str) -> tuple[RowProblem, ...]:
    """Ask for the year when neither a column nor the rate's name tells it."""
    if header.has("year") or "rate" in header.years or not header.has("rate"):
        return ()
    return (missing_column("anio", label),)


POVERTY = FileKind(
    code="poverty",
    label=N_("Pobreza por distrito"),
    columns=(
        Column(
            "ubigeo",
            ("ubigeo", "ubigeo_inei", "codigo_ubigeo", "codigo_distrito", "iddist", "codigo"),
            strict(parse_ubigeo),
            required=True,
        ),
        Column(
            "rate",
            (
                "tasa_pct",
                "pobreza_ceplan_{year}_pct",
                "pobreza_monetaria_{year}_pct",
                "pobreza_monetaria_{year}",
                "pobreza_{year}",
                "pobreza_monetaria",
                "pobreza_monetaria_pct",
                "tasa_pobreza",
            ),
            figure(parse_percent_e4),
            required=True,
            may_be_blank=True,
            is_figure=True,
        ),
        Column("year", ("anio", "ano"), whole(least=FIRST_YEAR, most=LAST_YEAR), may_be_blank=False),
    ),
    row_fields={"ubigeo": str, "year": int, "rate_e4": int},
    finish=finish_rate,
    key=("ubigeo", "year"),
    key_column="ubigeo",
    reference=Reference(
        "ubigeo",
        "ubigeo",
        N_(
            "El distrito «%(value)s» no está en el padrón. Importe primero los distritos, o corrija el ubigeo."
        ),
    ),
    check_header=check_year,
    subtotal_digits=frozenset({2, 4}),
    blank_is_told="rate_e4",
    blank_notice=N_(
        "%(rows)s filas no traen tasa: nunca cuentan como no pobres. Esos distritos quedan como estaban, o «sin datos» "
        "si el padrón no tenía otra de ese año."
    ),
)
