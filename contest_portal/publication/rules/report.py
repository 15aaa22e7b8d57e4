"""What the contests of a year came to: groups, money and people, by line, by territory and by what people are.

Ages and classes are told only where nobody can be recognised in them: a count below LEAST_TOLD is withheld, and where
the total would still give it away, so is the next smallest. How many people and women a group has is public anyway.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from contest_portal.kernel.money import ZERO, Money

LEAST_TOLD = 5
UNKNOWN = ""
"""The part of those of whom the register does not tell it."""
AGE_BANDS = ((0, "0-29"), (30, "30-44"), (45, "45-59"), (60, "60+"))
"""The age in whole years with which each band begins, and its name."""


@dataclass(frozen=True, slots=True)
class ReportedMember:
    """A member as the register tells of the person: age in whole years on the day of sending."""

    age: int | None
    poverty_class: str | None


@dataclass(frozen=True, slots=True)
class ReportedGroup:
    """A group that stood in an announced contest; `granted` is ZERO where it won nothing, or gave it back.

    `granted_on` and `members` are told of winners alone; of a contest that came in from elsewhere no `members` are
    known, only how many people and women there are.
    """

    contest_code: str
    code: str
    name: str
    title: str
    line: str
    department: str
    province: str
    district: str
    ubigeo: str
    granted: Money
    people: int
    women: int
    granted_on: date | None = None
    members: tuple[ReportedMember, ...] = ()


@dataclass(frozen=True, slots=True)
class Tally:
    """Groups that stood together: how many, how many won, how much; people and women among those who won."""

    groups: int
    winners: int
    granted: Money
    people: int
    women: int

    @property
    def women_percent(self) -> int | None:
        """Give the share of women in whole percent, rounded down; None where nobody won."""
        return self.women * 100 // self.people if self.people else None


Names = tuple[str, ...]
Row = tuple[Names, Tally]


@dataclass(frozen=True, slots=True)
class PeopleCount:
    """How many of the people are of a kind; None where it is withheld."""

    kind: str
    count: int | None


def tally(groups: Iterable[ReportedGroup]) -> Tally:
    """Count groups that are told together."""
    together = tuple(groups)
    winners = [group for group in together if group.granted > ZERO]
    return Tally(
        groups=len(together),
        winners=len(winners),
        granted=Money.total(group.granted for group in winners),
        people=sum(group.people for group in winners),
        women=sum(group.women for group in winners),
    )


def tallies(groups: Iterable[ReportedGroup], key: Callable[[ReportedGroup], Names]) -> tuple[Row, ...]:
    """Count groups by their names, such as those of a place; who was granted most stands first."""
    together: dict[Names, list[ReportedGroup]] = {}
    for group in groups:
        together.setdefault(key(group), []).append(group)
    found = [(names, tally(mine)) for names, mine in together.items()]
    return tuple(sorted(found, key=lambda row: (-row[1].granted.cents, -row[1].groups, row[0])))


def by_age(groups: Iterable[ReportedGroup]) -> tuple[PeopleCount, ...]:
    """Count the members of winning groups by band of age, the youngest first."""
    ages = Counter(_band(member.age) for member in _winning(groups))
    return withheld(ages, [name for _, name in AGE_BANDS] + [UNKNOWN])


def by_class(groups: Iterable[ReportedGroup], classes: Sequence[str]) -> tuple[PeopleCount, ...]:
    """Count the members of winning groups by the poverty class of their household."""
    found = Counter(member.poverty_class or UNKNOWN for member in _winning(groups))
    return withheld(found, [*classes, UNKNOWN])


def withheld(counts: Mapping[str, int], kinds: Sequence[str]) -> tuple[PeopleCount, ...]:
    """Tell the counts that are not zero, in the order of `kinds`, but for what would show single persons.

    What is withheld comes, taken together, to LEAST_TOLD or more, or is everything.
    """
    present = [kind for kind in kinds if counts.get(kind)]
    rising = sorted(present, key=lambda kind: (counts[kind], present.index(kind)))
    hidden: list[str] = []
    for kind in rising:
        still_shown_by_the_rest = hidden and sum(counts[one] for one in hidden) < LEAST_TOLD
        if counts[kind] < LEAST_TOLD or still_shown_by_the_rest:
            hidden.append(kind)
    return tuple(PeopleCount(kind, None if kind in hidden else counts[kind]) for kind in present)


def _winning(groups: Iterable[ReportedGroup]) -> list[ReportedMember]:
    return [member for group in groups if group.granted > ZERO for member in group.members]


def _band(age: int | None) -> str:
    if age is None:
        return UNKNOWN
    return next(name for least, name in reversed(AGE_BANDS) if age >= least)
