"""How an office numbers its documents: a pattern with fields, such as `ACTA N.° {numero:3}-{año}-{oficina}`.

Fields: `{numero}`, or `{numero:3}` to fill up with zeros to three digits; `{año}`; `{oficina}`, the code of the office.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

from contest_portal.kernel.problems import N_, Problem

NUMBER, YEAR, OFFICE = "numero", "año", "oficina"
LONGEST_PATTERN = 60
LONGEST_CODE = 80
_FIELD = re.compile(r"\{(numero)(?::([1-6]))?\}|\{(año|oficina)\}")
_ALLOWED = re.compile(r"[\w .,°º/()-]*")
_BEGINNING = re.compile(r"[^\W\d_]{2,} ")
_LARGEST = 99_999


def written(pattern: str, *, number: int, year: int, office: str) -> str:
    """Write a number as a pattern says: `ACTA N.° 007-2026-UT-LIMA`. A number longer than its width stays whole."""
    values: Mapping[str | None, str] = MappingProxyType({YEAR: str(year), OFFICE: office})

    def one(found: re.Match[str]) -> str:
        return f"{number:0{found[2] or 1}d}" if found[1] else values[found[3]]

    return _FIELD.sub(one, pattern)


def pattern_problems(pattern: str, *, office: str) -> tuple[Problem, ...]:
    """List what keeps a pattern from numbering documents of an office (its code), the first of each kind."""
    rest = _FIELD.sub("", pattern)
    fields = [found[1] or found[3] for found in _FIELD.finditer(pattern)]
    longest = len(written(pattern, number=_LARGEST, year=2026, office=office))
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
    mine = _told_apart_by(pattern, office)
    for (other_office, other_kind), other in others.items():
        if (other_office, other_kind) != (office, kind) and _told_apart_by(other, other_office) == mine:
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


def _told_apart_by(pattern: str, office: str) -> str:
    """Give what stays of a pattern when numbers, widths, capitals and spaces are left out of sight."""
    plain = re.sub(r"\{numero:\d\}", "{numero}", pattern).replace("{oficina}", office)
    return "".join(plain.casefold().split())


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
    "Es demasiado larga: la forma tiene hasta 60 letras, y el número escrito hasta 80. Quite lo que sobra."
)
