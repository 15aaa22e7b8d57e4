"""The changes of a row, told from the values it had."""

import pytest

from contest_portal.registry.rules.file_changes import (
    FieldChange,
    RowChange,
    RowState,
    Value,
    row_changes,
)


def state(batch: int, line: int, until: int | None, **values: Value) -> RowState:
    return RowState({"gone_batch_id": None, **values}, batch, line, until)


@pytest.mark.parametrize(
    ("states", "changes"),
    [
        ([], ()),
        ([state(1, 7, None, households=40)], (RowChange(1, 7, is_first=True),)),
        (
            [state(1, 7, 2, households=None, area="R"), state(2, 9, None, households=40, area="R")],
            (
                RowChange(2, 9, (FieldChange("households", None, 40),)),
                RowChange(1, 7, is_first=True),
            ),
        ),
        (
            [
                state(1, 7, 2, households=40),
                state(1, 7, 3, households=40, gone_batch_id=2),
                state(3, 5, None, households=0),
            ],
            (
                RowChange(3, 5, (FieldChange("households", 40, 0),), is_back=True),
                RowChange(2, None, is_gone=True),
                RowChange(1, 7, is_first=True),
            ),
        ),
        (
            [state(1, 7, 2, households=40), state(2, 8, None, households=40)],
            (RowChange(2, 8), RowChange(1, 7, is_first=True)),
        ),
    ],
    ids=["no row", "told once", "a figure came", "gone and back", "nothing changed"],
)
def test_states_become_changes(states: list[RowState], changes: tuple[RowChange, ...]) -> None:
    assert row_changes(states) == changes
