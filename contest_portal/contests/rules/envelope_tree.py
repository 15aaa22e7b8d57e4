"""The envelopes of a contest as a tree: the categories' own, those inside them, and those that stand beside them."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from contest_portal.contests.rules.pots import Pot, Scope
from contest_portal.contests.rules.rulebook import Category, Rulebook
from contest_portal.kernel.money import ZERO, Money
from contest_portal.kernel.rounding import Rounding


@dataclass(frozen=True, slots=True)
class Node:
    """An envelope in its place. `own` is its common money: the amount less what the envelopes inside it hold.

    `parent` is empty for an outermost one, whose `depth` is 0.
    """

    code: str
    name: str
    amount: Money
    own: Money
    scope: Scope
    parent: str = ""
    depth: int = 0
    spills: bool = False


def tree_of(book: Rulebook) -> tuple[Node, ...]:
    """List the envelopes in the order of the rules, each before those inside it.

    A category without money of its own is no envelope where the contest has others. One that does not come after its
    `parent` is left out: the checks of publication name it.
    """
    held = Counter[str]()
    for pot in book.pots:
        held[pot.parent] += pot.amount.cents
    tops = [
        Pot(one.code, one.name, one.envelope, scope=Scope(category=one.code))
        for one in book.categories
        if one.envelope or not book.pots
    ]
    tops.extend(pot for pot in book.pots if not pot.parent)
    return tuple(node for top in tops for node in _under(top, Scope(), 0, book.pots, held))


def _under(
    pot: Pot, around: Scope, depth: int, pots: Sequence[Pot], held: Mapping[str, int]
) -> Iterator[Node]:
    scope = pot.scope.within(around)
    own = pot.amount - Money(held[pot.code])
    yield Node(pot.code, pot.name, pot.amount, own, scope, pot.parent, depth, pot.spills)
    for n, one in enumerate(pots, 1):
        if one.parent == pot.code:  # those listed before it cannot be inside it
            yield from _under(one, scope, depth + 1, pots[n:], held)


def home_of(nodes: Sequence[Node], *, category: str, line: str, district: str) -> str:
    """Name the innermost envelope that a group belongs to; empty where there is none."""
    inside = [one for one in nodes if one.scope.holds(category=category, line=line, district=district)]
    return max(inside, key=lambda one: one.depth).code if inside else ""


def top_amount(book: Rulebook) -> Money:
    """Give what the outermost envelopes hold together: all the money of the contest."""
    return Money.total(
        (*(one.envelope for one in book.categories), *(pot.amount for pot in book.pots if not pot.parent))
    )


def money_for(book: Rulebook, category: Category) -> Money:
    """Give what the groups of a category may count on: its envelope, or an equal part where it has none of its own."""
    return category.envelope or Money(book.fund.cents // len(book.categories))


def with_shares(book: Rulebook) -> Rulebook:
    """Work the amounts of shares out again, from the outermost envelopes inwards; rounded down to the céntimo."""
    amounts, pots = {"": book.fund, **{one.code: one.envelope for one in book.categories}}, list[Pot]()
    for pot in book.pots:
        pots.append(replace(pot, amount=amount_of(pot, amounts.get(pot.parent, ZERO))))
        amounts[pot.code] = pots[-1].amount
    return replace(book, pots=tuple(pots))


def amount_of(pot: Pot, around: Money) -> Money:
    """Give what an envelope holds: its share of what is around it, rounded down, or the amount as typed."""
    return pot.amount if pot.share is None else around.times(pot.share, Rounding.DOWN)


def scaled(pots: Sequence[Pot], before: Mapping[str, Money], after: Mapping[str, Money]) -> tuple[Pot, ...]:
    """Give the envelopes in the same proportion of the money around them; the outermost ones were `before`.

    They are `after`, both by code. Rounded down to the céntimo.
    """
    old, new, made = dict(before), dict(after), list[Pot]()
    for pot in pots:
        share = pot.share if pot.share is not None else pot.amount.share_of(old.get(pot.parent, ZERO))
        inside = new.get(pot.parent, ZERO).times(share, Rounding.DOWN)
        made.append(replace(pot, amount=inside if pot.parent else new.get(pot.code, pot.amount)))
        old[pot.code], new[pot.code] = pot.amount, made[-1].amount
    return tuple(made)
