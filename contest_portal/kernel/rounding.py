"""Exact rationals become integers in one place, by a policy named in the contest's rules."""

from enum import StrEnum
from fractions import Fraction


class Rounding(StrEnum):
    """How an exact value becomes an integer number of units."""

    HALF_UP = "half_up"
    HALF_EVEN = "half_even"
    DOWN = "down"


def round_to_units(value: Fraction, units_per_one: int, rounding: Rounding) -> int:
    """Round `value` to an integer number of units, `units_per_one` of which make 1.

    Halves go away from zero under HALF_UP; DOWN goes towards zero.
    """
    denominator = value.denominator
    whole, rest = divmod(abs(value.numerator) * units_per_one, denominator)
    if _goes_up(whole, 2 * rest, denominator, rounding):
        whole += 1
    return whole if value >= 0 else -whole


def _goes_up(whole: int, twice_the_rest: int, denominator: int, rounding: Rounding) -> bool:
    if rounding is Rounding.DOWN:
        return False
    if twice_the_rest == denominator:
        return rounding is Rounding.HALF_UP or whole % 2 == 1
    return twice_the_rest > denominator
