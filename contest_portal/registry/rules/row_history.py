"""What a row of the register was over time: its states one after another, and what a day looked like.

A file is true from the day it was applied; what a person noted, from the day it happened. So a day has two answers:
what is known of it today, and what the register held when that day came.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

Value = str | int | bool | None
Values = Mapping[str, Value]


class Basis(StrEnum):
    """What a day is judged by: all that is known today, or what the register held on that very day."""

    KNOWN_TODAY = "today"
    HELD_THEN = "then"


@dataclass(frozen=True, slots=True)
class State:
    """What a row held. `batch_id` told it, `line` where in the file; None: not told by a file or a person.

    `since` is the day from which it is true, `held_since` the day the register learned it; None: as far back as is
    known.
    """

    values: Values
    batch_id: int | None = None
    line: int | None = None
    since: date | None = None
    held_since: date | None = None

    def began_by(self, day: date, basis: Basis) -> bool:
        """Tell whether this was so, or already held, on a day."""
        start = self.since if basis is Basis.KNOWN_TODAY else self.held_since
        return start is None or start <= day


@dataclass(frozen=True, slots=True)
class Change:
    """A field that a state made different; `is_first` when nothing was known before."""

    field: str
    before: Value
    after: Value
    state: State
    is_first: bool = False


def state_on(states: Sequence[State], day: date, basis: Basis) -> int | None:
    """Give the place of the state of a day; None when the register did not know the row yet.

    What was noted later prevails over what was noted before it, even where it goes back further.
    """
    begun = [place for place, state in enumerate(states) if state.began_by(day, basis)]
    return begun[-1] if begun else None


def origin(states: Sequence[State], place: int, *fields: str) -> State:
    """Give the state that first told the values that fields have there, together: where they come from."""
    told = [states[place].values.get(field) for field in fields]
    while place > 0 and [states[place - 1].values.get(field) for field in fields] == told:
        place -= 1
    return states[place]


def changes(states: Sequence[State], fields: Sequence[str]) -> tuple[Change, ...]:
    """List what changed in these fields, the first state as one line, the newest first."""
    return tuple(reversed(list(_changes(states, fields))))


def _changes(states: Sequence[State], fields: Sequence[str]) -> Iterator[Change]:
    for place, state in enumerate(states):
        if place == 0:
            yield Change("", None, None, state, is_first=True)
            continue
        before = states[place - 1].values
        for field in fields:
            if before.get(field) != state.values.get(field):
                yield Change(field, before.get(field), state.values.get(field), state)
