"""What the text of a printed agreement says of money, read and added up with nothing of the portal's own arithmetic."""

import io
import re
import unicodedata
from collections.abc import Iterator
from fractions import Fraction

from pypdf import PdfReader

_FIGURE = r"S/ ([\d,]+\.\d\d)"
_WORDS = r"([A-ZÁÉÍÓÚÑ ]+) CON (\d\d)/100 SOLES"
_BOTH_WAYS = (
    (re.compile(rf"{_FIGURE} \({_WORDS}\)"), (1, 2, 3)),
    (re.compile(rf"\) {_WORDS} {_FIGURE}"), (3, 1, 2)),
)
_AWARD = re.compile(rf"la suma de {_FIGURE}")
_TRANSFER = re.compile(rf"\d+ % {_FIGURE}")
_LINE = re.compile(rf"([\d.]+) {_FIGURE} {_FIGURE}")
_TOTAL = re.compile(rf"Total {_FIGURE}")
_HALF = Fraction(1, 2)
_ONES = "cero un dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince"


def _by(words: str, first: int, step: int) -> dict[str, int]:
    return {word: first + step * place for place, word in enumerate(words.split())}


_NUMBERS = {
    **{word: number for number, word in enumerate(_ONES.split())},
    **{"dieci" + word: 10 + number for number, word in enumerate(_ONES.split()[:10]) if number > 5},
    **{"veinti" + word: 20 + number for number, word in enumerate(_ONES.split()[:10]) if number},
    **_by("veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa", 20, 10),
    **_by("cien doscientos trescientos cuatrocientos quinientos seiscientos setecientos", 100, 100),
    "ochocientos": 800,
    "novecientos": 900,
    "ciento": 100,
    "uno": 1,
    "veintiuno": 21,
}


def text_of(file: bytes) -> str:
    """Give the words of a PDF in one line."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(file)).pages).split())


def award_of(text: str) -> int:
    """Give the award that an agreement names, in céntimos."""
    return _cents(_found(_AWARD, text))


def faults_of(text: str) -> Iterator[str]:
    """Name each figure that is not its words, each line that is not quantity × price, each total that is no sum."""
    both = [match.group(*order) for pattern, order in _BOTH_WAYS for match in pattern.finditer(text)]
    if len(both) < 3:
        yield f"only {len(both)} amounts in figures and words"
    for figure, words, cents in both:
        if number_of(words) * 100 + int(cents) != _cents(figure):
            yield f"S/ {figure} is not {words} CON {cents}/100"
    yield from _award_faults(text)
    plan = text[text.rindex("plan de uso y contrapartida") :]
    for caption in ("Bienes Descripción", "Asistencia técnica Descripción"):
        yield from _line_faults(caption, _after(plan, caption))
    yield from _sum_faults("Contrapartida", _after(plan, "Contrapartida Forma"), _FIGURE)


def number_of(words: str) -> int:
    """Read a whole number in Spanish words: `MIL DOSCIENTOS TREINTA Y CUATRO`. Raises KeyError for another word."""
    plain = unicodedata.normalize("NFD", words.lower()).encode("ascii", "ignore").decode()
    thousands = part = 0
    for word in plain.split():
        if word == "mil":
            thousands, part = thousands + (part or 1) * 1000, 0
        elif word != "y":
            part += _NUMBERS[word]
    return thousands + part


def _award_faults(text: str) -> Iterator[str]:
    award = award_of(text)
    composed = _after(text, "Composición del financiamiento")
    goods, assistance, given, own, whole = (_cents(one) for one in re.findall(_FIGURE, composed)[:5])
    if not goods + assistance == given == award or given + own != whole:
        yield f"composition {goods} + {assistance} = {given}, + {own} = {whole}, award {award}"
    transfers = _after(text, "Transferencias N.°")
    paid = sum(_cents(one) for one in _TRANSFER.findall(transfers.split(" Total ")[0]))
    if not paid == _cents(_found(_TOTAL, transfers)) == award:
        yield f"transfers of {paid}, award {award}"


def _line_faults(caption: str, table: str) -> Iterator[str]:
    lines = table.split(" Total S/ ")[0]
    for quantity, price, total in _LINE.findall(lines):
        if _cents(total) != int(Fraction(quantity) * _cents(price) + _HALF):
            yield f"{caption}: {quantity} x {price} is not {total}"
    yield from _sum_faults(caption, table, rf"[\d.]+ S/ [\d,.]+ {_FIGURE}")


def _sum_faults(caption: str, table: str, of_a_line: str) -> Iterator[str]:
    added = sum(_cents(one) for one in re.findall(of_a_line, table.split(" Total S/ ")[0]))
    if not added or added != _cents(_found(_TOTAL, table)):
        yield f"{caption}: lines of {added}"


def _after(text: str, caption: str) -> str:
    return text[text.index(caption) :]


def _found(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    if match is None:
        raise ValueError(f"nothing like {pattern.pattern}")
    return match[1]


def _cents(figure: str) -> int:
    return int(figure.replace(",", "").replace(".", ""))
