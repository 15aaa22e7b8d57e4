"""Envelopes inside envelopes in words, for the call, the bases and the designer."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from flask_babel import gettext, ngettext

from contest_portal.contests.rules.coded import by_code
from contest_portal.contests.rules.envelope_tree import Node, tree_of
from contest_portal.contests.rules.pots import Scope
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.kernel.money import Money


@dataclass(frozen=True, slots=True)
class EnvelopeRow:
    """An envelope in its place in the tree: whom it is for, its money, its common money, what becomes of the rest."""

    name: str
    depth: int
    around: str
    whom: str
    amount: Money
    own: Money
    share: str
    rest: str


def envelope_rows(book: Rulebook, places: Mapping[str, str]) -> tuple[EnvelopeRow, ...]:
    """List the envelopes of rules that have others than those of the categories; none for rules without."""
    return tuple(_row(book, node, places) for node in tree_of(book)) if book.pots else ()


def envelope_sentences(book: Rulebook) -> Iterator[str]:
    """Say how envelopes inside others are shared out; nothing where there are none."""
    if not book.pots:
        return
    yield gettext(
        "Los sobres que están dentro de otro se reparten primero, cada uno entre los grupos para los que es. Después "
        "se reparte el dinero común del sobre que los contiene, con lo que subió de ellos, entre todos los suyos que "
        "todavía esperan: por puntaje, y a igual puntaje por el puesto en su categoría y el código de esta; y así "
        "hasta el sobre exterior."
    )
    yield gettext(
        "Un porcentaje es exacto y se redondea hacia abajo al céntimo; la diferencia queda en el dinero común del "
        "sobre que lo contiene."
    )


def pots_summary(book: Rulebook) -> str:
    """Give in one line how many envelopes lie inside others."""
    if not book.pots:
        return str(gettext("Un sobre por categoría y ninguno dentro de otro"))
    return str(
        ngettext(
            "%(num)s sobre además de los de las categorías",
            "%(num)s sobres además de los de las categorías",
            len(book.pots),
        )
    )


def scope_in_words(book: Rulebook, scope: Scope, places: Mapping[str, str]) -> str:
    """Say whom an envelope is for; `places` are names by the beginning of a ubigeo."""
    parts = (
        place_in_words(scope.territory, places) if scope.territory else "",
        book.envelope_names.get(scope.category, scope.category),
        by_code(book.lines, scope.line).name if scope.line else "",
    )
    return "; ".join(part for part in parts if part) or str(gettext("Todos los grupos"))


def place_in_words(start: str, places: Mapping[str, str]) -> str:
    """Name a department, a province or a district by the beginning of its ubigeo."""
    name = places.get(start, start)
    if len(start) == 2:
        return str(gettext("Departamento de %(name)s", name=name))
    return str(gettext("Provincia de %(name)s", name=name)) if len(start) == 4 else name


def percent_of(share: Fraction | None) -> str:
    """Write a share as a percentage with no more decimals than it has; nothing for none.

    After the fourth decimal an ellipsis tells of more: a file of elsewhere may say a third.
    """
    if share is None:
        return ""
    units, more = divmod(share * 100 * 10**4, 1)
    whole, decimals = divmod(units, 10**4)
    if more:
        return f"{whole}.{decimals:04d}…"
    return f"{whole}.{decimals:04d}".rstrip("0").rstrip(".")


def _row(book: Rulebook, node: Node, places: Mapping[str, str]) -> EnvelopeRow:
    around = book.envelope_names.get(node.parent, "")
    share = next((pot.share for pot in book.pots if pot.code == node.code), None)
    rest = gettext("Sube a «%(name)s»", name=around) if node.spills else gettext("Queda como saldo")
    return EnvelopeRow(
        name=node.name,
        depth=node.depth,
        around=around,
        whom=scope_in_words(book, node.scope, places),
        amount=node.amount,
        own=node.own,
        share=gettext("%(percent)s %% de «%(name)s»", percent=percent_of(share), name=around)
        if share
        else "",
        rest=str(rest),
    )
