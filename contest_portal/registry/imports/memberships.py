"""Memberships that a file tells of: compared with the register and written, a whole file in a few statements.

A live membership of the same person or household, programme and first day is the same one. A file changes only what a
file told: what a person noted, ended or voided stays as it is, and the report says so. What a file leaves out stays.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    Table,
    and_,
    bindparam,
    case,
    exists,
    func,
    insert,
    literal,
    null,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session

from contest_portal.kernel.problems import N_, Problem
from contest_portal.registry.imports.record_files import Condition, counted_fates, counted_remark
from contest_portal.registry.imports.register_writes import Fates
from contest_portal.registry.imports.staging import Stage
from contest_portal.registry.imports.stores import table_of
from contest_portal.registry.models.memberships import Membership, MembershipStep, SocialProgramme
from contest_portal.registry.models.register import Household, ImportBatch, Person

_MEMBERSHIP = table_of(Membership)
_STEP_COLUMNS = ["membership_id", "number", "until", "noted_at", "noted_by", "batch_id"]


def matched(stage: Stage) -> Select[*tuple[object, ...]]:
    """Give each row its person or household, its programme and the membership it is told of.

    `whose` is one number for persons and households alike. `is_kept`: a person's hand is in it. `last_day`: what will
    stand as its last day once the file is written.
    """
    rows, home = stage.table, table_of(Household)
    person, programme = table_of(Person), table_of(SocialProgramme)
    theirs, ours = _MEMBERSHIP.alias("theirs"), _MEMBERSHIP.alias("ours")

    def told(name: str) -> ColumnElement[Any]:
        return func.coalesce(theirs.c[name], ours.c[name])

    is_absent = and_(theirs.c.id.is_(None), ours.c.id.is_(None))
    was_voided = or_(
        _was_voided(rows, programme, "person_id", person), _was_voided(rows, programme, "household_id", home)
    )
    differs = and_(~is_absent, rows.c.until.is_not(None), rows.c.until.is_distinct_from(told("until")))
    is_kept = and_(~is_absent, told("file_version").is_distinct_from(told("version")))
    return select(
        rows,
        home.c.id.label("household_id"),
        person.c.id.label("person_id"),
        func.coalesce(person.c.id, -home.c.id).label("whose"),
        programme.c.id.label("programme_id"),
        programme.c.name.label("programme_name"),
        programme.c.is_active.label("is_active"),
        told("id").label("membership_id"),
        differs.label("differs"),
        is_kept.label("is_kept"),
        and_(is_absent, was_voided).label("was_voided"),
        and_(is_absent, ~was_voided).label("is_new"),
        case((is_kept, told("until")), else_=func.coalesce(rows.c.until, told("until"))).label("last_day"),
    ).select_from(
        rows.outerjoin(person, and_(rows.c.is_person, person.c.dni == rows.c.subject))
        .outerjoin(home, and_(~rows.c.is_person, home.c.code == rows.c.subject))
        .join(programme, programme.c.code == rows.c.programme)
        .outerjoin(theirs, _is_told(rows, programme, theirs, theirs.c.person_id == person.c.id))
        .outerjoin(ours, _is_told(rows, programme, ours, ours.c.household_id == home.c.id))
    )


def _is_told(rows: Table, programme: Table, membership: FromClause, whose: Condition) -> Condition:
    """Say that a row tells of a live membership."""
    of_the_same = (membership.c.programme_id == programme.c.id, membership.c.since == rows.c.since)
    return and_(whose, *of_the_same, membership.c.voided_at.is_(None))


def _was_voided(rows: Table, programme: Table, key: str, subject: Table) -> Condition:
    """Say that a membership of the row was taken back."""
    gone = _MEMBERSHIP.alias(f"voided_{key}")
    return exists().where(
        gone.c[key] == subject.c.id,
        gone.c.programme_id == programme.c.id,
        gone.c.since == rows.c.since,
        gone.c.voided_at.is_not(None),
    )


class MembershipFile:
    """The staged rows of one file beside the memberships they are told of."""

    def __init__(self, session: Session, stage: Stage) -> None:
        self._session = session
        self._rows = matched(stage).subquery("told")
        self._changed: Condition = self._rows.c.differs & ~self._rows.c.is_kept

    def fates(self) -> Fates:
        """Say what writing would do."""
        return counted_fates(self._session, self._rows, self._changed)

    def remarks(self) -> Iterator[Problem]:
        """Say what of the file is not taken, though it is no fault."""
        yield from counted_remark(
            self._session,
            self._rows,
            "membership.kept",
            N_(
                "Filas que dan otro término que el que una persona anotó en la oficina: %(rows)s (la primera, la línea "
                "%(line)s). Se conserva lo anotado; si el archivo tiene razón, corríjalo en la página de la persona o "
                "del hogar."
            ),
            self._rows.c.differs & self._rows.c.is_kept,
        )
        yield from counted_remark(
            self._session,
            self._rows,
            "membership.stays_voided",
            N_(
                "Filas de pertenencias que la oficina anuló: %(rows)s (la primera, la línea %(line)s). No se vuelven a "
                "registrar; si alguna vale, anótela a mano."
            ),
            self._rows.c.was_voided,
        )

    def write(self, *, batch_id: int) -> None:
        """Write the rows in the caller's transaction; each last day told is a step of its own."""
        batch = self._session.get_one(ImportBatch, batch_id)
        self._add_steps(batch)
        self._update(batch_id)
        self._insert_new(batch)
        self._session.expire_all()

    def _add_steps(self, batch: ImportBatch) -> None:
        rows, steps = self._rows.c, table_of(MembershipStep)
        number = select(func.max(steps.c.number) + 1).where(steps.c.membership_id == rows.membership_id)
        told = select(
            rows.membership_id,
            number.scalar_subquery(),
            rows.until,
            literal(batch.applied_at, steps.c.noted_at.type),
            literal(batch.applied_by, steps.c.noted_by.type),
            literal(batch.id),
        ).where(self._changed)
        self._session.execute(
            insert(MembershipStep).from_select(_STEP_COLUMNS, told.order_by(rows.membership_id))
        )

    def _update(self, batch_id: int) -> None:
        """Write each new last day by its number: joined to what is matched, SQLite would look at every pair."""
        rows, membership = self._rows.c, _MEMBERSHIP.c
        told = select(rows.membership_id, rows.until, rows.line).where(self._changed).order_by(rows.line)
        changed = [
            {"of": membership_id, "last_day": until, "at_line": line}
            for membership_id, until, line in self._session.execute(told)
        ]
        if not changed:
            return
        self._session.connection().execute(
            update(_MEMBERSHIP)
            .where(membership.id == bindparam("of"))
            .values(
                until=bindparam("last_day"),
                line=bindparam("at_line"),
                batch_id=batch_id,
                version=membership.version + 1,
                file_version=membership.version + 1,
            ),
            changed,
        )

    def _insert_new(self, batch: ImportBatch) -> None:
        rows = self._rows.c
        values: dict[str, ColumnElement[object]] = {
            "programme_id": rows.programme_id,
            "household_id": rows.household_id,
            "person_id": rows.person_id,
            "since": rows.since,
            "until": rows.until,
            "evidence": literal(""),
            "recorded_at": literal(batch.applied_at, _MEMBERSHIP.c.recorded_at.type),
            "recorded_by": literal(batch.applied_by, _MEMBERSHIP.c.recorded_by.type),
            "batch_id": literal(batch.id),
            "line": rows.line,
            "version": literal(1),
            "file_version": literal(1),
        }
        new = select(*values.values()).where(rows.is_new).order_by(rows.line)
        self._session.execute(insert(_MEMBERSHIP).from_select(list(values), new))
        first = select(
            _MEMBERSHIP.c.id,
            literal(1),
            _MEMBERSHIP.c.until,
            _MEMBERSHIP.c.recorded_at,
            _MEMBERSHIP.c.recorded_by,
            _MEMBERSHIP.c.batch_id,
        ).where(_MEMBERSHIP.c.batch_id == batch.id, _MEMBERSHIP.c.version == 1)
        self._session.execute(
            insert(MembershipStep).from_select(_STEP_COLUMNS, first.order_by(_MEMBERSHIP.c.id))
        )


def standing_after(stage: Stage) -> Select[int, int, date, date | None, int | None]:
    """Give every live membership of the file's programmes as it will stand once the file is written, by beginning.

    `line` is None for those that the file does not change.
    """
    rows = matched(stage).subquery("told").c
    line = case((rows.is_new | rows.differs, rows.line))
    told = select(rows.whose, rows.programme_id, rows.since, rows.last_day, line.label("line")).where(
        ~rows.was_voided
    )
    known = select(rows.membership_id).where(rows.membership_id.is_not(None))
    kept = select(
        func.coalesce(_MEMBERSHIP.c.person_id, -_MEMBERSHIP.c.household_id),
        _MEMBERSHIP.c.programme_id,
        _MEMBERSHIP.c.since,
        _MEMBERSHIP.c.until,
        null(),
    ).where(
        _MEMBERSHIP.c.voided_at.is_(None),
        _MEMBERSHIP.c.programme_id.in_(select(rows.programme_id)),
        _MEMBERSHIP.c.id.not_in(known),
    )
    stand = told.union_all(kept).subquery("standing").c
    ordered = select(stand.whose, stand.programme_id, stand.since, stand.last_day, stand.line)
    return ordered.order_by(stand.programme_id, stand.whose, stand.since)
