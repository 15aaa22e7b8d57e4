"""What groups bring into their totals beside the sheets: attendance, and what the register told of them."""

from collections.abc import Iterable, Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest_portal.applications.models import Application
from contest_portal.applications.queries import Entrant
from contest_portal.scoring.fact_queries import facts_of
from contest_portal.scoring.models import Attendance
from contest_portal.scoring.rules.entries import PhaseAttendance, ScoredEntry


def entry_of(session: Session, contest_id: int, group: Entrant) -> ScoredEntry:
    """Give a group's entry without its sheets."""
    return entries_of(session, contest_id, (group,))[group.application_id]


def entries_of(session: Session, contest_id: int, groups: Iterable[Entrant]) -> Mapping[int, ScoredEntry]:
    """Give the entries of groups without their sheets, by application."""
    listed = tuple(groups)
    attendance = attendance_of(session, contest_id, listed)
    facts = facts_of(session, contest_id)
    return {
        group.application_id: ScoredEntry(
            code=group.code,
            sheets=(),
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
    households = {group.application_id: group.households for group in groups}
    rows = session.execute(
        select(Attendance.application_id, Attendance.phase_code, func.count().filter(Attendance.present))
        .join(Application, Application.id == Attendance.application_id)
        .where(Application.contest_id == contest_id)
        .group_by(Attendance.application_id, Attendance.phase_code)
        .order_by(Attendance.application_id, Attendance.phase_code)
    )
    found: dict[int, tuple[PhaseAttendance, ...]] = {}
    for application_id, phase_code, present in rows:
        if application_id in households:
            figures = PhaseAttendance(phase_code, present, households[application_id])
            found[application_id] = (*found.get(application_id, ()), figures)
    return found
