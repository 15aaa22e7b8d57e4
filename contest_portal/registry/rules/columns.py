"""What columns a file may have, under which names, and how the header of a real file is matched to them.

A header is matched in three steps: what a person chose, then the names a field is known by, then names that say the
same in other words or abbreviations (`COD. CCPP` is the code of a centre). The last are proposals to look at.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from contest_portal.kernel.identifiers import without_accents
from contest_portal.kernel.problems import N_, Problem
from contest_portal.registry.rules.cells import Parse
from contest_portal.registry.rules.reports import RowProblem

_YEAR = "{year}"
_EMPTY_WORDS = frozenset("de del la el los las en por y o n no nro num numero censo inei segun pct".split())
_SHORT_FORMS: Mapping[str, str] = {
    "cod": "codigo",
    "id": "codigo",
    "nom": "nombre",
    "nomb": "nombre",
    "name": "nombre",
    "ccpp": "centro poblado",
    "cp": "centro poblado",
    "dist": "distrito",
    "prov": "provincia",
    "dpto": "departamento",
    "depto": "departamento",
    "dep": "departamento",
    "region": "departamento",
    "pob": "poblacion",
    "hab": "poblacion",
    "habitante": "poblacion",
    "viv": "vivienda",
    "hog": "hogar",
    "familia": "hogar",
    "alt": "altitud",
    "altura": "altitud",
    "msnm": "",
    "lat": "latitud",
    "lon": "longitud",
    "long": "longitud",
    "lng": "longitud",
    "doc": "documento",
    "fec": "fecha",
    "fech": "fecha",
    "nac": "nacimiento",
    "ap": "apellido",
    "ape": "apellido",
    "pat": "paterno",
    "mat": "materno",
    "tasa": "pobreza",
    "incidencia": "pobreza",
    **dict.fromkeys("digito grado decimale metro sobre nivel mar dd mm aaaa si".split(), ""),
    "ambito": "area",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A field of a row, how its cells are read, and the header names it is known by, the preferred one first.

    A name may hold `{year}`: `pobreza_ceplan_{year}_pct` matches the column of any year and tells the year.
    A required column may be left out when the field named by `unless` has its own. Its cells may not be blank, those
    of another column may, unless `may_be_blank` says otherwise. `is_figure`: the marks of statistical tables for
    "no data" are no data.
    """

    field: str
    names: tuple[str, ...]
    parse: Parse
    required: bool = False
    unless: str = ""
    may_be_blank: bool | None = None
    is_figure: bool = False

    @property
    def title(self) -> str:
        """Give the name that messages ask for."""
        return self.names[0]


@dataclass(frozen=True, slots=True)
class Header:
    """Where each field stands in the lines of a file. `guessed` fields were matched by words, not by a known name."""

    names: tuple[str, ...]
    positions: Mapping[str, int]
    years: Mapping[str, int] = field(default_factory=dict)
    guessed: frozenset[str] = frozenset()

    def has(self, name: str) -> bool:
        """Tell whether the file has a column for a field."""
        return name in self.positions

    def title(self, name: str) -> str:
        """Give a field's column as the file writes it."""
        return self.names[self.positions[name]] if name in self.positions else name


def match_header(
    columns: Sequence[Column], names: Sequence[str], chosen: Mapping[str, str] | None = None
) -> Header:
    """Find each field's column. `chosen` gives a field the column a person named; an empty name leaves it out."""
    known = [plain_name(name) for name in names]
    positions: dict[str, int] = {}
    years: dict[str, int] = {}
    wishes = {name: plain_name(wish) for name, wish in (chosen or {}).items()}
    for column in columns:
        wanted = (wishes[column.field],) if column.field in wishes else column.names
        for place, year in filter(None, (_find(name, known) for name in wanted)):
            positions[column.field] = place
            if year is not None:
                years[column.field] = year
            break
    guesses = dict(_guesses(columns, known, positions, wishes))
    by_words = guesses | {name: place for name, place in positions.items() if name in wishes}
    years |= {name: year for name, place in by_words.items() if (year := _year_in(known[place])) is not None}
    return Header(tuple(names), {**positions, **guesses}, years, frozenset(guesses))


def recognised(columns: Sequence[Column], names: Sequence[str]) -> int:
    """Count the fields that a line of names would give a column to: how much it looks like the header."""
    return len(match_header(columns, names).positions)


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
        "Falta la columna «%(column)s». Si el archivo la trae con otro nombre, diga cuál es; si no la trae, agréguela "
        "al encabezado y vuelva a subirlo, o revise si este es el archivo de %(kind)s."
    )
    problem = Problem(
        "file.column_missing", field=title, message=message, params={"column": title, "kind": label}
    )
    return RowProblem(line=1, column=title, value="", problem=problem)


def repeated_columns(header: Header) -> tuple[RowProblem, ...]:
    """Name every column that is read and stands twice: nobody could say which of the two counts."""
    message = N_("La columna «%(column)s» está dos veces. Deje una sola y vuelva a subir el archivo.")
    names = [plain_name(name) for name in header.names]
    repeated = sorted({place for place in header.positions.values() if names.count(names[place]) > 1})
    return tuple(
        RowProblem(
            1,
            names[place],
            "",
            Problem(
                "file.column_repeated", field=names[place], message=message, params={"column": names[place]}
            ),
        )
        for place in repeated
    )


def plain_name(name: str) -> str:
    """Bring a header to one form: no case, accents, marks or spaces (`Año` and `ANO` are one)."""
    return re.sub(r"[^a-z0-9]+", "_", without_accents(name.strip().casefold())).strip("_")


def _find(wanted: str, known: Sequence[str]) -> tuple[int, int | None] | None:
    if _YEAR not in wanted:
        return (known.index(wanted), None) if wanted and wanted in known else None
    before, _, after = wanted.partition(_YEAR)
    pattern = re.compile(re.escape(before) + r"((?:19|20)[0-9]{2})" + re.escape(after))
    found = [(place, int(match[1])) for place, name in enumerate(known) if (match := pattern.fullmatch(name))]
    return max(found, key=lambda pair: pair[1]) if found else None


def _year_in(name: str) -> int | None:
    found = [int(word) for word in name.split("_") if re.fullmatch(r"(?:19|20)[0-9]{2}", word)]
    return found[0] if len(found) == 1 else None


def _guesses(
    columns: Sequence[Column], known: Sequence[str], taken: Mapping[str, int], chosen: Mapping[str, str]
) -> Iterator[tuple[str, int]]:
    """Match what is left by its words; a column that two fields could claim goes to neither."""
    free = {
        place: words
        for place, name in enumerate(known)
        if place not in taken.values() and (words := _words(name))
    }
    open_fields = [column for column in columns if column.field not in taken and column.field not in chosen]
    claims = {
        column.field: [p for p, words in free.items() if words in _wordings(column)] for column in open_fields
    }
    for name, places in claims.items():
        rivals = [other for other, theirs in claims.items() if set(theirs) & set(places)]
        if len(places) == 1 and rivals == [name]:
            yield name, places[0]


@cache
def _wordings(column: Column) -> set[frozenset[str]]:
    return {_words(name.replace(_YEAR, "")) for name in column.names}


def _words(plain: str) -> frozenset[str]:
    """Give the words of a name that say something, in full and in the singular."""
    singular = (
        word.removesuffix("es") if word.endswith("ares") else word.removesuffix("s")
        for word in plain.split("_")
    )
    full = " ".join(_SHORT_FORMS.get(word, word) for word in singular)
    return frozenset(
        word for word in full.split() if len(word) > 1 and not word.isdigit() and word not in _EMPTY_WORDS
    )
