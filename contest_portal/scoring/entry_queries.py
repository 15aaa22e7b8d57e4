"""What groups bring into their totals beside the sheets: attendance, and what the register told of them."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from contest_portal.applications.models import Application
from contest_portal.applications.queries import Entrant
from contest_portal.contests.rules.sheets import FactKind, Phase
from contest_portal.scoring.fact_queries import facts_of, facts_where
from contest_portal.scoring.imported_models import ImportedAttendance
from contest_portal.scoring.models import Attendance
from contest_portal.scoring.rules.entries import CountedSheet, PhaseAttendance, ScoredEntry

_RECORDED_THERE = frozenset({FactKind.ATTENDANCE})


def entry_of(session: Session, group: Entrant, phase: Phase) -> ScoredEntry:
    """Give a group's entry as one phase needs it, without its sheets; what the phase does not ask is not read."""
    asked = {criterion.fact for criterion in phase.criteria if criterion.is_computed}
    attends = phase.asks_attendance or FactKind.ATTENDANCE in asked
    own = Application.id == group.application_id
    return ScoredEntry(
        code=group.code,
        sheets=(),
        attendance=_attendance(session, own, (group,)).get(group.application_id, ()) if attends else (),
        facts=facts_where(session, own).get(group.application_id, ()) if asked - _RECORDED_THERE else (),
        category=group.category_code,
    )


def entries_of(
    session: Session,
    contest_id: int,
    groups: Iterable[Entrant],
    sheets: Mapping[int, Iterable[CountedSheet]] = MappingProxyType({}),
) -> Mapping[int, ScoredEntry]:
    """Give the entries of groups by application, with their sheets as far as these are told."""
    listed = tuple(groups)
    attendance = attendance_of(session, contest_id, listed)
    facts = facts_of(session, contest_id)
    return {
        group.application_id: ScoredEntry(
            code=group.code,
            sheets=tuple(sheets.get(group.application_id, ())),
            attendance=attendance.get(group.application_id, ()),
            facts=facts.get(group.application_id, ()),
            category=group.category_code,
        )
        for group in listed
    }


def attendance_of(
    session: Session, contest_id: int, groups: Iterable[Entrant]
) -> Mapping[int, tuple[PhaseAttendance, ...]]:
    """Give the recorded attendance of every group, by application; the whole is the households of the profile."""
    return _attendance(session, Application.contest_id == contest_id, groups)


def _attendance(
    session: Session, of_whom: ColumnElement[bool], groups: Iterable[Entrant]
) -> Mapping[int, tuple[PhaseAttendance, ...]]:
    households = {group.application_id: group.households for group in groups}
    rows = session.execute(
        select(Attendance.application_id, Attendance.phase_code, func.count().filter(Attendance.present))
        .join(Application, Application.id == Attendance.application_id)
        .where(of_whom)
        .group_by(Attendance.application_id, Attendance.phase_code)
        .order_by(Attendance.application_id, Attendance.phase_code)
    )
    told = session.execute(
        select(ImportedAttendance.application_id, ImportedAttendance.phase_code, ImportedAttendance.present)
        .join(Application, Application.id == ImportedAttendance.application_id)
        .where(of_whom)
        .order_by(ImportedAttendance.application_id, ImportedAttendance.phase_code)
    )
    found: dict[int, tuple[PhaseAttendance, ...]] = {}
    for application_id, phase_code, present in (*rows, *told):
        if application_id in households:
            figures = PhaseAttendance(phase_code, present, households[application_id])
            found[application_id] = (*found.get(application_id, ()), figures)
    return found
