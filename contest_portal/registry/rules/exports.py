"""What may leave the register as a file: its columns, its rows, and what must be said before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from contest_portal.kernel.masking import mask_dni
from contest_portal.kernel.problems import N_, Problem
from contest_portal.kernel.spreadsheets import XLSX_ROWS
from contest_portal.registry.rules.consent import Decision, Purpose, may_be_named
from contest_portal.registry.rules.coordinates import degrees_text, point_of
from contest_portal.registry.rules.kinship import Kinship, written

SHORTEST_REASON, LONGEST_REASON = 10, 300


class Content(StrEnum):
    """One row per household, or one per person."""

    HOUSEHOLDS = "households"
    PERSONS = "persons"


class FileFormat(StrEnum):
    """How the file is written."""

    CSV = "csv"
    XLSX = "xlsx"


@dataclass(frozen=True, slots=True)
class ExportOrder:
    """What somebody asked to take away. `filter` is what the list was narrowed by, as in its address; `purpose` is
    what the file is for: who did not consent in it leaves without a name.
    """

    content: Content
    file_format: FileFormat
    filter: Mapping[str, str]
    reason: str
    has_dni: bool = False
    purpose: Purpose = Purpose.WORK


@dataclass(frozen=True, slots=True)
class Leaving:
    """What a file holds: its rows, the SHA-256 of them as CSV, and how many persons stand in it without a name.

    `access` is the number of the file's row in the access log, which its mark tells.
    """

    rows: int
    sha256: str
    withheld: int = 0
    access: int | None = None


@dataclass(frozen=True, slots=True)
class HomeFacts:
    """What every row says of the household."""

    code: str
    centre_code: str
    centre: str
    district: str
    province: str
    department: str
    language: str | None
    sisfoh_class: str | None
    sisfoh_classified_on: date | None
    sisfoh_expires_on: date | None
    latitude_e6: int | None = None
    longitude_e6: int | None = None


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What a row says of a person: of the head, when rows are households. `decision` is about the file's purpose."""

    dni: str
    given_names: str
    paternal_surname: str
    maternal_surname: str
    birth_date: date | None
    sex: str
    is_head: bool
    kinship: str | None = None
    decision: str | None = None


HOME_COLUMNS = (
    "codigo_hogar",
    "codigo_centro",
    "centro_poblado",
    "distrito",
    "provincia",
    "departamento",
    "idioma",
    "clase_sisfoh",
    "fecha_clasificacion",
    "vence_sisfoh",
)
PERSON_COLUMNS = (
    "dni",
    "nombres",
    "apellido_paterno",
    "apellido_materno",
    "fecha_nacimiento",
    "sexo",
    "jefe",
    "parentesco",
)
MEMBERS_COLUMN = "integrantes"
PLACE_COLUMNS = ("latitud_vivienda", "longitud_vivienda")
"""Where a household dwells tells who it is: only in a list of households with whole DNI."""
NO_NAME = "(sin consentimiento)"
"""What stands for the name of who did not consent."""


def header(content: Content, *, has_dni: bool = False) -> tuple[str, ...]:
    """Name the columns."""
    if content is Content.PERSONS:
        return (*HOME_COLUMNS, *PERSON_COLUMNS)
    return (*HOME_COLUMNS, *PERSON_COLUMNS, MEMBERS_COLUMN, *(PLACE_COLUMNS if has_dni else ()))


def file_row(
    home: HomeFacts,
    person: PersonFacts | None,
    *,
    has_dni: bool,
    members: int | None = None,
    purpose: Purpose = Purpose.WORK,
) -> tuple[str | None, ...]:
    """Write a row; without the right to it, a DNI is its last digits. A household without a head leaves it blank.

    Who did not consent in the purpose is a sex and a place in the household, and nothing more.
    """
    withheld = is_withheld(person, purpose)
    cells = _nameless_cells(person) if withheld else _person_cells(person, has_dni=has_dni)
    if members is None:
        return (*_home_cells(home), *cells)
    place = _place_cells(home, is_hidden=withheld) if has_dni else ()
    return (*_home_cells(home), *cells, str(members), *place)


def is_withheld(person: PersonFacts | None, purpose: Purpose) -> bool:
    """Tell whether a person of a file must stand in it without a name."""
    if person is None:
        return False
    return not may_be_named(None if person.decision is None else Decision(person.decision), purpose)


def order_problems(order: ExportOrder) -> list[Problem]:
    """Ask for a reason somebody else can understand."""
    if len(order.reason) >= SHORTEST_REASON:
        return []
    message = N_("Escriba para qué necesita estos datos y quién los pidió; quedará en el registro.")
    return [Problem("export.reason", field="reason", message=message)]


def size_problem(order: ExportOrder, rows: int) -> Problem | None:
    """Refuse a workbook with more rows than a sheet holds."""
    if order.file_format is not FileFormat.XLSX or rows <= XLSX_ROWS:
        return None
    message = N_("Son demasiadas filas para una hoja de Excel. Elija CSV, o acote la lista.")
    return Problem("export.too_many_rows", field="file_format", message=message)


def _home_cells(home: HomeFacts) -> tuple[str | None, ...]:
    return (
        home.code,
        home.centre_code,
        home.centre,
        home.district,
        home.province,
        home.department,
        home.language,
        home.sisfoh_class,
        _day(home.sisfoh_classified_on),
        _day(home.sisfoh_expires_on),
    )


def _place_cells(home: HomeFacts, *, is_hidden: bool) -> tuple[str | None, ...]:
    point = point_of(home.latitude_e6, home.longitude_e6)
    if point is None or is_hidden:
        return (None,) * len(PLACE_COLUMNS)
    return degrees_text(point.latitude_e6), degrees_text(point.longitude_e6)


def _person_cells(person: PersonFacts | None, *, has_dni: bool) -> tuple[str | None, ...]:
    if person is None:
        return (None,) * len(PERSON_COLUMNS)
    return (
        person.dni if has_dni else mask_dni(person.dni),
        person.given_names,
        person.paternal_surname,
        person.maternal_surname,
        _day(person.birth_date),
        person.sex,
        _flag(is_set=person.is_head),
        _link(person),
    )


def _nameless_cells(person: PersonFacts | None) -> tuple[str | None, ...]:
    if person is None:
        return (None,) * len(PERSON_COLUMNS)
    return None, NO_NAME, None, None, None, person.sex, _flag(is_set=person.is_head), _link(person)


def _link(person: PersonFacts) -> str | None:
    link = Kinship.HEAD if person.is_head else person.kinship
    return None if link is None else written(Kinship(link))


def _flag(*, is_set: bool) -> str:
    return "1" if is_set else "0"


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
