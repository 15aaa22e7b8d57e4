"""The territory and register of the demonstration, brought in through the same import as any file."""

import csv
import io
import tomllib
from collections.abc import Iterable, Sequence

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.cli.demo.entries import HERE, DemoGroup, demo_groups
from contest_portal.registry.services.import_file import import_file
from contest_portal.registry.sources.source_file import SourceFile

_NEIGHBOURS = (
    ("Prudencia", "Ccencho", "Lulo", "F"),
    ("Anastacio", "Enríquez", "Poma", "M"),
    ("Ysabel", "Paytan", "Ramos", "F"),
    ("Moisés", "Ticllasuca", "Soto", "M"),
    ("Felipa", "Huarcaya", "Ñahui", "F"),
    ("Grimaldo", "Quispe", "Taipe", "M"),
)


_CODES = (
    ("090708", "090709", "la lista de distritos de 2025, que trae mal el código de Huaribamba"),
    ("090712", "090714", "la lista de distritos de 2025, que trae mal el código de Salcabamba"),
)
"""Codes that stand wrong in a list that goes round; those of today are the national directory's."""


def import_territory(session: Session, act: Act) -> None:
    """Import districts, changed codes, rates, centres and households."""
    land = tomllib.loads((HERE / "territory.toml").read_text())
    districts = land["district"]
    _import(
        session,
        act,
        "districts",
        ("ubigeo", "ubigeo_reniec", "departamento", "provincia", "distrito"),
        [(d["ubigeo"], d["reniec"], d["department"], d["province"], d["name"]) for d in districts],
    )
    _import(session, act, "codes", ("codigo_antiguo", "codigo_nuevo", "documento"), _CODES)
    rates = [(d["ubigeo"], "2018", d["poverty"]) for d in districts if d["poverty"]]
    _import(session, act, "poverty", ("ubigeo", "anio", "tasa_pct"), rates)
    centres = [
        (code, code[:6], name, area, households, altitude)
        for code, (name, area, households, altitude) in land["centres"].items()
    ]
    columns = ("codigo", "ubigeo", "nombre", "area", "hogares", "altitud_msnm")
    _import(session, act, "centres", columns, centres)
    _import(
        session,
        act,
        "households",
        _HOUSEHOLD_COLUMNS,
        [*_group_households(), *_other_households(land["centres"]), *_twice(sorted(land["centres"]))],
    )


_HOUSEHOLD_COLUMNS = (
    "codigo_hogar",
    "codigo_centro",
    "dni",
    "nombres",
    "apellido_paterno",
    "apellido_materno",
    "fecha_nacimiento",
    "sexo",
    "jefe",
    "idioma",
    "clase_sisfoh",
    "fecha_clasificacion",
    "vence_sisfoh",
)


def household_code(group: DemoGroup, order: int) -> str:
    """Give the code of the household of a group's member, counted from one."""
    return f"{group.centre_code[2:6]}-{group.number:03d}{order:02d}"


def _group_households() -> Iterable[Sequence[str]]:
    for group in demo_groups():
        for order, member in enumerate(group.members, 1):
            yield (
                household_code(group, order),
                group.centre_code,
                member.dni,
                member.given_names,
                member.paternal_surname,
                member.maternal_surname,
                member.birth_date,
                member.sex,
                "1",
                "quechua",
                ("pobre extremo", "pobre", "no pobre")[(group.number + order) % 3],
                "2025-01-15" if order % 4 else "2023-03-31",
                "2027-12-31" if order % 4 else "",
            )


def _other_households(centres: Iterable[str]) -> Iterable[Sequence[str]]:
    """Households of nobody's group, so that a search finds neighbours too."""
    for number, code in enumerate(sorted(centres), 1):
        for order, (given_names, paternal, maternal, sex) in enumerate(_NEIGHBOURS, 1):
            if (number + order) % 2:
                household, dni = f"{code[2:6]}-9{number:02d}{order:02d}", f"9930{number:02d}{order:02d}"
                birth = f"{1960 + number + order}-0{order}-1{order}"
                yield (
                    household,
                    code,
                    dni,
                    given_names,
                    paternal,
                    maternal,
                    birth,
                    sex,
                    "1",
                    "quechua",
                    "pobre",
                    "",
                    "",
                )


def _twice(centres: Sequence[str]) -> Iterable[Sequence[str]]:
    """Give two neighbours of the first centres who moved to the last, and were entered there once more."""
    last = centres[-1]
    for order, dni, place, birth in ((1, "99309901", 2, "1963-01-11"), (2, "99300120", 1, "")):
        *name, sex = _NEIGHBOURS[order - 1]
        code = f"{last[2:6]}-99{place:02d}{order:02d}"
        yield code, last, dni, *name, birth, sex, "1", "quechua", "", "", ""


def _import(
    session: Session, act: Act, kind: str, columns: Sequence[str], rows: Iterable[Sequence[str]]
) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    import_file(
        session, act, kind=kind, source=SourceFile.of_bytes(f"demo_{kind}.csv", text.getvalue().encode())
    )
