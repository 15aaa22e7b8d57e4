"""Named reads of the codes that changed and of the names that do not agree."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, aliased

from contest_portal.accounts.models import User
from contest_portal.registry.models.register import ImportBatch
from contest_portal.registry.models.territory import Area, AreaName, CodeChange
from contest_portal.registry.searching import digits_only


@dataclass(frozen=True, slots=True)
class CodeChangeLine:
    """A change in the list: recorded by a person, or told by a file (its name and line)."""

    change_id: int
    kind: str
    old_code: str
    new_code: str
    since: date | None
    source: str
    recorded_at: datetime
    recorded_by: str | None
    filename: str | None
    line: int | None
    withdrawn_at: datetime | None
    gone_at: datetime | None
    is_split: bool

    @property
    def is_in_force(self) -> bool:
        """Tell whether files are read by it."""
        return self.withdrawn_at is None and self.gone_at is None


@dataclass(frozen=True, slots=True)
class NameLine:
    """A name told of an area, by which file and line; `is_kept`: the one it goes by."""

    name_id: int
    name: str
    filename: str | None
    line: int | None
    is_kept: bool


@dataclass(frozen=True, slots=True)
class NameDispute:
    """An area of which files tell different names. Open until a person chooses, and again when another is told."""

    code: str
    name: str
    names: tuple[NameLine, ...]
    is_open: bool


def count_code_changes(session: Session, text: str = "") -> int:
    """Count the changes that a search finds."""
    return session.scalars(select(func.count()).select_from(CodeChange).where(*_wanted(text))).one()


def code_changes(
    session: Session, text: str = "", *, limit: int | None = None, offset: int = 0
) -> tuple[CodeChangeLine, ...]:
    """List changes by kind and old code."""
    rows = session.execute(
        _lines()
        .where(*_wanted(text))
        .order_by(CodeChange.kind, CodeChange.old_code, CodeChange.new_code)
        .limit(limit)
        .offset(offset)
    )
    return tuple(CodeChangeLine(*row) for row in rows)


def changes_of_district(session: Session, ubigeo: str) -> tuple[CodeChangeLine, ...]:
    """List the changes of INEI codes in force that end at a district or begin at it."""
    touching = or_(CodeChange.new_code == ubigeo, CodeChange.old_code == ubigeo)
    rows = session.execute(
        _lines().where(CodeChange.kind == "I", touching, *_in_force()).order_by(CodeChange.old_code)
    )
    return tuple(CodeChangeLine(*row) for row in rows)


def name_disputes(session: Session) -> tuple[NameDispute, ...]:
    """List the areas with more than one name, the open ones first, then by code."""
    several = select(AreaName.code).group_by(AreaName.code).having(func.count() > 1)
    rows = session.execute(
        select(Area, AreaName, ImportBatch.filename, ImportBatch.applied_at)
        .join(AreaName, AreaName.code == Area.code)
        .outerjoin(ImportBatch, ImportBatch.id == AreaName.batch_id)
        .where(Area.code.in_(several))
        .order_by(Area.code, AreaName.id)
    )
    areas: dict[str, Area] = {}
    names: dict[str, list[NameLine]] = {}
    newest: dict[str, datetime] = {}
    for area, name, filename, applied_at in rows:
        areas[area.code] = area
        is_kept = name.sort_key == area.sort_key
        names.setdefault(area.code, []).append(NameLine(name.id, name.name, filename, name.line, is_kept))
        if applied_at is not None:
            newest[area.code] = max(applied_at, newest.get(area.code, applied_at))
    found = (
        NameDispute(code, area.name, tuple(names[code]), _is_open(area.chosen_at, newest.get(code)))
        for code, area in areas.items()
    )
    return tuple(sorted(found, key=lambda dispute: (not dispute.is_open, dispute.code)))


def _is_open(chosen_at: datetime | None, newest: datetime | None) -> bool:
    return chosen_at is None or (newest is not None and newest > chosen_at)


def _lines() -> Select[*tuple[Any, ...]]:
    told, gone, other = aliased(ImportBatch), aliased(ImportBatch), aliased(CodeChange)
    siblings = (
        select(func.count())
        .select_from(other)
        .where(
            other.kind == CodeChange.kind,
            other.old_code == CodeChange.old_code,
            other.gone_batch_id.is_(None),
            other.withdrawn_at.is_(None),
        )
        .correlate(CodeChange)
        .scalar_subquery()
    )
    return (
        select(
            CodeChange.id,
            CodeChange.kind,
            CodeChange.old_code,
            CodeChange.new_code,
            CodeChange.since,
            CodeChange.source,
            func.coalesce(CodeChange.recorded_at, told.applied_at),
            User.full_name,
            told.filename,
            CodeChange.line,
            CodeChange.withdrawn_at,
            gone.applied_at,
            siblings > 1,
        )
        .outerjoin(told, told.id == CodeChange.batch_id)
        .outerjoin(gone, gone.id == CodeChange.gone_batch_id)
        .outerjoin(User, User.id == func.coalesce(CodeChange.recorded_by, told.applied_by))
    )


def _in_force() -> tuple[ColumnElement[bool], ...]:
    return CodeChange.gone_batch_id.is_(None), CodeChange.withdrawn_at.is_(None)


def _wanted(text: str) -> list[ColumnElement[bool]]:
    digits = digits_only(text)
    if digits:
        return [or_(CodeChange.old_code.startswith(digits), CodeChange.new_code.startswith(digits))]
    return [CodeChange.source.icontains(text, autoescape=True)] if text else []
