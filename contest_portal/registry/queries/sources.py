"""Named reads of outside registries: the sources, their synchronisations, and how old what they told us is."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.kernel.clock import office_date
from contest_portal.kernel.problems import NotFound, Problem
from contest_portal.registry.models.register import ImportBatch
from contest_portal.registry.models.sources import FILES, RegistrySource, SourceRun
from contest_portal.registry.rules.source_run import STARTS_ANEW, Fault, RunState

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class RunView:
    """A synchronisation as pages and the command show it. `expected` None: the source has not said yet."""

    run_id: int
    source_id: int
    source_code: str
    source_name: str
    state: str
    is_whole: bool
    expected: int | None
    pages: int
    households: int
    persons: int
    rows_new: int
    rows_changed: int
    rows_unchanged: int
    rows_rejected: int
    fault: Fault | None
    started_at: datetime
    started_by: str | None
    ended_at: datetime | None

    @property
    def is_live(self) -> bool:
        """Tell whether there is something left to do."""
        return self.state in (RunState.FETCHING, RunState.FETCHED)

    @property
    def can_go_on(self) -> bool:
        """Tell whether it may be taken up again where it stopped."""
        return self.fault is not None and self.fault not in STARTS_ANEW

    @property
    def percent(self) -> int | None:
        """Give how much has arrived, when the source said how much there is."""
        if self.expected is None:
            return None
        return min(100, self.households * 100 // self.expected) if self.expected else 100


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source in the list, with its last synchronisation; files have none."""

    source_id: int
    code: str
    name: str
    is_files: bool
    base_address: str | None
    is_active: bool
    precedence: int
    complete_at: datetime | None
    last_run: RunView | None


@dataclass(frozen=True, slots=True)
class SnapshotAge:
    """Since when the register holds all that a source had to say, in days of the office's calendar."""

    source_code: str
    source_name: str
    complete_at: datetime
    days: int

    @property
    def day(self) -> date:
        """Give the day on the office's calendar."""
        return office_date(self.complete_at)


@dataclass(frozen=True, slots=True)
class Rejection:
    """A line that the rules refused: where to find it at the source, and why."""

    household_code: str
    column: str
    problem: Problem


def source_by_id(session: Session, source_id: int) -> RegistrySource:
    """Give a source; NotFound when there is none."""
    return _found(session.get(RegistrySource, source_id), f"source {source_id}")


def source_by_code(session: Session, code: str) -> RegistrySource:
    """Give a source by its code; NotFound when there is none."""
    statement = select(RegistrySource).where(RegistrySource.code == code)
    return _found(session.scalars(statement).one_or_none(), f"source {code}")


def source_lines(session: Session) -> tuple[SourceLine, ...]:
    """List the sources, the one believed most first."""
    last_runs = _last_runs(session)
    files_at = _files_complete_at(session)
    rows = session.scalars(select(RegistrySource).order_by(RegistrySource.precedence, RegistrySource.id))
    return tuple(
        SourceLine(
            source_id=source.id,
            code=source.code,
            name=source.name,
            is_files=source.code == FILES,
            base_address=source.base_address,
            is_active=source.is_active,
            precedence=source.precedence,
            complete_at=files_at if source.code == FILES else source.last_complete_at,
            last_run=last_runs.get(source.id),
        )
        for source in rows
    )


def source_names(session: Session) -> dict[str, str]:
    """Give the names of the sources by code."""
    rows = session.execute(
        select(RegistrySource.code, RegistrySource.name).order_by(RegistrySource.precedence)
    )
    return dict(rows.all())


def count_runs(session: Session, source_id: int) -> int:
    """Count the synchronisations of a source."""
    return session.scalars(
        select(func.count()).select_from(SourceRun).where(SourceRun.source_id == source_id)
    ).one()


def runs_of_source(session: Session, source_id: int, *, limit: int, offset: int = 0) -> tuple[RunView, ...]:
    """List the synchronisations of a source, the last one first."""
    rows = session.execute(
        _runs()
        .where(SourceRun.source_id == source_id)
        .order_by(SourceRun.id.desc())
        .limit(limit)
        .offset(offset)
    )
    return tuple(_run_view(run, source, name) for run, source, name in rows)


def run_view(session: Session, run_id: int) -> RunView:
    """Give a synchronisation; NotFound when there is none."""
    row = session.execute(_runs().where(SourceRun.id == run_id)).one_or_none()
    run, source, name = _found(row, f"synchronisation {run_id}")
    return _run_view(run, source, name)


def rejections(session: Session, run_id: int) -> tuple[Rejection, ...]:
    """List the first lines that the rules refused in a synchronisation."""
    written = session.scalars(select(SourceRun.rejections).where(SourceRun.id == run_id)).one_or_none()
    return tuple(
        Rejection(
            household_code=item["household_code"],
            column=item["column"],
            problem=Problem(item["code"], item["field"], item["message"], item["params"]),
        )
        for item in json.loads(written or "[]")
    )


def snapshot_age(session: Session, now: datetime) -> tuple[SnapshotAge, ...]:
    """Give how old the households of each source are, the newest first; sources never complete are left out."""
    today = office_date(now)
    found = [line for line in source_lines(session) if line.complete_at is not None]
    ages = (
        SnapshotAge(line.code, line.name, line.complete_at, (today - office_date(line.complete_at)).days)
        for line in found
        if line.complete_at is not None
    )
    return tuple(sorted(ages, key=lambda age: (age.complete_at, age.source_code), reverse=True))


def snapshot_in_use(session: Session, now: datetime) -> SnapshotAge | None:
    """Give the newest complete state of the register, or None while it holds no households."""
    return next(iter(snapshot_age(session, now)), None)


def _files_complete_at(session: Session) -> datetime | None:
    from_files = or_(ImportBatch.source_code.is_(None), ImportBatch.source_code == FILES)
    return session.scalars(
        select(ImportBatch.applied_at)
        .where(ImportBatch.kind == "households", from_files)
        .order_by(ImportBatch.id.desc())
        .limit(1)
    ).one_or_none()


def _last_runs(session: Session) -> Mapping[int, RunView]:
    last = select(func.max(SourceRun.id)).group_by(SourceRun.source_id)
    rows = session.execute(_runs().where(SourceRun.id.in_(last)).order_by(SourceRun.id))
    return {run.source_id: _run_view(run, source, name) for run, source, name in rows}


def _runs() -> Select[SourceRun, RegistrySource, str]:
    return (
        select(SourceRun, RegistrySource, User.full_name)
        .join(RegistrySource, RegistrySource.id == SourceRun.source_id)
        .outerjoin(User, User.id == SourceRun.started_by)
    )


def _run_view(run: SourceRun, source: RegistrySource, started_by: str | None) -> RunView:
    return RunView(
        run_id=run.id,
        source_id=source.id,
        source_code=source.code,
        source_name=source.name,
        state=run.state,
        is_whole=run.since is None,
        expected=run.expected,
        pages=run.pages,
        households=run.households,
        persons=run.persons,
        rows_new=run.rows_new,
        rows_changed=run.rows_changed,
        rows_unchanged=run.rows_unchanged,
        rows_rejected=run.rows_rejected,
        fault=Fault(run.error_code) if run.error_code else None,
        started_at=run.started_at,
        started_by=started_by,
        ended_at=run.ended_at,
    )


def _found(thing: Thing | None, what: str) -> Thing:
    if thing is None:
        raise NotFound(what)
    return thing
