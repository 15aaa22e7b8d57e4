"""Read one cell of a file strictly: each maker gives a pure parser of a text that is not blank.

What a parser gives is what the database takes: a text, a whole number, a yes or no, a day as `1990-02-28`. Blank
cells never reach a parser: they are "no data", never zero.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from contest_portal.kernel.identifiers import clean_text, without_float_end
from contest_portal.kernel.problems import N_, Problem, Refused

Staged = str | int | bool | None
Parse = Callable[[str], Staged]

MAX_VALUE = 60
FORMULA = "\u2061"
"""Stands before a cell that a workbook computes (the invisible sign of applying a function)."""
_WHOLE = re.compile(
    r"[0-9]{1,9}|[0-9]{1,3}(?:[ \u00a0\u2007\u2009\u202f][0-9]{3})+|[0-9]{1,3}(?:,[0-9]{3})+", re.ASCII
)
_DECIMAL = re.compile(r"(-?)([0-9]{1,4})(?:[.,]([0-9]{1,15}))?", re.ASCII)
_ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[ T]00:00(?::00)?)?", re.ASCII)
_LOCAL_DAY = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})", re.ASCII)
_FOOTNOTE_MARK = re.compile(r"(?<=\S)(?:\s*\*{1,3}|\s+(?:[0-9]|[a-z])/|\s*\((?:[0-9]|[a-z])\))$", re.ASCII)
_NOT_DIGIT = re.compile(r"[^0-9]")
_CUT_SHORT = re.compile(r"[0-9](?:[.,][0-9]+)?[eE]\+[0-9]+", re.ASCII)
_YES_NO: Mapping[str, bool] = {
    "1": True,
    "si": True,
    "sí": True,
    "s": True,
    "0": False,
    "no": False,
    "n": False,
}
_DASHES = frozenset({"-", "–", "—", "--", "---"})
_NO_DATA = _DASHES | {
    "...",
    "…",
    ".",
    "s/d",
    "s.d.",
    "sd",
    "n.d.",
    "nd",
    "n/d",
    "s.i.",
    "s/i",
    "n/a",
    "#n/a",
    "null",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file: its number as a text editor counts, and its cells."""

    number: int
    values: tuple[str, ...] | list[str]


class BadCell(Refused):
    """A cell that is not what its column holds. `field` names the column; `%(value)s` is the cell's content."""

    def __init__(self, code: str, message: str, *, field: str = "", **params: str) -> None:
        super().__init__([Problem(code, field=field, message=message, params={"value": "", **params})])


def is_blank(value: str) -> bool:
    """Say whether a stripped cell holds nothing, or one of the dashes that mean nothing."""
    return not value or value in _DASHES


def is_no_data(value: str) -> bool:
    """Say whether a stripped cell of a figure holds nothing or one of the usual marks for "no data"."""
    return is_blank(value) or value.casefold() in _NO_DATA


def shown(value: str) -> str:
    """Give a cell's content as messages show it: clean and short."""
    return clean_text(value.removeprefix(FORMULA))[:MAX_VALUE]


def text(*, longest: int) -> Parse:
    """Read a text in one line, normalised; a formula stays the text it is, a footnote's mark at its end is dropped."""
    message = N_("«%(value)s» es demasiado largo: se admiten %(longest)s caracteres. Acórtelo.")

    def parse(value: str) -> str:
        cleaned = _FOOTNOTE_MARK.sub("", " ".join(clean_text(value).split()))
        if len(cleaned) > longest:
            raise BadCell("cell.too_long", message, longest=str(longest))
        return cleaned

    return parse


def own_code(*, longest: int) -> Parse:
    """Read a code of somebody's own; one that a spreadsheet took for a number and cut short is refused."""
    parse_text = text(longest=longest)
    message = N_(
        "«%(value)s» es un código que la hoja de cálculo tomó por número y cortó. Dé formato de texto a la columna, "
        "vuelva a traer los códigos completos y suba el archivo."
    )

    def parse(value: str) -> Staged:
        if _CUT_SHORT.fullmatch(value):
            raise BadCell("cell.cut_short", message)
        return parse_text(without_float_end(value))

    return parse


