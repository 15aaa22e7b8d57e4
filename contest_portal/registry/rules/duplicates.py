"""Which two entries of a register may be one person: names that nearly agree, birth dates that nearly agree.

Compared are people of the same sex, or of the very same name, in one district. Nobody is compared with everybody:
whoever may be alike shares one of a few keys made of the birth date, and at least a word of the name.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from contest_portal.kernel.problems import N_, Problem
from contest_portal.registry.rules.disclosure import dni_problem
from contest_portal.registry.rules.name_likeness import allowed_difference, likeness, word_difference

REASON_LEAST, REASON_MOST = 5, 300
EXTRA_WORD_COSTS = 8
LARGE_BLOCK = 150
"""So many people with one key are told apart by their first surname as well: registers put 1 January for "unknown"."""


class DateSign(StrEnum):
    """How two birth dates agree."""

    SAME = "same"
    SWAPPED = "swapped"
    ONE_DIGIT = "one_digit"
    SAME_MONTH = "same_month"


LEAST_SIMILARITY = {DateSign.SAME: 80, DateSign.SWAPPED: 85, DateSign.ONE_DIGIT: 90, DateSign.SAME_MONTH: 97}
"""The less the dates agree, the more the names must."""


class Decision(StrEnum):
    """What a person found out about a pair."""

    SAME = "same"
    DIFFERENT = "different"


@dataclass(slots=True, eq=False)
class Identity:
    """A person by what is compared; `key` is the sort key of the name. Made by the million: kept small and quick."""

    person_id: int
    key: str
    born: date
    sex: str
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class LikelyPair:
    """Two entries that may be one person; `one_id` is the smaller. Similarity of the names in hundredths."""

    one_id: int
    other_id: int
    sign: DateSign
    similarity: int


def identity(person_id: int, key: str, born: date, sex: str) -> Identity:
    """Make what is compared of a person."""
    return Identity(person_id, key, born, sex, frozenset(key.replace("~", "").split()))


def likely_pairs(people: Iterable[Identity]) -> list[LikelyPair]:
    """Give the pairs of one district that may be one person, the smaller ids first."""
    blocks: dict[object, list[Identity]] = {}
    for person in people:
        for key in _keys(person.born):
            blocks.setdefault(key, []).append(person)
    found = {}
    for block in blocks.values():
        for one, other in _meeting(block) if len(block) > 1 else ():
            pair = compare(one, other)
            if pair is not None:
                found[pair.one_id, pair.other_id] = pair
    return [found[ids] for ids in sorted(found)]


def compare(one: Identity, other: Identity) -> LikelyPair | None:
    """Say how two entries may be one person; None when they hardly can."""
    shared = len(one.words & other.words)
    if not shared or shared < min(len(one.words), len(other.words)) - 2 or one.person_id == other.person_id:
        return None
    sign = date_sign(one.born, other.born)
    if sign is None:
        return None
    similarity = name_similarity(one.key, other.key)
    if similarity < LEAST_SIMILARITY[sign] or (one.sex != other.sex and similarity < 100):
        return None
    first, second = sorted((one.person_id, other.person_id))
    return LikelyPair(first, second, sign, similarity)


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


def _keys(born: date) -> Iterator[object]:
    """Give the keys that a birth date shares with those it may be confused with."""
    year, month, day = born.year, born.month, born.day
    yield year, month
    yield "day", year, day
    yield "decade", year // 10, month, day
    yield "unit", year // 100, year % 10, month, day
    if day <= 12 and day != month:
        yield "swapped", year, min(month, day), max(month, day)


def _meeting(block: list[Identity]) -> Iterator[tuple[Identity, Identity]]:
    if len(block) <= LARGE_BLOCK:
        for place, one in enumerate(block):
            for other in block[place + 1 :]:
                yield one, other
        return
    alike: dict[str, list[Identity]] = {}
    for person in block:
        alike.setdefault(person.key.split(" ", 1)[0], []).append(person)
    for few in alike.values():
        for place, one in enumerate(few):
            for other in few[place + 1 :]:
                yield one, other


def _words(key: str) -> list[str]:
    return key.replace("~", "").split()


def _apart(word: str, there: str) -> int:
    return word_difference(word, there, most=allowed_difference(word))
