"""How an office numbers its documents: a pattern with fields, such as `ACTA N.° {numero:3}-{año}-{oficina}`.

Fields: `{numero}`, or `{numero:3}` to fill up with zeros to three digits; `{año}`; `{oficina}`, the code of the office.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from contest_portal.accounts.rules.office import MAX_CODE
from contest_portal.kernel.identifiers import without_accents
from contest_portal.kernel.problems import N_, Problem

NUMBER, YEAR, OFFICE = "numero", "año", "oficina"
LONGEST_PATTERN = 60
LONGEST_CODE = 80
_FIELD = re.compile(r"\{(numero)(?::([1-6]))?\}|\{(año|oficina)\}")
_WIDTH = re.compile(r"(?<=\{numero):[1-6](?=\})")
_LETTER = "A-Za-zÀ-ÖØ-öø-ÿ"
"""Of the Latin alphabet alone: those of others look the same and are not."""
_ALLOWED = re.compile(rf"[{_LETTER}0-9 .,°º/()-]*")
_BEGINNING = re.compile(rf"[{_LETTER}]{{2,}} ")
_LARGEST = 99_999
_MOST_DIGITS = 6
_UNSEEN = re.compile(r"[\s.°]")
"""What people leave out when they cite a number."""


@dataclass(frozen=True, slots=True)
class GivenNumber:
    """A number that was given: its code, by which office (its code) and for which kind, and which one of which year."""

    code: str
    office: str
    kind: str
    number: int
    year: int


def written(pattern: str, *, number: int, year: int, office: str) -> str:
    """Write a number as a pattern says: `ACTA N.° 007-2026-UT-LIMA`. A number longer than its width stays whole."""
    return _filled(pattern, str(number), str(year), office)


def pattern_problems(pattern: str) -> tuple[Problem, ...]:
    """List what keeps a pattern from numbering the documents of any office, the first of each kind."""
    rest = _FIELD.sub("", pattern)
    fields = [found[1] or found[3] for found in _FIELD.finditer(pattern)]
    longest = len(written(pattern, number=_LARGEST, year=2026, office="X" * MAX_CODE))
    has_braces = "{" in rest or "}" in rest
    found = (
        _problem("fields", _FIELDS) if has_braces else None,
        _problem("number", _ONE_NUMBER) if fields.count(NUMBER) != 1 else None,
        _problem("year", _ONE_YEAR) if fields.count(YEAR) != 1 else None,
        _problem("beginning", _BEGINS) if not _BEGINNING.match(pattern) else None,
        _problem("signs", _SIGNS) if not (has_braces or _ALLOWED.fullmatch(rest)) else None,
        _problem("long", _LONG) if len(pattern) > LONGEST_PATTERN or longest > LONGEST_CODE else None,
    )
    return tuple(problem for problem in found if problem is not None)


def same_numbers(
    pattern: str, *, office: str, others: Mapping[tuple[str, str], str], kind: str
) -> Problem | None:
    """Refuse a pattern by which two documents could bear one number.

    `others` are the patterns in force by code of the office and kind; the one that is being replaced does not count.
    """
    mine = tuple(_shapes(pattern, office))
    for (other_office, other_kind), other in others.items():
        if (other_office, other_kind) != (office, kind) and _meet(mine, _shapes(other, other_office)):
            return Problem(
                "number_format.same",
                field="pattern",
                message=N_(
                    "Con esa forma, un documento de otra clase o de la unidad %(office)s llevaría el mismo número. "
                    "Agregue {oficina} o algo que los distinga."
                ),
                params={"office": other_office},
            )
    return None


def given_again(
    pattern: str, *, office: str, kind: str, given: Iterable[GivenNumber], year: int
) -> Problem | None:
    """Refuse a pattern that would give again, from `year` on, a number that stands on a paper.

    Patterns that are no longer in force left such papers. A pattern that reads the office's own numbers as what they
    are writes none of them again.
    """
    reader = _reader(pattern, office)
    for one in given:
        read = reader.fullmatch(_plain(one.code))
        if read is None or int(read["year"]) < year:
            continue
        is_own = (one.office, one.kind) == (office, kind)
        if not is_own or (int(read["number"]), int(read["year"])) != (one.number, one.year):
            return Problem(
                "number_format.given",
                field="pattern",
                message=N_(
                    "Con esa forma se repetiría el número «%(code)s», que ya lleva un documento. Agregue algo que los "
                    "distinga."
                ),
                params={"code": one.code},
            )
    return None


def _filled(pattern: str, number: str, year: str, office: str) -> str:
    fields = {NUMBER: number, YEAR: year, OFFICE: office}
    return _FIELD.sub(lambda found: fields[found[1] or found[3]].zfill(int(found[2] or 1)), pattern)


def _plain(text: str) -> str:
    """Give what stays when capitals, accents, spaces and points are left out of sight."""
    return _UNSEEN.sub("", without_accents(text.replace("º", "°")).casefold())


def _shapes(pattern: str, office: str) -> Iterator[str]:
    """Give what a pattern can write, with `#` for any digit: one text for each length of the number."""
    for digits in range(1, _MOST_DIGITS + 1):
        yield _plain(_filled(_WIDTH.sub("", pattern), "#" * digits, "####", office))


def _meet(shapes: Iterable[str], others: Iterable[str]) -> bool:
    """Tell whether some text is of a shape on both sides."""
    lengths: dict[int, list[str]] = {}
    for shape in shapes:
        lengths.setdefault(len(shape), []).append(shape)
    return any(
        all(mine == theirs or _are_digits(mine, theirs) for mine, theirs in zip(shape, other, strict=True))
        for other in others
        for shape in lengths.get(len(other), ())
    )


def _are_digits(one: str, other: str) -> bool:
    return {one, other} <= set("#0123456789") and "#" in (one, other)


def _reader(pattern: str, office: str) -> re.Pattern[str]:
    """Give what reads number and year back from a code, however many zeros were written before the number."""
    text = re.escape(_plain(_filled(_WIDTH.sub("", pattern), "@", "!", office)))
    return re.compile(text.replace("@", "0*(?P<number>[0-9]+)").replace("!", "(?P<year>[0-9]{4})"))


def _problem(code: str, message: str) -> Problem:
    return Problem(f"number_format.{code}", field="pattern", message=message)


_FIELDS = N_(
    "Entre llaves solo van {numero}, {numero:3} (de 1 a 6 cifras), {año} y {oficina}. Corrija lo demás."
)
_ONE_NUMBER = N_("Ponga {numero} una vez: sin él, dos documentos llevarían el mismo número.")
_ONE_YEAR = N_("Ponga {año} una vez: la numeración empieza de nuevo cada año.")
_BEGINS = N_("Empiece con la palabra que nombra el documento y un espacio, por ejemplo «ACTA ».")
_SIGNS = N_("Use letras, números, espacios y los signos . , ° º / - ( ).")
_LONG = N_(
    "Es demasiado larga: la forma tiene hasta 60 letras, y el número escrito, con un código de unidad de 40, hasta 80. "
    "Quite lo que sobra."
)
