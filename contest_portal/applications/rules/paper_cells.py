"""Where two typings of a table differ: cell by cell while both have as many rows, else the table as one.

A cell goes by `goods.0.unit_cost`: the table's field, the row from 0 in the order of the paper, the column.
"""

from collections.abc import Iterator
from dataclasses import replace

from contest_portal.applications.rules.draft_fields import Draft
from contest_portal.kernel.canonical import Json
from contest_portal.kernel.records import to_data


def differing_cells(first: Draft, second: Draft, field: str) -> tuple[str, ...]:
    """Name the cells in which a field that differs does; none where it is no table or a row is missing."""
    mine, others = _rows(first, field), _rows(second, field)
    if not mine or len(mine) != len(others):
        return ()
    return tuple(_cells(field, mine, others))


def table_of(key: str) -> str:
    """Give the field to which a cell belongs; a field itself otherwise."""
    return key.partition(".")[0]


def place_of(key: str) -> tuple[str, int, str] | None:
    """Give table, row and column of a cell; None for a field."""
    field, _, rest = key.partition(".")
    row, _, cell = rest.partition(".")
    return (field, int(row), cell) if cell else None


def with_cell(present: Draft, first: Draft, source: Draft, place: tuple[str, int, str]) -> Draft:
    """Take one cell from `source`. A table that was written anew with other rows begins from the first typing again."""
    field, row, cell = place
    typed = _rows(first, field)
    rows = _rows(present, field) if len(_rows(present, field)) == len(typed) else typed
    taken = getattr(_rows(source, field)[row], cell)
    changed = type(rows)(
        replace(one, **{cell: taken}) if number == row else one for number, one in enumerate(rows)
    )
    return replace(present, profile=replace(present.profile, **{field: changed}))


def without_spaces(value: Json) -> Json:
    """Give the same without regard to how texts are spaced."""
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, list):
        return [without_spaces(item) for item in value]
    if isinstance(value, dict):
        return {key: without_spaces(item) for key, item in value.items()}
    return value


def _cells(field: str, mine: tuple[object, ...], others: tuple[object, ...]) -> Iterator[str]:
    for row, pair in enumerate(zip(mine, others, strict=True)):
        one, other = (without_spaces(to_data(each)) for each in pair)
        if isinstance(one, dict) and isinstance(other, dict):
            yield from (f"{field}.{row}.{cell}" for cell in one if one[cell] != other[cell])


def _rows(draft: Draft, field: str):  # type: ignore[no-untyped-def] # rows of any table
    rows = getattr(draft.profile, field, ())
    return rows if isinstance(rows, tuple) else ()
