"""Households and their members: one line per person, as the register's extracts come."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from contest_portal.kernel.identifiers import parse_centre_code, parse_dni, sort_key
from contest_portal.kernel.problems import N_, Problem
from contest_portal.registry.rules.cells import (
    BadCell,
    Staged,
    choice,
    day,
    day_out_of_range,
    own_code,
    strict,
    text,
    yes_no,
)
from contest_portal.registry.rules.class_days import class_days
from contest_portal.registry.rules.columns import Column, Header
from contest_portal.registry.rules.coordinates import degrees_text, half_place, latitude, longitude
from contest_portal.registry.rules.file_kinds import Cells, FileKind, Reference, Row
from contest_portal.registry.rules.kinship import kinship, link_and_head

MEN_WITHOUT_F = ("H", "V")
"""What a file writes for a man where M is a woman (`mujer`): known once all its lines are read."""
SEXES: Mapping[str, str] = {
    "f": "F",
    "femenino": "F",
    "mujer": "F",
    "m": "M",
    "masculino": "M",
    "hombre": "M",
    "varon": "M",
    "varón": "M",
    **dict(zip("hv", MEN_WITHOUT_F, strict=True)),
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
LAST_DAY = date(2100, 12, 31)
_COORDINATES = ("latitude_e6", "longitude_e6")
_CLASS = ("sisfoh_class", "sisfoh_classified_on", "sisfoh_expires_on")
HOUSEHOLD_FACTS = ("centre_code", "language", *_CLASS, *_COORDINATES)
_name_key = lru_cache(maxsize=20_000)(sort_key)


def finish_member(cells: Cells, _header: Header, today: date) -> Row:
    """Make the row of a person, with what the same line says of the household."""
    code, centre, dni, given, paternal, maternal, whole_name, birth, sex, head, kin, *facts = cells
    language, sclass, classified, expires, lat, lon = facts
    if isinstance(birth, str) and birth > today.isoformat():
        raise day_out_of_range(OLDEST, today, field="birth_date")
    if given is None and whole_name is None:
        raise BadCell("cell.empty", N_("La celda está vacía. Complete el dato."), field="full_name")
    if (half := half_place(lat, lon)) is not None:
        raise half
    days = class_days(classified, expires, today)
    link, is_head = link_and_head(kin, head)
    names = split_name(str(whole_name)) if given is None else (str(given), str(paternal), str(maternal or ""))
    key = " ".join(_name_key(name) for name in (names[1], names[2], names[0]) if name)
    return code, centre, language, sclass, *days, lat, lon, dni, *names, key, birth, sex, is_head, link


def unclear_sex(*, has_f: bool) -> Problem:
    """Make the refusal of H or V, and of the M of a file that has them and no F: it may stand for `mujer`."""
    if has_f:
        return Problem("cell.not_a_choice", field="sex", message=_SEX_MESSAGE)
    message = N_(
        "«%(value)s» no queda claro: el archivo escribe H o V por hombre, y M puede ser mujer. Cambie toda la columna "
        "a «mujer» y «hombre», o a F y M."
    )
    return Problem("sex.unclear", field="sex", message=message)


def split_name(whole: str) -> tuple[str, str, str]:
    """Give given names, paternal and maternal surname; `surnames, names` is parted at its comma only."""
    surnames, comma, given_names = whole.partition(",")
    return (given_names.strip(), surnames.strip()[:60], "") if comma else (whole, "", "")


@dataclass(frozen=True, slots=True)
class MemberLine:
    """What the lines of one household are compared by."""

    line: int
    household_code: str
    is_head: bool | None
    facts: Mapping[str, Staged]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A line that says something else of its household than an earlier one, and in which field."""

    line: int
    field: str
    value: str
    problem: Problem


def contradictions(members: Iterable[MemberLine]) -> Iterator[Contradiction]:
    """Compare lines, in order, with the first that says something of their household; one head at most.

    "No data" contradicts nothing.
    """
    first: dict[tuple[str, str], tuple[Staged, int]] = {}
    heads: dict[str, int] = {}
    for member in members:
        for field in HOUSEHOLD_FACTS:
            value = member.facts[field]
            if value is None:
                continue
            kept, line = first.setdefault((member.household_code, field), (value, member.line))
            if kept != value:
                yield _other(member.line, field, value, line)
                break
        if member.is_head and heads.setdefault(member.household_code, member.line) != member.line:
            yield _second_head(member.line, heads[member.household_code])


