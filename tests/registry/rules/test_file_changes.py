"""The changes of a row, told from the values it had."""

import pytest

from contest_portal.registry.rules.file_changes import (
    FieldChange,
    RowChange,
    row_changes,
)
from contest_portal.registry.rules.row_history import State, Value


def state(batch: int, line: int | None, **values: Value) -> State:
    return State({"gone_batch_id": None, **values}, batch, line)


@pytest.mark.parametrize(
    ("states", "changes"),
    [
        ([], ()),
        ([state(1, 7, households=40)], (RowChange(1, 7, is_first=True),)),
        (
            [state(1, 7, households=None, area="R"), state(2, 9, households=40, area="R")],
            (
                RowChange(2, 9, (FieldChange("households", None, 40),)),
                RowChange(1, 7, is_first=True),
            ),
        ),
        (
            [
                state(1, 7, households=40),
                state(2, None, households=40, gone_batch_id=2),
                state(3, 5, households=0),
            ],
            (
                RowChange(3, 5, (FieldChange("households", 40, 0),), is_back=True),
                RowChange(2, None, is_gone=True),
                RowChange(1, 7, is_first=True),
            ),
        ),
        (
            [state(1, 7, households=40), state(2, 8, households=40)],
            (RowChange(2, 8), RowChange(1, 7, is_first=True)),
        ),
    ],
    ids=["no row", "told once", "a figure came", "gone and back", "nothing changed"],
)
def test_states_become_changes(states: list[State], changes: tuple[RowChange, ...]) -> None:
    assert row_changes(states) == changes
