"""The history of a populated centre: what each file told of it, with its name, line and day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from contest_portal.registry.imports.row_states import centre_states
from contest_portal.registry.models.register import Centre
from contest_portal.registry.rules.coordinates import degrees_text
from contest_portal.registry.rules.file_changes import GONE, RowChange, row_changes
from contest_portal.registry.rules.row_history import Value

SHOWN = (
    "name",
    "area",
    "population",
    "households",
    "dwellings",
    "altitude_m",
    "latitude_e6",
    "longitude_e6",
)
"""The fields that a person reads; the others follow from the code or the name."""


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """A change with the file that made it; None for a row that no file told of."""

    change: RowChange
    filename: str | None
    applied_at: datetime | None


@dataclass(frozen=True, slots=True)
class CentreChange:
    """One field that a file changed, or with no field what it did to the centre: a line of a table to take away."""

    applied_at: datetime | None
    filename: str | None
    line: int | None
    what: str
    field: str | None = None
    before: str | None = None
    after: str | None = None


def centre_changes(session: Session, code: str) -> tuple[CentreChange, ...]:
    """List the changes of a centre one field a line, the newest first; coordinates in degrees."""
    return tuple(line for history in centre_history(session, code) for line in _lines(history))


def centre_history(session: Session, code: str) -> tuple[HistoryLine, ...]:
    """List what files did to a centre, the newest first; files that changed nothing a person reads are left out."""
    centre = session.get(Centre, code)
    if centre is None:
        return ()
    states, told = centre_states(session, centre, (*SHOWN, GONE))
    found = ((change, told.get(change.batch_id or 0)) for change in row_changes(states))
    return tuple(
        HistoryLine(change, by.filename if by else None, by.applied_at if by else None)
        for change, by in found
        if change.is_first or change.is_gone or change.is_back or change.changes
    )


def _lines(history: HistoryLine) -> Iterator[CentreChange]:
    change = history.change
    origin = (history.applied_at, history.filename, change.line)
    deeds = (("first", change.is_first), ("gone", change.is_gone), ("back", change.is_back))
    yield from (CentreChange(*origin, what) for what, is_so in deeds if is_so)
    for one in change.changes:
        before, after = _written(one.field, one.before), _written(one.field, one.after)
        yield CentreChange(*origin, "changed", one.field, before, after)


def _written(field: str, value: Value) -> str | None:
    if value is None:
        return None
    return degrees_text(int(value)) if field in ("latitude_e6", "longitude_e6") else str(value)
