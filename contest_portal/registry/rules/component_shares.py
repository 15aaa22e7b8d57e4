"""Counting over households: shares of a place, and what most households of a group have."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from contest_portal.kernel.rounding import Rounding, round_to_units
from contest_portal.registry.rules.component_records import Step, held_since

PER_WHOLE = 1000
PER_POINT = PER_WHOLE // 100
FEWEST = 2


@dataclass(frozen=True, slots=True)
class HeldKind:
    """A live record of a household, as much of it as counting asks for."""

    household_id: int
    kind_id: int
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Holding:
    """A kind that `holders` of `households` have; all of them have had it since `since_year`."""

    kind_id: int
    holders: int
    households: int
    since_year: int


def share_per_mille(part: int, whole: int) -> int | None:
    """Give a share in thousandths, half up; None of nothing."""
    return round_to_units(Fraction(part, whole), PER_WHOLE, Rounding.HALF_UP) if whole else None


def format_share(per_mille: int) -> str:
    """Write a share in percent with one decimal, none when it is zero: `45.2`, `81`."""
    points, tenths = divmod(per_mille, PER_POINT)
    return f"{points}.{tenths}" if tenths else str(points)


def common_holdings(
    household_ids: Iterable[int], records: Sequence[HeldKind], day: date
) -> tuple[Holding, ...]:
    """Tell which kinds more than half of these households had on a day, and since when all the holders had them.

    Only delivered things and things in use count. Of several records of a kind a household's longest one counts. What
    one household alone has is not said of the group. The commonest kinds come first, then the oldest.
    """
    households = frozenset(household_ids)
    first: dict[int, dict[int, date]] = {}
    for record in records:
        since = held_since(record.steps, day)
        if since is not None and record.household_id in households:
            holders = first.setdefault(record.kind_id, {})
            holders[record.household_id] = min(since, holders.get(record.household_id, since))
    found = [
        Holding(kind_id, len(holders), len(households), max(holders.values()).year)
        for kind_id, holders in first.items()
        if len(holders) >= FEWEST and 2 * len(holders) > len(households)
    ]
    return tuple(sorted(found, key=lambda held: (-held.holders, held.since_year, held.kind_id)))
