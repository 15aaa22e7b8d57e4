"""What columns a file may have, under which names, and how the header of a real file is matched to them."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from contest_portal.kernel.problems import N_, Problem
from contest_portal.registry.rules.reports import RowProblem

_YEAR = "{year}"


@dataclass(frozen=True, slots=True)
class Column:
    """A field of a row and the header names it is known by, the preferred one first.

    A name may hold `{year}`: `pobreza_ceplan_{year}_pct` matches the column of any year and tells the year.
    A required column may be left out when the field named by `unless` has its own.
    """

    field: str
    names: tuple[str, ...]
    required: bool = False
    unless: str = ""

    @property
    def title(self) -> str:
        """Give the name that messages ask for."""
        return self.names[0]


@dataclass(frozen=True, slots=True)
class Header:
    """Where each field stands in the lines of a file."""

    names: tuple[str, ...]
    positions: Mapping[str, int]
    years: Mapping[str, int] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        """Tell whether the file has a column for a field."""
        return name in self.positions

    def title(self, name: str) -> str:
        """Give a field's column as the file writes it."""
        return self.names[self.positions[name]] if name in self.positions else name


def match_header(columns: Sequence[Column], names: Sequence[str]) -> Header:
    """Find each field's column; of several names that fit, the one the field prefers."""
    known = [plain_name(name) for name in names]
    positions: dict[str, int] = {}
    years: dict[str, int] = {}
    for column in columns:
        for wanted in column.names:
            place, year = _find(wanted, known)
            if place is not None:
                positions[column.field] = place
                if year is not None:
                    years[column.field] = year
                break
    return Header(names=tuple(names), positions=positions, years=years)


def missing_columns(columns: Sequence[Column], header: Header, label: str) -> tuple[RowProblem, ...]:
    """Name every required column that the file lacks."""
    return tuple(
        missing_column(column.title, label)
        for column in columns
        if column.required and not header.has(column.field) and not header.has(column.unless)
    )


def missing_column(title: str, label: str) -> RowProblem:
    """Make the problem of one missing column."""
    message = N_(
        "Falta la columna «%(column)s». Agréguela a la primera fila y vuelva a subir el archivo, o revise si este "
        "es el archivo de %(kind)s."
    )
    problem = Problem(
        "file.column_missing", field=title, message=message, params={"column": title, "kind": label}
    )
    return RowProblem(line=1, column=title, value="", problem=problem)


def repeated_columns(header: Header) -> tuple[RowProblem, ...]:
    """Name every column that stands twice: nobody could say which of the two counts."""
    message = N_("La columna «%(column)s» está dos veces. Deje una sola y vuelva a subir el archivo.")
    names = [plain_name(name) for name in header.names]
    return tuple(
        RowProblem(
            1, name, "", Problem("file.column_repeated", field=name, message=message, params={"column": name})
        )
        for place, name in enumerate(names)
        if name and name in names[:place]
    )


def plain_name(name: str) -> str:
    """Bring a header to one form: no case, accents, marks or spaces (`Año` and `ANO` are one)."""
    decomposed = unicodedata.normalize("NFKD", name.strip().casefold())
    letters = "".join(char for char in decomposed if not unicodedata.combining(char))
    return re.sub(r"[^a-z0-9]+", "_", letters).strip("_")


def _find(wanted: str, known: Sequence[str]) -> tuple[int | None, int | None]:
    if _YEAR not in wanted:
        return (known.index(wanted), None) if wanted in known else (None, None)
    before, _, after = wanted.partition(_YEAR)
    pattern = re.compile(re.escape(before) + r"((?:19|20)[0-9]{2})" + re.escape(after))
    found = [(place, int(match[1])) for place, name in enumerate(known) if (match := pattern.fullmatch(name))]
    return max(found, key=lambda pair: pair[1]) if found else (None, None)
