"""Which two entries of a register may be one person: names that nearly agree, and what else agrees.

In one district birth dates may differ a little, or be unknown; in two districts they must be the same. Where a date is
unknown and the names differ more, or the districts, a third fact must agree: the household, or the DNI but for a slip.
Who is compared with whom at all is said in `duplicate_blocks.py`.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from contest_portal.kernel.problems import N_, Problem
from contest_portal.registry.rules.disclosure import dni_problem
from contest_portal.registry.rules.name_likeness import allowed_difference, likeness, word_difference

REASON_LEAST, REASON_MOST = 5, 300
EXTRA_WORD_COSTS = 8
WORDS_OF_A_WHOLE_NAME = 3
"""A name and one surname agree by chance too often to tell anything by themselves."""


class DateSign(StrEnum):
    """How two birth dates agree. UNKNOWN: one of them, or both, the register does not know."""

    SAME = "same"
    SWAPPED = "swapped"
    ONE_DIGIT = "one_digit"
    SAME_MONTH = "same_month"
    UNKNOWN = "unknown"


LEAST_SIMILARITY = {DateSign.SAME: 80, DateSign.SWAPPED: 85, DateSign.ONE_DIGIT: 90, DateSign.SAME_MONTH: 97}
"""The less the dates agree, the more the names must."""
LEAST_BY_NAME_ALONE = 92
LEAST_IN_ONE_HOUSEHOLD, LEAST_WITH_NEAR_NUMBER = 85, 90


class SharedFact(StrEnum):
    """What two entries have in common, or not, beside name and birth date."""

    HOUSEHOLD = "household"
    DISTRICT = "district"
    TWO_DISTRICTS = "two_districts"
    NEAR_NUMBER = "near_number"


class Decision(StrEnum):
    """What a person found out about a pair."""

    SAME = "same"
    DIFFERENT = "different"


@dataclass(slots=True, eq=False)
class Identity:
    """A person by what is compared; `key` is the sort key of the name. Made by the million: kept small and quick."""

    person_id: int
    key: str
    born: date | None
    sex: str
    words: frozenset[str]
    district: str
    household_id: int
    dni: str


@dataclass(frozen=True, slots=True)
class LikelyPair:
    """Two entries that may be one person; `one_id` is the smaller. Similarity of the names in hundredths."""

    one_id: int
    other_id: int
    sign: DateSign
    similarity: int


def identity(
    person_id: int,
    key: str,
    born: date | None,
    sex: str,
    district: str = "",
    household_id: int = 0,
    dni: str = "",
) -> Identity:
    """Make what is compared of a person."""
    words = frozenset(key.replace("~", "").split())
    return Identity(person_id, key, born, sex, words, district, household_id, dni)


def compare(one: Identity, other: Identity) -> LikelyPair | None:
    """Say how two entries may be one person; None when they hardly can."""
    shared = len(one.words & other.words)
    if not shared or shared < min(len(one.words), len(other.words)) - 2 or one.person_id == other.person_id:
        return None
    sign = DateSign.UNKNOWN if one.born is None or other.born is None else date_sign(one.born, other.born)
    least = None if sign is None else _least_similarity(sign, one, other)
    if sign is None or least is None:
        return None
    similarity = name_similarity(one.key, other.key)
    may_differ_in_sex = similarity == 100 and sign is not DateSign.UNKNOWN
    if similarity < least or (one.sex != other.sex and not may_differ_in_sex):
        return None
    first, second = sorted((one.person_id, other.person_id))
    return LikelyPair(first, second, sign, similarity)


def _least_similarity(sign: DateSign, one: Identity, other: Identity) -> int | None:
    """Give how alike two names must be, given what else agrees; None when they tell nothing."""
    is_here, is_undated = one.district == other.district, sign is DateSign.UNKNOWN
    if is_here and not is_undated:
        return LEAST_SIMILARITY[sign]
    if is_undated and one.household_id == other.household_id:
        return LEAST_IN_ONE_HOUSEHOLD
    if is_undated and is_near_number(one.dni, other.dni):
        return LEAST_WITH_NEAR_NUMBER
    may_be_one = is_here if is_undated else sign is DateSign.SAME
    return LEAST_BY_NAME_ALONE if may_be_one and _are_nearly_the_same(one, other) else None


def _are_nearly_the_same(one: Identity, other: Identity) -> bool:
    """Tell whether two whole names have the same words but one, in the same order: cousins swap surnames."""
    shared = one.words & other.words
    fewest = min(len(one.words), len(other.words))
    if fewest < WORDS_OF_A_WHOLE_NAME or len(shared) < fewest - 1:
        return False
    mine, theirs = ([word for word in _words(each.key) if word in shared] for each in (one, other))
    return mine == theirs


def shared_facts(
    numbers: tuple[str, str], households: tuple[int, int], districts: tuple[str, str]
) -> tuple[SharedFact, ...]:
    """Say what of two entries agrees beside name and birth date: where they live, and their DNI but for a slip."""
    if households[0] == households[1]:
        place = SharedFact.HOUSEHOLD
    else:
        place = SharedFact.DISTRICT if districts[0] == districts[1] else SharedFact.TWO_DISTRICTS
    return (place, SharedFact.NEAR_NUMBER) if is_near_number(*numbers) else (place,)


def is_near_number(one: str, other: str) -> bool:
    """Tell whether two DNI differ in one digit, or in two neighbours that changed places: slips of whoever types."""
    apart = [place for place, (mine, theirs) in enumerate(zip(one, other, strict=True)) if mine != theirs]
    if len(apart) != 2:
        return len(apart) == 1
    first, second = apart
    return second == first + 1 and (one[first], one[second]) == (other[second], other[first])


def date_sign(one: date, other: date) -> DateSign | None:
    """Say how two birth dates agree; None when they do not."""
    if one == other:
        return DateSign.SAME
    if one.year == other.year and (one.month, one.day) == (other.day, other.month):
        return DateSign.SWAPPED
    differ = sum(mine != theirs for mine, theirs in zip(one.isoformat(), other.isoformat(), strict=True))
    if differ == 1:
        return DateSign.ONE_DIGIT
    return DateSign.SAME_MONTH if (one.year, one.month) == (other.year, other.month) else None


def name_similarity(one: str, other: str) -> int:
    """Compare two names by their words, in any order; one may have a word more. 100: the same words."""
    less, more = sorted((_words(one), _words(other)), key=len)
    extra = len(more) - len(less)
    if len(less) < 2 or extra > 1:
        return 0
    near = {
        word: {there: apart for there in more if (apart := _apart(word, there)) <= allowed_difference(word)}
        for word in less
    }
    found = likeness(less, near, " ".join(more))
    return 0 if found is None else found.similarity - extra * EXTRA_WORD_COSTS


def decision_problems(reason: str, *, is_decided: bool) -> tuple[Problem, ...]:
    """Ask for a reason, once."""
    found = []
    if is_decided:
        message = N_("Otra persona ya decidió sobre este par. Vuelva a cargar la página.")
        found.append(Problem("duplicate.decided", field="decision", message=message))
    if not REASON_LEAST <= len(reason) <= REASON_MOST:
        message = N_("Escriba cómo se comprobó, en %(least)s a %(most)s letras.")
        params = {"least": str(REASON_LEAST), "most": str(REASON_MOST)}
        found.append(Problem("duplicate.reason", field="reason", message=message, params=params))
    number = dni_problem(reason, field="reason")
    return (*found, number) if number is not None else tuple(found)


def merge_problem(kept_id: int, pair: Collection[int], present: Collection[int]) -> Problem | None:
    """Refuse to keep somebody else, and to join an entry that has gone meanwhile."""
    if kept_id not in pair:
        message = N_("Elija cuál de los dos registros se queda.")
    elif not set(pair) <= set(present):
        message = N_(
            "Uno de los dos ya no figura en el padrón: no hay nada que unir. Revise los dos expedientes."
        )
    else:
        return None
    return Problem("duplicate.kept", field="decision", message=message)


def _words(key: str) -> list[str]:
    return key.replace("~", "").split()


def _apart(word: str, there: str) -> int:
    return word_difference(word, there, most=allowed_difference(word))
