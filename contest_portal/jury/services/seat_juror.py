"""Seat a person in the panel of a contest."""

import logging
from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import RoleGrant, User
from contest_portal.accounts.queries import account_of
from contest_portal.accounts.rules.actor import Act, Role
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.contests.contest_lock import hold_contest
from contest_portal.contests.queries import rulebook_of
from contest_portal.jury.closed_panel import refuse_closed_panel
from contest_portal.jury.models import Juror
from contest_portal.jury.queries import household_ties
from contest_portal.jury.rules.panel import (
    UNTOLD,
    Background,
    HouseholdTie,
    PanelSeat,
    background_problems,
    household_warning,
    institution_problem,
)
from contest_portal.jury.seating import active_user, in_order, role_problems, unfit
from contest_portal.kernel.audit import record
from contest_portal.kernel.problems import refuse
from contest_portal.registry.models.register import Person

log = logging.getLogger(__name__)


def seat_juror(
    session: Session,
    act: Act,
    *,
    contest_id: int,
    email: str,
    dni: str,
    institution: str,
    position: str,
    phases: Iterable[str],
    evaluator_class: str = "",
    background: Background = UNTOLD,
    household_confirmed: bool = False,
) -> Juror:
    """Seat the person behind an account, and give the account the juror's role in this contest.

    A member or the representative of a group that entered the contest is refused, with the evidence; so is an
    account whose other roles exclude judging, and, until `household_confirmed`, a housemate of a member.
    """
    permit(act.actor, Action.JURY_SEAT, Scope(contest_id=contest_id))
    refuse_closed_panel(hold_contest(session, contest_id))
    rulebook = rulebook_of(session, contest_id)
    user = active_user(session, email)
    seat = PanelSeat(user.id, dni, user.full_name, position, in_order(phases, rulebook), evaluator_class)
    housemates = household_ties(session, contest_id, dni=dni)
    unread = [] if household_confirmed else [household_warning(seat.name, tie) for tie in housemates.values()]
    refuse(
        [
            *unfit(session, contest_id, seat, rulebook),
            institution_problem(institution),
            *background_problems(background, rulebook),
            *role_problems(user),
            *unread,
        ]
    )
    juror = _juror(session, act, contest_id, seat, institution, background)
    _grant(user, contest_id)
    return _keep(session, act, juror, housemates)


def _juror(
    session: Session, act: Act, contest_id: int, seat: PanelSeat, institution: str, background: Background
) -> Juror:
    return Juror(
        contest_id=contest_id,
        user_id=seat.user_id,
        person_id=session.scalar(select(Person.id).where(Person.dni == seat.dni)),
        dni=seat.dni,
        institution=institution,
        position=seat.position,
        phases=",".join(seat.phases),
        evaluator_class=seat.evaluator_class,
        specialty=background.specialty,
        lines=",".join(sorted(set(background.lines))),
        territory=background.territory,
        seated_at=act.at,
    )


def _keep(session: Session, act: Act, juror: Juror, housemates: Mapping[int, HouseholdTie]) -> Juror:
    session.add(juror)
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="juror.seated",
        subject=f"juror:{juror.id}",
        data={
            "contest_id": juror.contest_id,
            "user_id": juror.user_id,
            "position": juror.position,
            "phases": juror.phases,
            **({"evaluator_class": juror.evaluator_class} if juror.evaluator_class else {}),
            **({"housemate_in": sorted(housemates)} if housemates else {}),
        },
    )
    log.info("juror seated", extra={"juror_id": juror.id, "contest_id": juror.contest_id})
    return juror


def _grant(user: User, contest_id: int) -> None:
    if not account_of(user).actor.holds(Role.JUROR, contest_id):
        user.grants.append(RoleGrant(role=Role.JUROR.value, contest_id=contest_id))
