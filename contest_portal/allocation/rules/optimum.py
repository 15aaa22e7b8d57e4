"""The choice of the highest total value, exactly, and always the same one of several: whole numbers prove it.

Prices of the rows (from the solver, rounded to whole numbers) bound every choice from above: the bound is what the rows
hold at these prices, and what each thing is worth beyond its price. To choose a thing that costs more than it is
worth, or leave one that is worth more, lowers the bound by the difference. So whatever would lower it below a choice
that is already known is settled, and only a small core is left, which the solver searches to the end.

Of several best choices the one is taken that has the first thing in which they differ (things come in order).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import gcd

from contest_portal.allocation.rules.solver import SCALE, Question, Row, UnprovenError, choose, prices

CORE = 64
"""How many things the core begins with."""

BLOCK = 16
"""How many things are settled at once when best choices are compared: 2^16 is exact in every solver."""

Choice = tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Priced:
    """A question with its bound: no choice is worth more than `bound`, and each deviation lowers that by its `gap`."""

    question: Question
    bound: int
    gaps: tuple[int, ...]

    def deviates(self, at: int, *, chosen: bool) -> int:
        """Give by how much the bound falls when a thing is chosen or not against its price."""
        gap = self.gaps[at]
        return abs(gap) if chosen != (gap > 0) else 0


@dataclass(frozen=True, slots=True)
class Optimum:
    """A best choice, its value, and the proven bound, rounded down: no choice is worth more."""

    chosen: Choice
    value: int
    bound: int


def best_choice(question: Question) -> Optimum | None:
    """Give the best choice; None when nothing fits the rows. Raises UnprovenError where the search is too long."""
    if not question.values:
        return Optimum((), 0, 0) if fits(question, ()) else None
    multipliers = prices(question)
    if multipliers is None:
        return None
    priced = _priced(question, multipliers)
    try:
        found = _searched(priced)
    except UnprovenError as error:
        value = _value(question, error.choice) if error.choice else None
        raise UnprovenError(str(error), value=value, bound=priced.bound // SCALE) from error
    if found is None:
        return None
    value = _value(question, found)
    first = _first_of_equals(priced, value, found)
    return Optimum(first, value, max(priced.bound // SCALE, value))


def best_value(question: Question) -> int | None:
    """Give what the best choice is worth; None when nothing fits the rows. Raises UnprovenError as `best_choice`."""
    if not question.values:
        return 0 if fits(question, ()) else None
    multipliers = prices(question)
    found = None if multipliers is None else _searched(_priced(question, multipliers))
    return None if found is None else _value(question, found)


def is_possible(question: Question) -> bool:
    """Tell whether any choice keeps every row. Raises UnprovenError where the search is too long."""
    if not question.values:
        return fits(question, ())
    return choose(question._replace(values=[0] * len(question.values))) is not None


def fits(question: Question, chosen: Sequence[bool]) -> bool:
    """Tell, in whole numbers, whether a choice keeps every row."""
    return all(_holds(row, sum(w for at, w in row.weights.items() if chosen[at])) for row in question.rows)


def _holds(row: Row, total: int) -> bool:
    return (row.least is None or row.least <= total) and (row.most is None or total <= row.most)


def _value(question: Question, chosen: Sequence[bool]) -> int:
    return sum(value for value, is_in in zip(question.values, chosen, strict=True) if is_in)


def _priced(question: Question, multipliers: Sequence[int]) -> Priced:
    """Price every thing exactly. A price for a side that a row does not have is none."""
    gaps, bound = [value * SCALE for value in question.values], 0
    for row, price in zip(question.rows, multipliers, strict=True):
        side = row.most if price > 0 else row.least
        if side is None or not price:
            continue
        bound += price * side
        for at, weight in row.weights.items():
            gaps[at] -= price * weight
    return Priced(question, bound + sum(gap for gap in gaps if gap > 0), tuple(gaps))


def _searched(priced: Priced) -> Choice | None:
    """Search ever larger cores until everything outside is settled by the bound."""
    order = sorted(range(len(priced.gaps)), key=lambda at: (abs(priced.gaps[at]), at))
    size, found = CORE, None
    while True:
        found = _core_choice(priced, order[:size], priced.question.values, start=found or ())
        if size >= len(order):
            return found
        room = None if found is None else priced.bound - _value(priced.question, found) * SCALE
        if room is not None and abs(priced.gaps[order[size]]) > room:
            return found
        size *= 3


def _core_choice(
    priced: Priced,
    core: Sequence[int],
    values: Sequence[int],
    *,
    settled: dict[int, bool] | None = None,
    rows: Iterable[Row] = (),
    start: Choice = (),
) -> Choice | None:
    """Choose within a core; everything else is as settled, or as its price says."""
    chosen = [gap > 0 for gap in priced.gaps]
    for at, is_in in (settled or {}).items():
        chosen[at] = is_in
    for at in core:
        chosen[at] = False
    place = {at: number for number, at in enumerate(core)}
    small = []
    for row in (*priced.question.rows, *rows):
        rest = _rest(row, chosen, place)
        if not rest.weights and not _holds(rest, 0):
            return None
        small.append(rest)
    question = Question([values[at] for at in core], [row for row in small if row.weights])
    try:
        answer = choose(question, [start[at] for at in core] if start else ())
    except UnprovenError as error:
        best = _with(chosen, core, error.choice) if error.choice else start
        raise UnprovenError(str(error), best if best and fits(priced.question, best) else ()) from error
    if answer is None:
        return None
    whole = _with(chosen, core, answer)
    if not fits(priced.question, whole):
        raise UnprovenError("the solver's choice breaks a row")
    return whole


def _with(chosen: Sequence[bool], core: Sequence[int], answer: Sequence[bool]) -> Choice:
    """Give a choice with the answer of a core in its places."""
    answered = dict(zip(core, answer, strict=True))
    return tuple(answered.get(at, is_in) for at, is_in in enumerate(chosen))


def _rest(row: Row, chosen: Sequence[bool], place: dict[int, int]) -> Row:
    """Give what a row leaves to the core, in the smallest whole numbers."""
    used = sum(weight for at, weight in row.weights.items() if chosen[at])
    weights = {place[at]: weight for at, weight in row.weights.items() if at in place}
    unit = gcd(*weights.values()) or 1
    return Row(
        {at: weight // unit for at, weight in weights.items()},
        None if row.least is None else -((used - row.least) // unit),
        None if row.most is None else (row.most - used) // unit,
    )


def _first_of_equals(priced: Priced, value: int, found: Choice) -> Choice:
    """Of all choices of this value give the one with the first thing in which they differ.

    Best choices deviate from the prices by no more than the bound is above them, so few things are open at all.
    """
    count = len(priced.gaps)
    keep = Row(dict(enumerate(priced.question.values)), value, None)
    settled: dict[int, bool] = {}
    room = priced.bound - value * SCALE
    while True:
        opened = [at for at in range(count) if at not in settled and abs(priced.gaps[at]) <= room]
        if not opened:
            return found
        block = opened[:BLOCK]
        weights = [0] * count
        for power, at in enumerate(reversed(block)):
            weights[at] = 2**power
        better = _core_choice(priced, opened, weights, settled=settled, rows=(keep,), start=found)
        if better is None or _value(priced.question, better) != value:
            raise UnprovenError("the solver lost a choice of the best value")
        found = better
        for at in block:
            settled[at] = found[at]
            room -= priced.deviates(at, chosen=found[at])
