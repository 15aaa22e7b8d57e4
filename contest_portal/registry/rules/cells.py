"""Read the cells of one line, collecting what is wrong with each.

Empty and "-" are "no data", never zero. What comes back for a bad cell is the same as for an empty one; its problem
is in `problems`, and a line with problems is never stored.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from contest_portal.kernel.identifiers import clean_text
from contest_portal.kernel.problems import N_, Problem, Refused
from contest_portal.registry.rules.columns import Header
from contest_portal.registry.rules.reports import MAX_VALUE, RowProblem

Value = TypeVar("Value")

NOTHING = frozenset({"", "-", "–"})
_WHOLE = re.compile(r"[0-9]{1,9}|[0-9]{1,3}(?:[ \u00a0][0-9]{3})+", re.ASCII)
_DECIMAL = re.compile(r"(-?)([0-9]{1,4})(?:[.,]([0-9]{1,15}))?", re.ASCII)
_ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[ T]00:00(?::00)?)?", re.ASCII)
_LOCAL_DAY = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})", re.ASCII)
_YES_NO: Mapping[str, bool] = {
    "1": True,
    "si": True,
    "sí": True,
    "s": True,
    "0": False,
    "no": False,
    "n": False,
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file: its number as a text editor counts, and its cells."""

    number: int
    values: Sequence[str]


class Cells:
    """The cells of a line by field name."""

    def __init__(self, line: Line, header: Header) -> None:
        self.line = line.number
        self.header = header
        self.problems: list[RowProblem] = []
        self._values = line.values
        self._check_length()

    def text(self, name: str, *, longest: int, required: bool = False) -> str:
        """Read a text, normalised; a formula stays the text it is."""
        value = self._raw(name)
        if not value:
            if required:
                self._require(name)
            return ""
        cleaned = clean_text(value)
        if len(cleaned) > longest:
            message = N_("«%(value)s» es demasiado largo: se admiten %(longest)s caracteres. Acórtelo.")
            self.refuse(name, "cell.too_long", message, longest=str(longest))
        return cleaned

    def parsed(self, name: str, parse: Callable[..., Value], *, required: bool = False) -> Value | None:
        """Read through a strict parser that raises Refused."""
        value = self._raw(name)
        if not value:
            if required:
                self._require(name)
            return None
        try:
            return parse(value, field=name)
        except Refused as refusal:
            self.problems.extend(self._located(name, problem) for problem in refusal.problems)
            return None

    def whole(self, name: str, *, least: int, most: int, required: bool = False) -> int | None:
        """Read a whole number; spaces may part the thousands."""
        value = self._raw(name)
        if not value:
            if required:
                self._require(name)
            return None
        if _WHOLE.fullmatch(value):
            number = int(value.replace(" ", "").replace("\u00a0", ""))
            if least <= number <= most:
                return number
        message = N_(
            "«%(value)s» no es un número entero de %(least)s a %(most)s. Corríjalo, o déjelo vacío si no hay dato."
        )
        self.refuse(name, "cell.not_a_number", message, least=str(least), most=str(most))
        return None

    def degrees_e6(self, name: str, *, least: int, most: int) -> int | None:
        """Read a coordinate in degrees into millionths; `least` and `most` are whole degrees."""
        value = self._raw(name)
        if not value:
            return None
        match = _DECIMAL.fullmatch(value)
        if match:
            decimals = (match[3] or "")[:7].ljust(7, "0")
            size = (int(match[2]) * 10_000_000 + int(decimals) + 5) // 10
            millionths = -size if match[1] else size
            if least * 1_000_000 <= millionths <= most * 1_000_000:
                return millionths
        message = N_(
            "«%(value)s» no es una coordenada del Perú en grados decimales (de %(least)s a %(most)s). Corríjala, o "
            "déjela vacía si no hay dato."
        )
        self.refuse(name, "cell.not_a_coordinate", message, least=str(least), most=str(most))
        return None

    def choice(
        self, name: str, choices: Mapping[str, Value], message: str, *, required: bool = False
    ) -> Value | None:
        """Read one of a few values by its writings (in lower case); `message` says what to write."""
        value = self._raw(name)
        if not value:
            if required:
                self._require(name)
            return None
        found = choices.get(" ".join(value.casefold().replace("_", " ").split()))
        if found is None:
            self.refuse(name, "cell.not_a_choice", message)
        return found

    def yes_no(self, name: str) -> bool | None:
        """Read 1, 0, sí or no."""
        return self.choice(name, _YES_NO, N_("«%(value)s» no vale aquí. Escriba 1 (sí) o 0 (no)."))

    def day(self, name: str, *, earliest: date, latest: date) -> date | None:
        """Read a calendar day: `1990-02-28` or `28/02/1990`."""
        value = self._raw(name)
        if not value:
            return None
        found = parse_day(value)
        if found is None:
            message = N_("«%(value)s» no es una fecha. Escríbala como día/mes/año, por ejemplo 28/02/1990.")
            self.refuse(name, "date.invalid", message)
        elif not earliest <= found <= latest:
            message = N_(
                "La fecha «%(value)s» está fuera de lo posible (de %(earliest)s a %(latest)s). Corríjala."
            )
            self.refuse(
                name,
                "date.out_of_range",
                message,
                earliest=earliest.strftime("%d/%m/%Y"),
                latest=latest.strftime("%d/%m/%Y"),
            )
            return None
        return found

    def refuse(self, name: str, code: str, message: str, **params: str) -> None:
        """Note a problem of a field's cell; `%(value)s` is its content."""
        problem = Problem(code, field=name, message=message, params={"value": self._shown(name), **params})
        self.problems.append(self._located(name, problem))

    def _raw(self, name: str) -> str:
        place = self.header.positions.get(name)
        if place is None or place >= len(self._values):
            return ""
        value = self._values[place].strip()
        return "" if value in NOTHING else value

    def _shown(self, name: str) -> str:
        return clean_text(self._raw(name))[:MAX_VALUE]

    def _located(self, name: str, problem: Problem) -> RowProblem:
        return RowProblem(self.line, self.header.title(name), self._shown(name), problem)

    def _require(self, name: str) -> None:
        """Object to an empty cell; a column that is missing altogether was said once, for the whole file."""
        if self.header.has(name):
            self.refuse(name, "cell.empty", N_("La celda está vacía. Complete el dato."))

    def _check_length(self) -> None:
        expected, found = len(self.header.names), len(self._values)
        if found == expected or (
            found > expected and not any(value.strip() for value in self._values[expected:])
        ):
            return
        message = N_(
            "La línea tiene %(found)s celdas y el encabezado tiene %(expected)s. Revise que el archivo no esté "
            "cortado y que no falte ni sobre un separador."
        )
        problem = Problem(
            "line.wrong_length",
            field="line",
            message=message,
            params={"found": str(found), "expected": str(expected)},
        )
        ending = clean_text(self._values[-1])[:MAX_VALUE] if self._values else ""
        self.problems.append(
            RowProblem(self.line, self.header.names[min(found, expected) - 1], ending, problem)
        )


def parse_day(text: str) -> date | None:
    """Read a day written either way; None when there is no such day in the calendar."""
    iso, local = _ISO_DAY.fullmatch(text), _LOCAL_DAY.fullmatch(text)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if local:
            return date(int(local[3]), int(local[2]), int(local[1]))
    except ValueError:
        return None
    return None