def strict(parser: Callable[..., Staged]) -> Parse:
    """Read through a strict parser of the kernel, which raises Refused with its own sentence."""
    return lambda value: parser(value, field="")


def whole(*, least: int, most: int) -> Parse:
    """Read a whole number; spaces or commas may part the thousands, a footnote's mark may follow."""

    def parse(value: str) -> int:
        plain = without_float_end(_FOOTNOTE_MARK.sub("", value))
        if _WHOLE.fullmatch(plain):
            number = int(_NOT_DIGIT.sub("", plain))
            if least <= number <= most:
                return number
        raise not_a_whole(least, most)

    return parse


def not_a_whole(least: int, most: int, *, field: str = "") -> BadCell:
    """Make the refusal of what is no whole number in a range."""
    message = N_(
        "«%(value)s» no es un número entero de %(least)s a %(most)s. Corríjalo, o déjelo vacío si no hay dato."
    )
    return BadCell("cell.not_a_number", message, field=field, least=str(least), most=str(most))


def figure(parser: Callable[..., Staged]) -> Parse:
    """Read through a strict parser once a footnote's mark is dropped."""
    return lambda value: parser(_FOOTNOTE_MARK.sub("", value), field="")


def degrees_e6(*, least: int, most: int) -> Parse:
    """Read a coordinate in degrees into millionths; `least` and `most` are whole degrees."""
    message = N_(
        "«%(value)s» no es una coordenada del Perú en grados decimales (de %(least)s a %(most)s). Corríjala, o "
        "déjela vacía si no hay dato."
    )

    def parse(value: str) -> int:
        match = _DECIMAL.fullmatch(value)
        if match:
            decimals = (match[3] or "")[:7].ljust(7, "0")
            size = (int(match[2]) * 10_000_000 + int(decimals) + 5) // 10
            millionths = -size if match[1] else size
            if least * 1_000_000 <= millionths <= most * 1_000_000:
                return millionths
        raise BadCell("cell.not_a_coordinate", message, least=str(least), most=str(most))

    return parse


def choice(choices: Mapping[str, Staged], message: str) -> Parse:
    """Read one of a few values by its writings (in lower case); `message` says what to write."""

    def parse(value: str) -> Staged:
        plain = " ".join(value.casefold().replace("_", " ").split())
        if plain not in choices:
            raise BadCell("cell.not_a_choice", message)
        return choices[plain]

    return parse


def yes_no() -> Parse:
    """Read 1, 0, sí or no."""
    return choice(_YES_NO, N_("«%(value)s» no vale aquí. Escriba 1 (sí) o 0 (no)."))


def day(*, earliest: date, latest: date) -> Parse:
    """Read a calendar day, `1990-02-28` or `28/02/1990`, into its ISO text."""
    message = N_("«%(value)s» no es una fecha. Escríbala como día/mes/año, por ejemplo 28/02/1990.")

    def parse(value: str) -> str:
        found = parse_day(value)
        if found is None:
            raise BadCell("date.invalid", message)
        if not earliest <= found <= latest:
            raise day_out_of_range(earliest, latest)
        return found.isoformat()

    return parse


def day_out_of_range(earliest: date, latest: date, *, field: str = "") -> BadCell:
    """Make the refusal of a day that cannot be."""
    message = N_("La fecha «%(value)s» está fuera de lo posible (de %(earliest)s a %(latest)s). Corríjala.")
    return BadCell(
        "date.out_of_range",
        message,
        field=field,
        earliest=earliest.strftime("%d/%m/%Y"),
        latest=latest.strftime("%d/%m/%Y"),
    )


def parse_day(value: str) -> date | None:
    """Read a day written either way; None when there is no such day in the calendar."""
    iso, local = _ISO_DAY.fullmatch(value), _LOCAL_DAY.fullmatch(value)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if local:
            return date(int(local[3]), int(local[2]), int(local[1]))
    except ValueError:
        return None
    return None
