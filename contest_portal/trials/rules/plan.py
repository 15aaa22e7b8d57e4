"""What a person chooses of a trial, and chance that can be repeated: every draw follows from the seed."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from hashlib import sha256

from contest_portal.contests.rules.envelope_tree import money_for
from contest_portal.contests.rules.rulebook import Category, Rulebook
from contest_portal.trials.rules.purposes import OUT, purposes_of

MOST_GROUPS = 12
LARGEST_SEED = 999_999


class Strength(StrEnum):
    """How good the groups are whom the trial marks by chance."""

    WEAK = "weak"
    USUAL = "usual"
    STRONG = "strong"


@dataclass(frozen=True, slots=True)
class TrialPlan:
    """How many groups a category has at least, how good they are, and the seed of chance."""

    seed: int = 1
    groups: int = 8
    strength: Strength = Strength.USUAL


def suggested_groups(rulebook: Rulebook) -> int:
    """Give so many groups a category that its envelope runs out, as far as a trial goes."""
    return min(MOST_GROUPS, max(_wanted(rulebook, category) for category in rulebook.categories))


def drawn(seed: int, *what: object, below: int) -> int:
    """Draw a number from 0 up to, not including, `below`: the same for the same seed and words, on every machine."""
    digest = sha256("|".join(map(str, (seed, *what))).encode()).digest()
    return int.from_bytes(digest[:8], "big") % below


def _wanted(rulebook: Rulebook, category: Category) -> int:
    purposes = purposes_of(rulebook, category.code)
    paid = Fraction(money_for(rulebook, category).cents, rulebook.budget.max_award.cents)
    return max(len(purposes) + 1, int(paid) + 2 + sum(purpose in OUT for purpose in purposes))
