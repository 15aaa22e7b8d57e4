"""Who is compared with whom, so that nobody is compared with everybody: whoever may be alike shares a key.

In a district the keys are made of the birth date, or of two words of the name where a date is unknown. In the whole
country they are two words of the name among the people of one birth date, and the digits of the DNI among the people
of one first surname.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import chain, combinations

from contest_portal.registry.rules.duplicates import Identity, LikelyPair, compare

LARGE_BLOCK = 150
"""So many people with one key are told apart by more of their name: registers put 1 January for "unknown"."""
Couple = tuple[Identity, Identity]


def likely_pairs(people: Sequence[Identity]) -> list[LikelyPair]:
    """Give the pairs of one district that may be one person, the smaller ids first."""
    undated = [person for person in people if person.born is None]
    return _compared(_near_dates(people), _meeting(people, undated, _home_and_words))


def born_alike(people: Sequence[Identity]) -> list[LikelyPair]:
    """Give the pairs of one birth date, in two districts, that may be one person."""
    met = _meeting(people, people, _two_words)
    return _compared((one, other) for one, other in met if one.district != other.district)


def near_numbers(people: Sequence[Identity]) -> list[LikelyPair]:
    """Give the pairs of one first surname, of which a birth date is unknown, whose DNI is the same but for a slip."""
    undated = [person for person in people if person.born is None]
    return _compared(_meeting(people, undated, _parts_of_number))


def _compared(*couples: Iterable[Couple]) -> list[LikelyPair]:
    found = {}
    for one, other in chain.from_iterable(couples):
        pair = compare(one, other)
        if pair is not None:
            found[pair.one_id, pair.other_id] = pair
    return [found[ids] for ids in sorted(found)]


def _meeting(
    people: Sequence[Identity], indexed: Sequence[Identity], keys: Callable[[Identity], Iterable[object]]
) -> Iterator[Couple]:
    """Let everybody meet whoever of the indexed shares a key, once; these are all, or those without a birth date."""
    index: dict[object, list[Identity]] = {}
    for person in indexed:
        for key in keys(person):
            index.setdefault(key, []).append(person)
    for one in people if index else ():
        met = {other.person_id: other for key in keys(one) for other in index.get(key, ())}
        for other in met.values():
            if one.person_id < other.person_id or (one.born is None) != (other.born is None):
                yield one, other


def _two_words(person: Identity) -> Iterable[object]:
    return combinations(sorted(person.words), 2)


def _home_and_words(person: Identity) -> Iterable[object]:
    return person.household_id, *_two_words(person)


def _parts_of_number(person: Identity) -> Iterable[object]:
    """Give the parts of a DNI of which a slip leaves one as it is: either half, or all but the middle."""
    dni = person.dni
    return (0, dni[:4]), (1, dni[4:]), (2, dni[:3], dni[5:])


def _near_dates(people: Iterable[Identity]) -> Iterator[Couple]:
    blocks: dict[object, list[Identity]] = {}
    for person in people:
        for key in () if person.born is None else _date_keys(person.born):
            blocks.setdefault(key, []).append(person)
    for block in blocks.values():
        yield from _within(block)


def _date_keys(born: date) -> Iterator[object]:
    """Give the keys that a birth date shares with those it may be confused with."""
    year, month, day = born.year, born.month, born.day
    yield year, month
    yield "day", year, day
    yield "decade", year // 10, month, day
    yield "unit", year // 100, year % 10, month, day
    if day <= 12 and day != month:
        yield "swapped", year, min(month, day), max(month, day)


def _within(block: list[Identity]) -> Iterator[Couple]:
    if len(block) <= LARGE_BLOCK:
        yield from combinations(block, 2)
        return
    alike: dict[str, list[Identity]] = {}
    for person in block:
        alike.setdefault(first_word(person), []).append(person)
    for few in alike.values():
        yield from combinations(few, 2)


def first_word(person: Identity) -> str:
    """Give the first surname, or its first word."""
    return person.key.split(" ", 1)[0]
