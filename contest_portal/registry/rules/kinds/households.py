"""Households and their members: one line per person, as the register's extracts come."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from contest_portal.kernel.identifiers import parse_centre_code, parse_dni, sort_key
from contest_portal.kernel.problems import N_
from contest_portal.registry.rules.cells import Cells
from contest_portal.registry.rules.columns import Column
from contest_portal.registry.rules.file_kinds import FileKind, FileRow, Reference

SEXES: Mapping[str, str] = {
    "f": "F",
    "femenino": "F",
    "mujer": "F",
    "m": "M",
    "masculino": "M",
    "hombre": "M",
    "varon": "M",
    "varón": "M",
}
CLASSES: Mapping[str, str] = {
    "no pobre": "no_pobre",
    "pobre": "pobre",
    "pobre extremo": "pobre_extremo",
    "extremo": "pobre_extremo",
}
_SEX_MESSAGE = N_("«%(value)s» no vale aquí. Escriba F (femenino) o M (masculino).")
_CLASS_MESSAGE = N_("«%(value)s» no vale aquí. Escriba no pobre, pobre o pobre extremo.")
OLDEST = date(1900, 1, 1)
LAST_EXPIRY = date(2100, 12, 31)


@dataclass(frozen=True, slots=True)
class HouseholdFacts:
    """What a line says of the household; every line of a household must say the same. None is "no data"."""

    code: str
    centre_code: str
    language: str | None
    sisfoh_class: str | None
    sisfoh_expires_on: date | None

    def contradicts(self, other: "HouseholdFacts") -> str | None:
        """Name the first field in which two lines of a household say different things, or None."""
        for name in ("centre_code", "language", "sisfoh_class", "sisfoh_expires_on"):
            mine, theirs = getattr(self, name), getattr(other, name)
            if mine is not None and theirs is not None and mine != theirs:
                return name
        return None


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One person, with what the same line says of the household."""

    household: HouseholdFacts
    dni: str
    given_names: str
    paternal_surname: str
    maternal_surname: str
    birth_date: date | None
    sex: str
    is_head: bool | None

    @property
    def key(self) -> str:
        """Name the row inside its file."""
        return self.dni

    @property
    def refers_to(self) -> str | None:
        """Point to the populated centre."""
        return self.household.centre_code

    @property
    def sort_key(self) -> str:
        """Give the key that lists and searches use: surnames first."""
        return sort_key(*filter(None, (self.paternal_surname, self.maternal_surname, self.given_names)))


def read_member(cells: Cells, today: date) -> MemberRow:
    """Read a line of a households file."""
    given_names, paternal_surname, maternal_surname = _names(cells)
    return MemberRow(
        household=HouseholdFacts(
            code=cells.text("household_code", longest=20, required=True),
            centre_code=cells.parsed("centre_code", parse_centre_code, required=True) or "",
            language=cells.text("language", longest=40) or None,
            sisfoh_class=cells.choice("sisfoh_class", CLASSES, _CLASS_MESSAGE),
            sisfoh_expires_on=cells.day("sisfoh_expires_on", earliest=OLDEST, latest=LAST_EXPIRY),
        ),
        dni=cells.parsed("dni", parse_dni, required=True) or "",
        given_names=given_names,
        paternal_surname=paternal_surname,
        maternal_surname=maternal_surname,
        birth_date=cells.day("birth_date", earliest=OLDEST, latest=today),
        sex=cells.choice("sex", SEXES, _SEX_MESSAGE, required=True) or "",
        is_head=cells.yes_no("is_head"),
    )


class HouseholdWatch:
    """Remembers each household's facts and head: its lines must agree, and it has one head at most."""

    def __init__(self) -> None:
        self._facts: dict[str, tuple[HouseholdFacts, int]] = {}
        self._heads: dict[str, int] = {}

    def check(self, row: FileRow, cells: Cells) -> None:
        """Object to a line that says something else of its household than its first line."""
        if not isinstance(row, MemberRow):
            return
        code = row.household.code
        first, line = self._facts.setdefault(code, (row.household, cells.line))
        field = row.household.contradicts(first)
        if field is not None:
            message = N_(
                "«%(value)s» no es lo que dice la línea %(line)s del mismo hogar. Corrija una de las dos."
            )
            cells.refuse(field, "household.contradicts", message, line=str(line))
        if row.is_head and self._heads.setdefault(code, cells.line) != cells.line:
            message = N_("El hogar ya tiene jefe en la línea %(line)s. Deje uno solo.")
            cells.refuse("is_head", "household.two_heads", message, line=str(self._heads[code]))


def _names(cells: Cells) -> tuple[str, str, str]:
    if cells.header.has("given_names") or not cells.header.has("full_name"):
        return (
            cells.text("given_names", longest=80, required=True),
            cells.text("paternal_surname", longest=60, required=True),
            cells.text("maternal_surname", longest=60),
        )
    whole = cells.text("full_name", longest=80, required=True)
    surnames, comma, given_names = whole.partition(",")
    return (given_names.strip(), surnames.strip()[:60], "") if comma else (whole, "", "")


HOUSEHOLDS = FileKind(
    code="households",
    label=N_("Hogares y sus integrantes"),
    columns=(
        Column("household_code", ("codigo_hogar", "hogar"), required=True),
        Column("centre_code", ("codigo_centro", "codigo_ccpp"), required=True),
        Column("dni", ("dni",), required=True),
        Column("given_names", ("nombres",), required=True, unless="full_name"),
        Column(
            "paternal_surname", ("apellido_paterno", "primer_apellido"), required=True, unless="full_name"
        ),
        Column("maternal_surname", ("apellido_materno", "segundo_apellido")),
        Column("full_name", ("nombre", "apellidos_y_nombres", "nombre_completo")),
        Column("birth_date", ("fecha_nacimiento",)),
        Column("sex", ("sexo",), required=True),
        Column("is_head", ("jefe", "es_jefe")),
        Column("language", ("idioma", "lengua_materna")),
        Column("sisfoh_class", ("clase_sisfoh",)),
        Column("sisfoh_expires_on", ("vence_sisfoh",)),
    ),
    read=read_member,
    key_field="dni",
    reference=Reference(
        "centre_code",
        N_(
            "El centro poblado «%(value)s» no está en el padrón. Importe primero los centros, o corrija el código."
        ),
    ),
    watch=HouseholdWatch,
)
