"""Record which households of a group were there in a phase that asks for it."""

import logging
from collections.abc import Collection, Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.applications.models import Application
from contest_portal.applications.queries import entrant, members_of
from contest_portal.contests.contest_lock import hold_contest
from contest_portal.contests.rules.rulebook import Phase
from contest_portal.kernel.audit import record, wait_for_turn
from contest_portal.kernel.problems import N_, NotFound, Problem, refuse
from contest_portal.scoring.draws import drawn_already
from contest_portal.scoring.models import Attendance
from contest_portal.scoring.second import stage_of

log = logging.getLogger(__name__)


def record_attendance(
    session: Session, act: Act, *, application_id: int, phase_code: str, present: Collection[int]
) -> None:
    """Keep, for every household of the group, whether it was there; a later record replaces the one before.

    `present` are household ids of the group's members. Fewer than the phase's minimum share disqualifies the group
    when the scoring closes.
    """
    wait_for_turn(session)  # two people recording one group come one after the other
    contest_id = session.scalar(select(Application.contest_id).where(Application.id == application_id))
    if contest_id is None:
        raise NotFound(f"application {application_id}")
    permit(act.actor, Action.ATTENDANCE_RECORD, Scope(contest_id=contest_id))
    group = entrant(session, application_id)
    stage = stage_of(session, hold_contest(session, contest_id), application_id, phase_code)
    stage.require_open()
    refuse([drawn_already(session, contest_id) if stage.second is None else None])
    households = dict.fromkeys(member.household_id for member in members_of(session, application_id))
    phases = stage.rulebook.phases_of(group.category_code)
    refuse([_phase_problem(phases, phase_code), _unknown(households, present)])
    kept = _kept(session, application_id, phase_code)
    for household_id in households:
        row = kept.get(household_id) or Attendance(
            application_id=application_id, phase_code=phase_code, household_id=household_id
        )
        row.present = household_id in present
        row.recorded_by, row.recorded_at = act.actor.user_id or 0, act.at
        session.add(row)
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="attendance.recorded",
        subject=f"application:{application_id}",
        data={"phase": phase_code, "present": sorted(set(present)), "households": group.households},
    )
    log.info("attendance recorded", extra={"application_id": application_id, "phase": phase_code})


def _kept(session: Session, application_id: int, phase_code: str) -> dict[int, Attendance]:
    rows = session.scalars(
        select(Attendance)
        .where(Attendance.application_id == application_id, Attendance.phase_code == phase_code)
        .order_by(Attendance.id)
        .with_for_update()
    )
    return {row.household_id: row for row in rows}


def _phase_problem(phases: Iterable[Phase], phase_code: str) -> Problem | None:
    asking = {phase.code for phase in phases if phase.asks_attendance}
    if phase_code in asking:
        return None
    return Problem(
        "attendance.not_asked",
        field="phase",
        message=N_("En esta fase no se registra asistencia. Vuelva al tablero y elija otra."),
    )


def _unknown(households: Collection[int], present: Collection[int]) -> Problem | None:
    if set(present) <= set(households):
        return None
    return Problem(
        "attendance.unknown_household",
        field="present",
        message=N_(
            "Uno de los hogares marcados no es del grupo. Vuelva a cargar la página y marque otra vez."
        ),
    )
