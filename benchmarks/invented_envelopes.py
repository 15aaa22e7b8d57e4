"""Invented envelopes inside envelopes: by territory, line and category in any order; some have a rest, some spill."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from random import Random

from contest_portal.allocation.rules.registry import RULES
from contest_portal.contests.rules.envelope_tree import amount_of
from contest_portal.contests.rules.pots import Pot, Scope
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.kernel.money import ZERO, Money

Dimensions = Sequence[tuple[str, Sequence[str]]]


def with_envelopes(rules: Rulebook, random: Random) -> Rulebook:
    """Put envelopes inside those of the categories, or one common envelope with others inside it in their place."""
    territory = ("territory", (*rules.territory, rules.territory[0][:4]))
    line = ("line", tuple(one.code for one in rules.lines))
    dimensions = random.sample((territory, line), 2)
    changed = _with_rule(rules, random.choice(sorted(RULES)))
    if random.random() < 0.5:
        tops = [(one.code, one.envelope) for one in changed.categories]
        pots = [pot for code, money in tops for pot in _inside(random, code, money, dimensions)]
        return replace(changed, pots=tuple(pots))
    category = ("category", tuple(one.code for one in rules.categories))
    dimensions = random.sample((*dimensions, category), random.randint(1, 3))
    common = Pot("TODO", "Fondo común", Money.total(one.envelope for one in changed.categories))
    empty = tuple(replace(one, envelope=ZERO) for one in rules.categories)
    return replace(
        changed,
        categories=empty,
        pots=(common, *_inside(random, common.code, common.amount, dimensions)),
    )


def _with_rule(rules: Rulebook, rule: str) -> Rulebook:
    """Choose the rule; a fund that is short, or limits that what envelopes are owed contradicts, give no allocation."""
    if rule == "pass_funded":
        categories = tuple(replace(one, envelope=Money.soles(1_600_000)) for one in rules.categories)
        rules = replace(rules, categories=categories, fund=Money.total(one.envelope for one in categories))
    return replace(rules, allocation_rule=rule, allocation=replace(rules.allocation, limits=()))


def _inside(random: Random, parent: str, money: Money, dimensions: Dimensions) -> Iterator[Pot]:
    """Share an envelope out by one thing, or leave it whole, and each part by the next."""
    if not dimensions or random.random() < 0.2:
        return
    (name, values), *others = dimensions
    chosen = values[-1:] if name == "territory" and random.random() < 0.3 else values[:2]
    for number, value in enumerate(chosen):
        if number and random.random() < 0.3:
            continue  # whoever it is about belongs to the envelope around
        pot = Pot(
            f"{parent}-{number}"[:20],
            f"{parent} para {value}",
            Money(random.randint(0, money.cents // 2)),
            parent,
            Scope(**{name: value}),
            random.choice((None, Fraction(1, 3), Fraction(2, 7))),
            spills=random.random() < 0.6,
        )
        pot = replace(pot, amount=amount_of(pot, money))
        yield pot
        yield from _inside(random, pot.code, pot.amount, others)
