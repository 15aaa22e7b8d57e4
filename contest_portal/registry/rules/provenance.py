"""Where each present value of a row of the register comes from: who first told it and was not contradicted since."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from contest_portal.registry.rules.row_history import RowState


@dataclass(frozen=True, slots=True)
class Origin:
    """The file and line that a value stands in; a batch of None is a row that no file told of."""

    batch_id: int | None
    line: int | None


def origins(states: Sequence[RowState], fields: Iterable[str]) -> dict[str, Origin]:
    """Give the origin of each field's present value; states are oldest first, the last is the row as it is.

    A later file that tells other things of the row, or the same, does not become the origin of what it did not change.
    """
    return {field: _origin(states, field) for field in fields}


def _origin(states: Sequence[RowState], field: str) -> Origin:
    first = states[-1]
    for state in reversed(states[:-1]):
        if state.values.get(field) != first.values.get(field):
            break
        first = state
    return Origin(first.batch_id, first.line)
