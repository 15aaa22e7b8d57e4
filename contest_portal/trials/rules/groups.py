"""The invented groups of a trial: why each is there, how good it is, who is in it, and what it asks for."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from contest_portal.contests.rules.envelope_tree import money_for
from contest_portal.contests.rules.rulebook import Category, Phase, Rulebook
from contest_portal.kernel.clock import office_date
from contest_portal.kernel.money import Money
from contest_portal.trials.rules.people import invented_name
from contest_portal.trials.rules.plan import Strength, TrialPlan, drawn
from contest_portal.trials.rules.purposes import OUT, Purpose, purposes_of

_TEN_SOLES = 1_000
_MOST_MEMBERS = 10_000
_OVER_THE_ENVELOPE = Fraction(3, 2)
"""How many times their envelope those ask for together who are to pass."""
_CHANCE = {Strength.WEAK: (-60, 40), Strength.USUAL: (-20, 80), Strength.STRONG: (40, 95)}
"""From where to where contenders are drawn, in hundredths of the way up from the pass mark, or down from it."""
_CERTAIN = {Purpose.LEADER: 92, Purpose.TIED: 50, Purpose.BELOW: -45, Purpose.ANSWERED_NO: 70}


@dataclass(frozen=True, slots=True)
class InventedMember:
    """A member: a number that the whole trial has once, the names, and what a register would tell."""

    number: int
    names: tuple[str, str, str]
    sex: str
    born_on: date
    household: int


@dataclass(frozen=True, slots=True)
class InventedGroup:
    """A group of the trial, numbered from 1 over all categories.

    `level` is how far up its range every mark lies; groups with the same `twin` are alike in everything that gives
    points. `present` counts the households that are there when a phase asks.
    """

    number: int
    category: str
    line: str
    purpose: Purpose
    twin: str
    level: Fraction
    members: tuple[InventedMember, ...]
    present: int
    requested: Money

    @property
    def households(self) -> int:
        """Count the households."""
        return len({member.household for member in self.members})


def invented_groups(rulebook: Rulebook, plan: TrialPlan) -> tuple[InventedGroup, ...]:
    """Invent the groups of every category: one for each thing to be shown, then contenders up to the number chosen."""
    return tuple(_groups(rulebook, plan))


def _groups(rulebook: Rulebook, plan: TrialPlan) -> Iterator[InventedGroup]:
    number = 0
    for category in rulebook.categories:
        shown = purposes_of(rulebook, category.code)
        purposes = (*shown, *[Purpose.CONTENDER] * max(0, plan.groups - len(shown)))
        passing = sum(purpose not in OUT for purpose in purposes)
        for purpose in purposes:
            number += 1
            yield _group(rulebook, plan, category, number, purpose, passing)


def _group(
    rulebook: Rulebook, plan: TrialPlan, category: Category, number: int, purpose: Purpose, passing: int
) -> InventedGroup:
    twin = f"{category.code} {purpose}" if purpose is Purpose.TIED else str(number)
    chance = _chance(plan, purpose, twin)
    members = _members(rulebook, plan, number, purpose, twin)
    return InventedGroup(
        number=number,
        category=category.code,
        line=rulebook.lines[number % len(rulebook.lines)].code,
        purpose=purpose,
        twin=twin,
        level=_level(rulebook, category.code, chance),
        members=members,
        present=_present(rulebook.phases_of(category.code), members, purpose),
        requested=_requested(rulebook, plan, category, number, passing),
    )


def _chance(plan: TrialPlan, purpose: Purpose, twin: str) -> int:
    """Give how far above the pass mark the group is meant to be, in hundredths of the way; below it when negative."""
    if purpose in _CERTAIN:
        return _CERTAIN[purpose]
    lowest, highest = _CHANCE[plan.strength]
    if purpose is not Purpose.CONTENDER:
        lowest = 25
    return lowest + drawn(plan.seed, "level", twin, below=highest - lowest + 1)


def _level(rulebook: Rulebook, category_code: str, chance: int) -> Fraction:
    most = rulebook.max_points_of(category_code)
    needed = rulebook.scoring.pass_mark.points / most if most else Fraction(0)
    way = needed if chance < 0 else 1 - needed
    return needed + way * Fraction(chance, 100)


def _members(
    rulebook: Rulebook, plan: TrialPlan, number: int, purpose: Purpose, twin: str
) -> tuple[InventedMember, ...]:
    """Invent one person a household, two at least: an agreement is signed by two.

    Those who are sure to pass are young women, those who are sure not to are old men: what a register gives in points
    goes with the marks.
    """
    fewest, most = rulebook.group.min_households, rulebook.group.max_households
    households = fewest + drawn(plan.seed, "households", twin, below=min(3, most - fewest + 1))
    year = office_date(rulebook.calendar.closes_at).year
    members = []
    for order in range(max(2, households)):
        is_favoured = _is_favoured(plan, purpose, twin, order)
        sex, age = ("F", 24) if is_favoured else ("M", 47)
        members.append(
            InventedMember(
                number=number * _MOST_MEMBERS + order,
                names=invented_name(plan.seed, number, order, sex=sex),
                sex=sex,
                born_on=date(year - age, 1, 1 + order % 28),
                household=number * _MOST_MEMBERS + min(order, households - 1),
            )
        )
    return tuple(members)


def _is_favoured(plan: TrialPlan, purpose: Purpose, twin: str, order: int) -> bool:
    if purpose in (Purpose.LEADER, Purpose.TIED, Purpose.BELOW):
        return purpose is not Purpose.BELOW
    return drawn(plan.seed, "person", twin, order, below=3) > 0


def _present(phases: tuple[Phase, ...], members: tuple[InventedMember, ...], purpose: Purpose) -> int:
    """Give all households, or, of the group that is to stay away, the most that still disqualify it."""
    households = len({member.household for member in members})
    if purpose is not Purpose.ABSENT:
        return households
    needed = max(phase.attendance_minimum or Fraction(0) for phase in phases) * households
    return max(0, -(-needed.numerator // needed.denominator) - 1)


def _requested(rulebook: Rulebook, plan: TrialPlan, category: Category, number: int, passing: int) -> Money:
    """Ask for a part of the envelope, a little more or less than the others, within what the rules allow."""
    budget = rulebook.budget
    varied = Fraction(85 + drawn(plan.seed, "asks", number, below=31), 100)
    part = money_for(rulebook, category).times(_OVER_THE_ENVELOPE * varied / passing)
    rounded = Money(max(1, part.cents // _TEN_SOLES) * _TEN_SOLES)
    return min(budget.max_award, max(budget.min_award, rounded))
