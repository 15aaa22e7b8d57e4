"""A scored contest with envelopes inside envelopes."""

from dataclasses import replace
from fractions import Fraction

from sqlalchemy.orm import Session

from contest_portal.contests.rules.pots import Pot, Scope
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.kernel.money import ZERO, Money
from tests.factories.allocation import ScoredContest, add_ranked, make_scored_contest
from tests.factories.contests import RULEBOOK
from tests.factories.kept_scenes import kept_scene

POTS = (
    Pot("TODO", "Fondo común", Money.soles(100_000)),
    Pot("S-IDEA", "En idea", Money.soles(40_000), "TODO", Scope(category="IDEA"), spills=True),
    Pot(
        "PAN",
        "Panaderías",
        Money.soles(10_000),
        "S-IDEA",
        Scope(line="panaderia"),
        Fraction(1, 4),
        spills=True,
    ),
    Pot("S-MARCHA", "En marcha", Money.soles(25_000), "TODO", Scope(category="MARCHA")),
)
"""Of common money: 35,000 for all, 30,000 in idea and 10,000 for bakeries inside it, 25,000 in progress, which stay."""


def nested(rulebook: Rulebook = RULEBOOK) -> Rulebook:
    """Give rules with these envelopes in the place of those of the categories."""
    categories = tuple(replace(one, envelope=ZERO) for one in rulebook.categories)
    return replace(rulebook, categories=categories, pots=POTS)


def make_nested_contest(session: Session) -> ScoredContest:
    """Make one in which a bakery finds no room in its own envelope, and two groups none in that of their category."""
    return kept_scene(session, "nested contest", _nested_contest)


def _nested_contest(session: Session) -> ScoredContest:
    scored = make_scored_contest(session, rulebook=nested())
    add_ranked(session, scored, "Sumaq Kuy", soles=18_000, place=1, units=9100)
    add_ranked(session, scored, "Mishki Tanta", soles=17_000, place=2, units=8850, line="panaderia")
    add_ranked(session, scored, "Allin Ruway", soles=12_000, place=3, units=8425)
    add_ranked(session, scored, "Wiñay Warmi", soles=5_000, place=4, units=7000)
    add_ranked(session, scored, "Qori Sara", soles=9_000, units=6950)
    add_ranked(session, scored, "Llaqta Maki", soles=20_000, place=1, units=9300, category="MARCHA")
    add_ranked(session, scored, "Hatun Wasi", soles=20_000, place=2, units=8000, category="MARCHA")
    add_ranked(session, scored, "Musuq Ñan", soles=20_000, place=3, units=7500, category="MARCHA")
    return scored
