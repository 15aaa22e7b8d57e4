"""The filters that a text may use, with what each does; whatever is not here is refused."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from contest_portal.documents.rules import words
from contest_portal.documents.typesetting import clock_time, grouped_hash, in_text, listed, money
from contest_portal.kernel.clock import office_date
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import N_

TESTS = frozenset({"none"})
MANY = frozenset({"paragraphs"})
"""Filters that give several, for a loop to go through."""


def paragraphs(text: str) -> tuple[str, ...]:
    """Give the lines of a text that say something."""
    return tuple(line for line in text.splitlines() if line.strip())


def full_stop(text: str) -> str:
    """End a sentence with a full stop, once."""
    return text if text.endswith(".") else f"{text}."


def joined(texts: Iterable[object], between: str = "") -> str:
    """Write several with something between them."""
    return between.join(map(str, texts))


def length(several: Iterable[object]) -> int:
    """Count them."""
    return len(tuple(several))


def ordinal(number: int) -> str:
    """Head a clause: `SÉPTIMA`."""
    return words.ordinal(number).upper()


def figures(amount: object) -> str:
    """Write an amount; nothing else, though a text too has a `format`."""
    if not isinstance(amount, Money):
        raise TypeError(f"{type(amount).__name__} is no amount")
    return money(amount)


def upper(text: object) -> str:
    """Write in capitals."""
    return str(text).upper()


def capitalize(text: object) -> str:
    """Begin with a capital, as the first word of a sentence."""
    return str(text).capitalize()


FILTERS: Mapping[str, tuple[Callable[..., object], str]] = MappingProxyType(
    {
        "money": (figures, N_("Un monto en cifras: S/ 1,234.50")),
        "amount_in_words": (words.amount_in_words, N_("Un monto en letras, con céntimos")),
        "day": (words.day_of_month, N_("Una fecha: 23 de noviembre de 2026")),
        "date_in_words": (words.date_in_words, N_("Una fecha en letras")),
        "office_day": (office_date, N_("El día de un instante, en la hora de Lima")),
        "clock_time": (clock_time, N_("La hora de un instante: 16:30")),
        "hour_in_words": (words.hour_in_words, N_("La hora de un instante, en letras")),
        "cardinal": (words.cardinal, N_("Un número en letras")),
        "shortened": (words.shortened, N_("Acorta «uno» antes de un sustantivo: veintiún")),
        "ordinal": (ordinal, N_("El ordinal de una cláusula: SÉPTIMA")),
        "in_quotes": (words.in_quotes, N_("Un texto entre comillas: «…»")),
        "in_text": (in_text, N_("El número de un documento dentro de una oración")),
        "with_article": (words.with_article, N_("Un nombre con su artículo: la Unidad Territorial")),
        "to_whom": (words.to_whom, N_("Un nombre con «a» y su artículo: al Programa")),
        "listed": (listed, N_("Varios nombres: Lircay, Anchonga y Secclla")),
        "join": (joined, N_("Varios textos unidos por lo que se indique")),
        "length": (length, N_("Cuántos hay")),
        "paragraphs": (paragraphs, N_("Las líneas de un texto, una por una")),
        "full_stop": (full_stop, N_("Un texto con su punto final")),
        "upper": (upper, N_("En mayúsculas")),
        "capitalize": (capitalize, N_("Con mayúscula inicial")),
        "grouped_hash": (grouped_hash, N_("Una huella en grupos de ocho")),
    }
)