def _other(line: int, field: str, value: Staged, first: int) -> Contradiction:
    message = N_("«%(value)s» no es lo que dice la línea %(line)s del mismo hogar. Corrija una de las dos.")
    problem = Problem("household.contradicts", field=field, message=message, params={"line": str(first)})
    shown = degrees_text(value) if field in _COORDINATES and isinstance(value, int) else str(value)
    return Contradiction(line, field, shown, problem)


def _second_head(line: int, first: int) -> Contradiction:
    message = N_("El hogar ya tiene jefe en la línea %(line)s. Deje uno solo.")
    problem = Problem("household.two_heads", field="is_head", message=message, params={"line": str(first)})
    return Contradiction(line, "is_head", "1", problem)


HOUSEHOLD_CODE = Column(
    "household_code", ("codigo_hogar", "hogar", "id_hogar"), own_code(longest=20), required=True
)

HOUSEHOLDS = FileKind(
    code="households",
    label=N_("Hogares y sus integrantes"),
    columns=(
        HOUSEHOLD_CODE,
        Column(
            "centre_code",
            ("codigo_centro", "codigo_ccpp", "codccpp", "idccpp", "codigo_centro_poblado"),
            strict(parse_centre_code),
            required=True,
        ),
        Column(
            "dni",
            ("dni", "nro_dni", "documento_identidad", "documento", "numero_documento"),
            strict(parse_dni),
            required=True,
        ),
        Column(
            "given_names",
            ("nombres", "prenombres"),
            text(longest=80),
            required=True,
            unless="full_name",
        ),
        Column(
            "paternal_surname",
            ("apellido_paterno", "primer_apellido"),
            text(longest=60),
            required=True,
            unless="full_name",
        ),
        Column("maternal_surname", ("apellido_materno", "segundo_apellido"), text(longest=60)),
        Column(
            "full_name",
            ("nombre", "apellidos_y_nombres", "nombre_completo", "nombres_y_apellidos"),
            text(longest=80),
        ),
        Column(
            "birth_date",
            ("fecha_nacimiento", "nacimiento"),
            day(earliest=OLDEST, latest=LAST_DAY),
            is_figure=True,
        ),
        Column("sex", ("sexo", "genero"), choice(SEXES, _SEX_MESSAGE), required=True),
        Column("is_head", ("jefe", "es_jefe", "jefe_hogar"), yes_no(), is_figure=True),
        Column(
            "kinship",
            ("parentesco", "parentesco_con_el_jefe", "vinculo", "relacion"),
            kinship,
            is_figure=True,
        ),
        Column("language", ("idioma", "lengua_materna"), text(longest=40), is_figure=True),
        Column(
            "sisfoh_class",
            ("clase_sisfoh", "cse", "clasificacion"),
            choice(CLASSES, _CLASS_MESSAGE),
            is_figure=True,
        ),
        Column(
            "sisfoh_classified_on",
            (
                "fecha_clasificacion",
                "fecha_de_clasificacion",
                "fecha_clasificacion_sisfoh",
                "fecha_sisfoh",
                "fecha_cse",
            ),
            day(earliest=OLDEST, latest=LAST_DAY),
            is_figure=True,
        ),
        Column(
            "sisfoh_expires_on",
            ("vence_sisfoh", "vigencia"),
            day(earliest=OLDEST, latest=LAST_DAY),
            is_figure=True,
        ),
        Column("latitude_e6", ("latitud_vivienda", "latitud"), latitude(), is_figure=True),
        Column("longitude_e6", ("longitud_vivienda", "longitud"), longitude(), is_figure=True),
    ),
    row_fields={
        "household_code": str,
        "centre_code": str,
        "language": str,
        "sisfoh_class": str,
        "sisfoh_classified_on": date,
        "sisfoh_expires_on": date,
        "latitude_e6": int,
        "longitude_e6": int,
        "dni": str,
        "given_names": str,
        "paternal_surname": str,
        "maternal_surname": str,
        "sort_key": str,
        "birth_date": date,
        "sex": str,
        "is_head": bool,
        "kinship": str,
    },
    finish=finish_member,
    key=("dni",),
    key_column="dni",
    reference=Reference(
        "centre_code",
        "centre_code",
        N_(
            "El centro poblado «%(value)s» no está en el padrón. Importe primero los centros, o corrija el código."
        ),
    ),
)
