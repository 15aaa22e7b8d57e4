"""The states of a sheet: a draft that its juror writes, then final and sealed until the secretary returns it."""

from enum import StrEnum

from contest_portal.kernel.lifecycle import Lifecycle, Transition


class SheetState(StrEnum):
    """Where a sheet stands."""

    DRAFT = "draft"
    FINAL = "final"


_DRAFT, _FINAL = frozenset({SheetState.DRAFT.value}), frozenset({SheetState.FINAL.value})

SHEET: Lifecycle[None] = Lifecycle(
    "sheet",
    (
        Transition("save", _DRAFT, SheetState.DRAFT),
        Transition("finalise", _DRAFT, SheetState.FINAL),
        Transition("return", _FINAL, SheetState.DRAFT),
    ),
)
