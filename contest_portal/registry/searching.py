"""Turning what a person typed into conditions: accents, case and the order of words do not matter."""

from sqlalchemy import ColumnElement, func, or_
from sqlalchemy.orm import InstrumentedAttribute

from contest_portal.kernel.identifiers import clean_text, sort_key

MAX_WORDS = 6


def words_in(column: InstrumentedAttribute[str], text: str) -> list[ColumnElement[bool]]:
    """Ask that a sort key hold every word typed; ñ and n count as one letter, because keyboards differ."""
    words = sort_key(clean_text(text)).replace("~", "").split()[:MAX_WORDS]
    plain = func.replace(column, "~", "")
    return [plain.contains(word, autoescape=True) for word in words]


def within_territories(
    column: InstrumentedAttribute[str], prefixes: tuple[str, ...]
) -> list[ColumnElement[bool]]:
    """Ask that an ubigeo lies in one of these territories (its first digits); none asks for nothing."""
    return [or_(*(column.startswith(prefix, autoescape=True) for prefix in prefixes))] if prefixes else []


def digits_only(text: str) -> str | None:
    """Give the digits when the text is nothing else, or None."""
    plain = clean_text(text).replace(" ", "")
    return plain if plain.isascii() and plain.isdigit() else None
