"""Monetary poverty rates of districts, by year."""

from dataclasses import dataclass
from datetime import date

from contest_portal.kernel.identifiers import parse_ubigeo
from contest_portal.kernel.problems import N_
from contest_portal.registry.rules.cells import Cells
from contest_portal.registry.rules.columns import Column, Header, missing_column
from contest_portal.registry.rules.file_kinds import FileKind, Reference
from contest_portal.registry.rules.percentages import parse_percent_e4
from contest_portal.registry.rules.reports import RowProblem

FIRST_YEAR = 1990


@dataclass(frozen=True, slots=True)
class PovertyRow:
    """A district's rate in a year, in ten-thousandths of a point; None is "no data" and stores nothing."""

    ubigeo: str
    year: int
    rate_e4: int | None

    @property
    def key(self) -> str:
        """Name the row inside its file."""
        return f"{self.ubigeo} {self.year}"

    @property
    def refers_to(self) -> str | None:
        """Point to the district."""
        return self.ubigeo


def read_rate(cells: Cells, today: date) -> PovertyRow:
    """Read a line of a poverty file; the year is in its own column or in the name of the rate's."""
    year = cells.header.years.get("rate")
    if cells.header.has("year"):
        year = cells.whole("year", least=FIRST_YEAR, most=today.year, required=True)
    return PovertyRow(
        ubigeo=cells.parsed("ubigeo", parse_ubigeo, required=True) or "",
        year=year or 0,
        rate_e4=cells.parsed("rate", parse_percent_e4),
    )


def check_year(header: Header, label: str) -> tuple[RowProblem, ...]:
    """Ask for the year when neither a column nor the rate's name tells it."""
    if header.has("year") or "rate" in header.years or not header.has("rate"):
        return ()
    return (missing_column("anio", label),)


POVERTY = FileKind(
    code="poverty",
    label=N_("Pobreza por distrito"),
    columns=(
        Column("ubigeo", ("ubigeo", "ubigeo_inei", "codigo_ubigeo"), required=True),
        Column(
            "rate", ("tasa_pct", "pobreza_ceplan_{year}_pct", "pobreza_monetaria_{year}_pct"), required=True
        ),
        Column("year", ("anio", "ano")),
    ),
    read=read_rate,
    key_field="ubigeo",
    reference=Reference(
        "ubigeo",
        N_(
            "El distrito «%(value)s» no está en el padrón. Importe primero los distritos, o corrija el ubigeo."
        ),
    ),
    check_header=check_year,
)
