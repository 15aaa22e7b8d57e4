"""The groups of the demonstration, read from the TOML files beside this one."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from contest_portal.applications.rules.profile import (
    Asset,
    AssetKind,
    Assistance,
    Counterpart,
    CounterpartKind,
    Difficulty,
    ProblemKind,
    Profile,
    Prospect,
    Purchase,
    Sale,
    total_of,
)
from contest_portal.kernel.money import parse_money
from contest_portal.kernel.quantities import Quantity, parse_quantity

HERE = Path(__file__).parent
_money = partial(parse_money, field="demo")
LINE_NAMES = {
    "animales": "Engorde de animales",
    "comida": "Comidas preparadas",
    "cuyes": "Crianza de cuyes",
    "flores": "Flores",
    "gallinas": "Gallinas y huevos",
    "granos": "Granos andinos",
    "hortalizas": "Hortalizas",
    "lacteos": "Lácteos",
    "miel": "Miel y derivados",
    "molienda": "Molienda y harinas",
    "panaderia": "Panadería y pastelería",
    "servicios": "Servicios y oficios",
    "textiles": "Textiles y artesanía",
    "truchas": "Truchas",
}


@dataclass(frozen=True, slots=True)
class DemoMember:
    """A member, one household each."""

    dni: str
    given_names: str
    paternal_surname: str
    maternal_surname: str
    sex: str
    birth_date: str
    office: str

    @property
    def full_name(self) -> str:
        """Give the name as accounts write it."""
        return f"{self.given_names} {self.paternal_surname} {self.maternal_surname}"


@dataclass(frozen=True, slots=True)
class DemoGroup:
    """A group with its profile."""

    number: int
    name: str
    centre_code: str
    category_code: str
    line: str
    title: str
    members: tuple[DemoMember, ...]
    profile: Profile


@cache
def demo_groups() -> tuple[DemoGroup, ...]:
    """Read every group, those with an idea first."""
    files = (("IDEA", "groups_idea.toml"), ("MARCHA", "groups_running.toml"))
    rows = [(code, row) for code, file in files for row in tomllib.loads((HERE / file).read_text())["group"]]
    return tuple(_group(number, code, row) for number, (code, row) in enumerate(rows, 1))


@cache
def demo_marks() -> dict[str, dict[str, list[int]]]:
    """Read the marks: group → `<phase>_<juror>` → marks in the order of the sheet."""
    return tomllib.loads((HERE / "marks.toml").read_text())


def _group(number: int, category_code: str, row: dict[str, str | list[str]]) -> DemoGroup:
    members = (_cells(line) for line in row["members"])
    return DemoGroup(
        number=number,
        name=str(row["name"]),
        centre_code=str(row["centre"]),
        category_code=category_code,
        line=str(row["line"]),
        title=str(row["title"]),
        members=tuple(DemoMember(f"99{number:04d}{n:02d}", *cells) for n, cells in enumerate(members, 1)),
        profile=_profile(row),
    )


def _profile(row: dict[str, str | list[str]]) -> Profile:
    assistance = tuple(Assistance(a, b, c, _many(d), _money(e)) for a, b, c, d, e in _rows(row, "assistance"))
    goods = tuple(_purchase(cells) for cells in _rows(row, "goods"))
    return Profile(
        summary=str(row["summary"]),
        situation=tuple(Prospect(a, b) for a, b in _rows(row, "situation")),
        assets=tuple(
            Asset(AssetKind(a), b, c, _many(d), _money(e)) for a, b, c, d, e in _rows(row, "assets")
        ),
        problems=tuple(Difficulty(ProblemKind(a), b, c) for a, b, c in _rows(row, "problems")),
        assistance=assistance,
        goods=goods,
        sales=tuple(Sale(a, b, _many(c), _money(d)) for a, b, c, d in _rows(row, "sales")),
        costs=tuple(_purchase(cells) for cells in _rows(row, "costs")),
        counterpart=tuple(
            Counterpart(CounterpartKind(a), b, _money(c)) for a, b, c in _rows(row, "counterpart")
        ),
        requested_goods=total_of(goods),
        requested_assistance=total_of(assistance),
    )


def _rows(row: dict[str, str | list[str]], key: str) -> Iterator[list[str]]:
    return (_cells(line) for line in row[key])


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("|")]


def _purchase(cells: list[str]) -> Purchase:
    description, unit, quantity, unit_cost = cells
    return Purchase(description, unit, _many(quantity), _money(unit_cost))


def _many(text: str) -> Quantity:
    return parse_quantity(text, field="quantity")
