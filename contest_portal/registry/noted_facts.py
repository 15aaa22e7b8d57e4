"""Keeping what a person noted from files that say otherwise: the register keeps it, and every difference is listed.

A file is compared in its temporary table, before it is counted and written: a line that contradicts a fact loses what
contradicts. Nothing is asked where nothing is noted.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, null, or_, select, update
from sqlalchemy.orm import Session

from contest_portal.kernel.problems import N_, Problem
from contest_portal.registry.imports.staging import ROWS_AT_ONCE, Stage
from contest_portal.registry.models.lives import LifeEvent, NotedFact
from contest_portal.registry.models.register import Household, ImportBatch, Person
from contest_portal.registry.models.sources import FILES, NOTED, SourceConflict
from contest_portal.registry.rules.coordinates import Point
from contest_portal.registry.rules.kinds.households import HOUSEHOLD_FACTS
from contest_portal.registry.rules.life_events import NotedField

_PLACE = ("latitude_e6", "longitude_e6")
_SAID_OF_THE_HEAD = ("is_head", "kinship")
_SAID_OF_THE_HOUSEHOLD = (*HOUSEHOLD_FACTS, *_SAID_OF_THE_HEAD)


@dataclass(frozen=True, slots=True)
class Against:
    """A line that says otherwise: of whom, in what, what is noted and what the line says."""

    line: int
    field: NotedField
    person_id: int | None
    household_id: int | None
    noted: str
    said: str


def keep_noted(session: Session, stage: Stage, *, told_by: str, batch_id: int | None) -> int:
    """Take out of the staged rows what contradicts a fact; give how many lines did. With a batch, list each."""
    if not session.scalar(select(_live(select(NotedFact.id)).limit(1).exists())):
        return 0
    found = [
        *_standing(session, stage),
        *_homes(session, stage),
        *_centres(session, stage),
        *_places(session, stage),
        *_heads(session, stage),
        *_kinships(session, stage),
    ]
    if batch_id is not None and found:
        _list(session, found, told_by or FILES, session.get_one(ImportBatch, batch_id).applied_at)
    return len({one.line for one in found})


def kept_notice(lines: int) -> Iterator[Problem]:
    """Say that lines said otherwise than what a person noted."""
    if lines:
        message = N_(
            "%(rows)s filas contradicen hechos que anotó una persona (fallecimientos, mudanzas, divisiones): el padrón "
            "conserva lo anotado y la diferencia queda en las discrepancias entre fuentes."
        )
        yield Problem("file.noted_kept", field="file", message=message, params={"rows": str(lines)})


def noted_households(session: Session, field: NotedField) -> frozenset[int]:
    """Give the households of which a person noted a field."""
    query = _live(select(NotedFact.household_id)).where(NotedFact.field == field.value)
    return frozenset(session.scalars(query).all())


def _standing(session: Session, stage: Stage) -> list[Against]:
    """Take out the lines of whoever died, left, or is another entry."""
    rows = stage.table
    query = (
        select(rows.c.line, Person.id, LifeEvent.kind, rows.c.household_code)
        .join(Person, Person.dni == rows.c.dni)
        .join(NotedFact, _fact_of(NotedField.STANDING, NotedFact.person_id == Person.id))
        .join(LifeEvent, _stands())
        .where(Person.gone_batch_id.is_not(None))
        .order_by(rows.c.line)
    )
    found = [
        _against(NotedField.STANDING, line, who, None, noted, said)
        for line, who, noted, said in session.execute(query)
    ]
    stage.remove([one.line for one in found])
    return found


def _homes(session: Session, stage: Stage) -> list[Against]:
    """Let the lines of whoever moved tell of the person alone, in the household that was noted."""
    rows = stage.table
    query = (
        select(rows.c.line, Person.id, Household.code, rows.c.household_code)
        .join(Person, Person.dni == rows.c.dni)
        .join(Household, Household.id == Person.household_id)
        .join(NotedFact, _fact_of(NotedField.HOME, NotedFact.person_id == Person.id))
        .join(LifeEvent, _stands())
        .where(rows.c.household_code != Household.code)
        .distinct()
        .order_by(rows.c.line)
    )
    found = [
        _against(NotedField.HOME, line, who, None, noted, said)
        for line, who, noted, said in session.execute(query)
    ]
    home: ColumnElement[str] = (
        select(Household.code)
        .join(Person, Person.household_id == Household.id)
        .where(Person.dni == rows.c.dni)
        .scalar_subquery()
    )
    silent = dict.fromkeys(_SAID_OF_THE_HOUSEHOLD, null())
    lines = [one.line for one in found]
    for start in range(0, len(lines), ROWS_AT_ONCE):
        some = rows.c.line.in_(lines[start : start + ROWS_AT_ONCE])
        session.execute(update(rows).where(some).values(household_code=home, **silent))
    return found


def _centres(session: Session, stage: Stage) -> list[Against]:
    """Let no line tell the centre of a household whose move was noted, nor where it lived there."""
    rows = stage.table
    query = (
        select(func.min(rows.c.line), Household.id, Household.centre_code, func.min(rows.c.centre_code))
        .join(Household, Household.code == rows.c.household_code)
        .join(NotedFact, _fact_of(NotedField.CENTRE, NotedFact.household_id == Household.id))
        .join(LifeEvent, _stands())
        .where(rows.c.centre_code != Household.centre_code)
        .group_by(Household.id, Household.centre_code)
        .order_by(Household.id)
    )
    found = [
        _against(NotedField.CENTRE, line, None, who, noted, said)
        for line, who, noted, said in session.execute(query)
    ]
    _silence_households(session, stage, [one.household_id for one in found], "centre_code", *_PLACE)
    return found


def _places(session: Session, stage: Stage) -> list[Against]:
    """Let no line tell the place of a dwelling that a person noted."""
    rows = stage.table
    query = (
        select(
            func.min(rows.c.line),
            Household.id,
            Household.latitude_e6,
            Household.longitude_e6,
            func.min(rows.c.latitude_e6),
            func.min(rows.c.longitude_e6),
        )
        .join(Household, Household.code == rows.c.household_code)
        .join(NotedFact, _fact_of(NotedField.PLACE, NotedFact.household_id == Household.id))
        .join(LifeEvent, _stands())
        .where(or_(*(rows.c[name] != Household.__table__.c[name] for name in _PLACE)))
        .group_by(Household.id, Household.latitude_e6, Household.longitude_e6)
        .order_by(Household.id)
    )
    found = []
    for line, who, *values in session.execute(query):
        noted, said = Point(*values[:2]).text, Point(*values[2:]).text
        found.append(_against(NotedField.PLACE, line, None, who, noted, said))
    _silence_households(session, stage, [one.household_id for one in found], *_PLACE)
    return found


def _heads(session: Session, stage: Stage) -> list[Against]:
    """Let no line tell the head of a household whose new head was noted, nor who is kin to another one."""
    rows = stage.table
    query = (
        select(rows.c.line, Person.id, Household.id, Person.is_head, rows.c.is_head)
        .join(Person, Person.dni == rows.c.dni)
        .join(Household, and_(Household.id == Person.household_id, Household.code == rows.c.household_code))
        .join(NotedFact, _fact_of(NotedField.HEAD, NotedFact.household_id == Household.id))
        .join(LifeEvent, _stands())
        .where(rows.c.is_head.is_not(None), rows.c.is_head != Person.is_head)
        .distinct()
        .order_by(rows.c.line)
    )
    told = session.execute(query).all()
    _silence_households(session, stage, [home for _, _, home, _, _ in told], *_SAID_OF_THE_HEAD)
    return [
        _against(NotedField.HEAD, line, who, None, _flag(noted), _flag(said))
        for line, who, _, noted, said in told
    ]


def _kinships(session: Session, stage: Stage) -> list[Against]:
    """Let no line tell what somebody is to the head otherwise than noted, as long as the noted link holds."""
    rows = stage.table
    query = (
        select(rows.c.line, Person.id, Person.kinship, rows.c.kinship)
        .join(Person, Person.dni == rows.c.dni)
        .join(Household, and_(Household.id == Person.household_id, Household.code == rows.c.household_code))
        .join(NotedFact, _fact_of(NotedField.KINSHIP, NotedFact.person_id == Person.id))
        .join(LifeEvent, _stands())
        .where(Person.kinship == NotedFact.value, rows.c.kinship != Person.kinship)
        .distinct()
        .order_by(rows.c.line)
    )
    found = [
        _against(NotedField.KINSHIP, line, who, None, noted, said)
        for line, who, noted, said in session.execute(query)
    ]
    lines = [one.line for one in found]
    for start in range(0, len(lines), ROWS_AT_ONCE):
        some = rows.c.line.in_(lines[start : start + ROWS_AT_ONCE])
        session.execute(update(rows).where(some).values(kinship=null()))
    return found


def _flag(value: object) -> str:
    return "1" if value else "0"


def _against(
    field: NotedField, line: int, person_id: int | None, household_id: int | None, noted: object, said: object
) -> Against:
    return Against(line, field, person_id, household_id, str(noted), str(said))


def _silence_households(session: Session, stage: Stage, ids: Sequence[int | None], *columns: str) -> None:
    for start in range(0, len(ids), ROWS_AT_ONCE):
        codes = select(Household.code).where(Household.id.in_(ids[start : start + ROWS_AT_ONCE]))
        of_them = stage.table.c.household_code.in_(codes)
        session.execute(update(stage.table).where(of_them).values(dict.fromkeys(columns, null())))


def _live(query: Select[int]) -> Select[int]:
    return query.join(LifeEvent, _stands())


def _stands() -> ColumnElement[bool]:
    return and_(LifeEvent.id == NotedFact.event_id, LifeEvent.undone_at.is_(None))


def _fact_of(field: NotedField, whose: ColumnElement[bool]) -> ColumnElement[bool]:
    return and_(NotedFact.field == field.value, whose)


def _list(session: Session, found: Sequence[Against], source: str, at: datetime) -> None:
    """List differences once: the same two values again are no news, other values replace an open one."""
    for one in found:
        subject = (
            SourceConflict.person_id == one.person_id
            if one.household_id is None
            else SourceConflict.household_id == one.household_id
        )
        earlier = session.scalars(
            select(SourceConflict)
            .where(
                subject,
                SourceConflict.field == one.field.value,
                SourceConflict.held_source == NOTED,
                SourceConflict.other_source == source,
            )
            .order_by(SourceConflict.id)
        ).all()
        if any((c.held_value, c.other_value) == (one.noted, one.said) for c in earlier):
            continue
        conflict = next((c for c in earlier if c.closed_at is None), None)
        if conflict is None:
            conflict = SourceConflict(
                field=one.field.value, person_id=one.person_id, household_id=one.household_id
            )
            session.add(conflict)
        conflict.held_source, conflict.held_value, conflict.winner = NOTED, one.noted, NOTED
        conflict.other_source, conflict.other_value, conflict.noted_at = source, one.said, at
    session.flush()
