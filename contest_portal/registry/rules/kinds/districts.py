"""Districts by INEI code, with their department and province."""

from dataclasses import dataclass
from datetime import date

from contest_portal.kernel.identifiers import parse_ubigeo, sort_key
from contest_portal.kernel.problems import N_
from contest_portal.registry.rules.cells import Cells
from contest_portal.registry.rules.columns import Column
from contest_portal.registry.rules.file_kinds import FileKind


@dataclass(frozen=True, slots=True)
class DistrictRow:
    """One district. INEI and RENIEC codes are different systems and are never mixed."""

    ubigeo: str
    ubigeo_reniec: str | None
    department: str
    province: str
    name: str
    has_malnutrition_priority: bool | None

    @property
    def key(self) -> str:
        """Name the row inside its file."""
        return self.ubigeo

    @property
    def refers_to(self) -> str | None:
        """Point to nothing: districts come first."""
        return None

    @property
    def sort_key(self) -> str:
        """Give the key that lists and searches use."""
        return sort_key(self.department, self.province, self.name)


def read_district(cells: Cells, _today: date) -> DistrictRow:
    """Read a line of a districts file."""
    return DistrictRow(
        ubigeo=cells.parsed("ubigeo", parse_ubigeo, required=True) or "",
        ubigeo_reniec=cells.parsed("ubigeo_reniec", parse_ubigeo),
        department=cells.text("department", longest=60, required=True),
        province=cells.text("province", longest=60, required=True),
        name=cells.text("name", longest=80, required=True),
        has_malnutrition_priority=cells.yes_no("has_malnutrition_priority"),
    )


DISTRICTS = FileKind(
    code="districts",
    label=N_("Distritos"),
    columns=(
        Column("ubigeo", ("ubigeo", "ubigeo_inei", "codigo_ubigeo"), required=True),
        Column("department", ("departamento",), required=True),
        Column("province", ("provincia",), required=True),
        Column("name", ("distrito", "nombre"), required=True),
        Column("ubigeo_reniec", ("ubigeo_reniec",)),
        Column("has_malnutrition_priority", ("prioridad_desnutricion",)),
    ),
    read=read_district,
    key_field="ubigeo",
    foreign_columns=("pobreza_ceplan_{year}_pct", "pobreza_monetaria_{year}_pct", "tasa_pct", "ic95_inf_pct"),
)
