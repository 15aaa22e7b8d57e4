"""Populated centres by INEI code, with the figures that are known of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from contest_portal.kernel.identifiers import parse_centre_code, parse_ubigeo, sort_key
from contest_portal.kernel.problems import N_
from contest_portal.registry.rules.cells import Cells
from contest_portal.registry.rules.columns import Column
from contest_portal.registry.rules.file_kinds import FileKind, Reference

AREAS: Mapping[str, str] = {"r": "R", "rural": "R", "u": "U", "urbano": "U", "urbana": "U"}
_AREA_MESSAGE = N_("«%(value)s» no vale aquí. Escriba R (rural) o U (urbano).")


@dataclass(frozen=True, slots=True)
class CentreRow:
    """One centre. Coordinates in millionths of a degree; None is "no data"."""

    code: str
    name: str
    area: str
    latitude_e6: int | None
    longitude_e6: int | None
    altitude_m: int | None
    population: int | None
    households: int | None

    @property
    def key(self) -> str:
        """Name the row inside its file."""
        return self.code

    @property
    def refers_to(self) -> str | None:
        """Point to the district."""
        return self.ubigeo

    @property
    def sort_key(self) -> str:
        """Give the key that lists and searches use."""
        return sort_key(self.name)

    @property
    def ubigeo(self) -> str:
        """Give the district: the first six digits of the code."""
        return self.code[:6]


def read_centre(cells: Cells, _today: date) -> CentreRow:
    """Read a line of a centres file."""
    code = cells.parsed("code", parse_centre_code, required=True) or ""
    ubigeo = cells.parsed("ubigeo", parse_ubigeo)
    if code and ubigeo and not code.startswith(ubigeo):
        message = N_("El ubigeo «%(value)s» no es el comienzo del código %(centre)s. Corrija uno de los dos.")
        cells.refuse("ubigeo", "centre.other_district", message, centre=code)
    return CentreRow(
        code=code,
        name=cells.text("name", longest=100, required=True),
        area=cells.choice("area", AREAS, _AREA_MESSAGE, required=True) or "",
        latitude_e6=cells.degrees_e6("latitude", least=-19, most=1),
        longitude_e6=cells.degrees_e6("longitude", least=-82, most=-68),
        altitude_m=cells.whole("altitude", least=0, most=6800),
        population=cells.whole("population", least=0, most=12_000_000),
        households=cells.whole("households", least=0, most=4_000_000),
    )


CENTRES = FileKind(
    code="centres",
    label=N_("Centros poblados"),
    columns=(
        Column("code", ("codigo", "codigo_centro", "codigo_ccpp"), required=True),
        Column("ubigeo", ("ubigeo",)),
        Column("name", ("nombre", "nombre_directorio", "centro_poblado"), required=True),
        Column("area", ("area", "tipo"), required=True),
        Column("latitude", ("latitud",)),
        Column("longitude", ("longitud",)),
        Column("altitude", ("altitud_msnm", "altitud")),
        Column("population", ("poblacion", "poblacion_{year}")),
        Column(
            "households",
            (
                "hogares",
                "hogares_{year}",
                "households",
                "viviendas_particulares_{year}",
                "viviendas_particulares",
                "viviendas_estimadas",
                "viviendas",
            ),
        ),
    ),
    read=read_centre,
    key_field="code",
    reference=Reference(
        "code",
        N_(
            "El distrito del centro «%(value)s» (sus seis primeros dígitos) no está en el padrón. Importe primero los "
            "distritos, o corrija el código."
        ),
    ),
)
