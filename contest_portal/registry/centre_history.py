"""The history of a populated centre: what each file told of it, with its name, line and day."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.registry.models import Centre, ImportBatch, RegisterVersion
from contest_portal.registry.rules.file_changes import GONE, RowChange, RowState, row_changes
from contest_portal.registry.stores import NOUNS

_CENTRE = NOUNS["centres"][0]
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
    changes = row_changes([*_kept(session, code), *_now(session, code)])
    batches = {
        batch.id: batch
        for batch in session.scalars(
            select(ImportBatch).where(ImportBatch.id.in_({change.batch_id for change in changes}))
        )
    }
    found = ((change, batches.get(change.batch_id or 0)) for change in changes)
    return tuple(
        HistoryLine(change, batch.filename if batch else None, batch.applied_at if batch else None)
        for change, batch in found
        if change.is_first or change.is_gone or change.is_back or change.changes
    )


def _kept(session: Session, code: str) -> list[RowState]:
    rows = session.execute(
        select(
            RegisterVersion.content,
            RegisterVersion.batch_id,
            RegisterVersion.line,
            RegisterVersion.until_batch_id,
        )
        .where(RegisterVersion.noun == _CENTRE.name, RegisterVersion.key == code)
        .order_by(RegisterVersion.id)
    )
    return [
        RowState(_read(json.loads(content)), batch_id, line, until) for content, batch_id, line, until in rows
    ]


def _now(session: Session, code: str) -> list[RowState]:
    centre = session.get(Centre, code)
    if centre is None:
        return []
    values = {name: getattr(centre, name) for name in (*SHOWN, GONE)}
    return [RowState(values, centre.batch_id, centre.line)]


def _read(content: dict[str, str | int | None]) -> dict[str, str | int | bool | None]:
    return {name: content.get(name) for name in (*SHOWN, GONE)}
