"""The states of rows of the register, read from their versions and the row as it is; see rules/row_history.py."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.kernel.clock import office_date
from contest_portal.registry.models.lives import LifeEvent
from contest_portal.registry.models.register import Centre, Household, ImportBatch, Person, RegisterVersion
from contest_portal.registry.rules.row_history import State, Value, Values

HOUSEHOLD_FIELDS = (
    "centre_code",
    "language",
    "sisfoh_class",
    "sisfoh_classified_on",
    "sisfoh_expires_on",
    "latitude_e6",
    "longitude_e6",
    "gone_batch_id",
)
PERSON_FIELDS = (
    "given_names",
    "paternal_surname",
    "maternal_surname",
    "birth_date",
    "sex",
    "is_head",
    "kinship",
    "household_id",
    "gone_batch_id",
)


@dataclass(frozen=True, slots=True)
class Told:
    """Who told something: a file with its line, or a person. `holds_from` is the day from which it is true.

    `event` is what a person noted, empty for a file; `undone` that the act took an earlier one back. `author` None: the
    command line. `is_run`: an outside source told it, and `filename` names the source and its run.
    """

    batch_id: int
    filename: str
    author: str | None
    applied_at: datetime
    told_on: date
    holds_from: date
    event: str = ""
    reason: str | None = None
    undone: bool = False
    is_run: bool = False


@dataclass(frozen=True, slots=True)
class Lives:
    """Rows with their states, the oldest first, by their ids."""

    households: Mapping[int, tuple[State, ...]]
    persons: Mapping[int, tuple[State, ...]]
    told: Mapping[int, Told]


def lives(session: Session, households: Sequence[Household], persons: Sequence[Person]) -> Lives:
    """Give every state of these households and persons: in as many queries for one as for many."""
    versions = {
        **_versions(session, "household", [row.code for row in households]),
        **_versions(session, "person", [row.dni for row in persons]),
    }
    known = [version for every in versions.values() for version in every]
    told = _told(session, [*households, *persons], known)
    return Lives(
        {
            row.id: _states(row, HOUSEHOLD_FIELDS, versions.get(("household", row.code), []), told)
            for row in households
        },
        {row.id: _states(row, PERSON_FIELDS, versions.get(("person", row.dni), []), told) for row in persons},
        told,
    )


def centre_states(
    session: Session, centre: Centre, fields: Sequence[str]
) -> tuple[tuple[State, ...], Mapping[int, Told]]:
    """Give every state of a centre, the oldest first, and who told them."""
    versions = _versions(session, "centre", [centre.code]).get(("centre", centre.code), [])
    told = _told(session, [centre], versions)
    return _states(centre, fields, versions, told), told


def _versions(
    session: Session, noun: str, keys: Sequence[str]
) -> dict[tuple[str, str], list[RegisterVersion]]:
    found: dict[tuple[str, str], list[RegisterVersion]] = {}
    rows = session.scalars(
        select(RegisterVersion)
        .where(RegisterVersion.noun == noun, RegisterVersion.key.in_(keys))
        .order_by(RegisterVersion.id)
    )
    for row in rows:
        found.setdefault((noun, row.key), []).append(row)
    return found


def _told(
    session: Session, rows: Sequence[Household | Person | Centre], versions: Sequence[RegisterVersion]
) -> dict[int, Told]:
    asked = {row.batch_id for row in (*rows, *versions)} | {version.until_batch_id for version in versions}
    found = session.execute(
        select(ImportBatch, User.full_name, LifeEvent)
        .outerjoin(User, User.id == ImportBatch.applied_by)
        .outerjoin(
            LifeEvent, (LifeEvent.batch_id == ImportBatch.id) | (LifeEvent.undo_batch_id == ImportBatch.id)
        )
        .where(ImportBatch.id.in_(sorted(batch for batch in asked if batch is not None)))
        .order_by(ImportBatch.id)
    )
    batches: list[tuple[ImportBatch, str | None, LifeEvent | None]] = [(*row,) for row in found]
    told = {}
    for batch, author, event in batches:
        undone = event is not None and event.undo_batch_id == batch.id
        told[batch.id] = Told(
            batch_id=batch.id,
            filename=batch.filename,
            author=author,
            applied_at=batch.applied_at,
            told_on=office_date(batch.applied_at),
            holds_from=batch.holds_from,
            event="" if event is None else event.kind,
            reason=None if event is None else (event.undo_reason if undone else event.reason),
            undone=undone,
            is_run=batch.source_code is not None,
        )
    return told


def _states(
    row: Household | Person | Centre,
    fields: Sequence[str],
    versions: Sequence[RegisterVersion],
    told: Mapping[int, Told],
) -> tuple[State, ...]:
    """Put the states one after another: each began with the batch that ended the one before."""
    contents: list[Values] = [json.loads(version.content) for version in versions]
    contents.append({name: getattr(row, name) for name in fields})
    writers = [*((version.batch_id, version.line) for version in versions), (row.batch_id, row.line)]
    begun = [writers[0][0], *(version.until_batch_id for version in versions)]
    states = []
    for content, batch_id, (writer, line) in zip(contents, begun, writers, strict=True):
        by = None if batch_id is None else told[batch_id]
        states.append(
            State(
                values={name: _plain(name, content.get(name)) for name in fields},
                batch_id=batch_id,
                line=line if batch_id == writer else None,
                since=None if by is None else by.holds_from,
                held_since=None if by is None else by.told_on,
            )
        )
    return tuple(states)


def _plain(name: str, value: object) -> Value:
    """Write a value the same whether a database or the row gave it."""
    if value is None:
        return None
    if name == "is_head":
        return bool(value)
    return value if isinstance(value, int) else str(value)
