"""What files changed in a row of the register, one after the other, from the values it had."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from contest_portal.registry.rules.row_history import State, Value

GONE = "gone_batch_id"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that a file changed; None is "no data"."""

    field: str
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class RowChange:
    """What one file did to a row: told of it first, changed fields, left it out or brought it back."""

    batch_id: int | None
    line: int | None
    changes: tuple[FieldChange, ...] = ()
    is_first: bool = False
    is_gone: bool = False
    is_back: bool = False


def row_changes(states: Sequence[State]) -> tuple[RowChange, ...]:
    """Compare the states of a row, given oldest first; the newest change comes first."""
    if not states:
        return ()
    oldest = states[0]
    found = [RowChange(oldest.batch_id, oldest.line, is_first=True)]
    found += [_between(before, after) for before, after in pairwise(states)]
    return tuple(reversed(found))


def _between(before: State, after: State) -> RowChange:
    was_gone, is_gone = before.values.get(GONE) is not None, after.values.get(GONE) is not None
    changes = tuple(
        FieldChange(field, before.values.get(field), value)
        for field, value in after.values.items()
        if field != GONE and value != before.values.get(field)
    )
    return RowChange(
        after.batch_id,
        after.line,
        changes,
        is_gone=is_gone and not was_gone,
        is_back=was_gone and not is_gone,
    )
