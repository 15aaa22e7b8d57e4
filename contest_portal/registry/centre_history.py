"""The history of a populated centre: what each file told of it, with its name, line and day."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from contest_portal.registry.imports.row_states import centre_states
from contest_portal.registry.models.register import Centre
from contest_portal.registry.rules.file_changes import GONE, RowChange, row_changes

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
