"""Seat a person in the panel of a contest."""

import logging
from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import RoleGrant, User
from contest_portal.accounts.queries import account_of, user_by_email
from contest_portal.accounts.rules.actor import Act, Role
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.accounts.rules.separation import conflicting_roles
from contest_portal.contests.contest_lock import hold_contest
from contest_portal.contests.queries import rulebook_of
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.jury.closed_panel import refuse_closed_panel
from contest_portal.jury.models import Juror
from contest_portal.jury.queries import group_ties, household_ties, panel_seats
from contest_portal.jury.rules.panel import HouseholdTie, PanelSeat, household_warning, seat_problems
from contest_portal.kernel.audit import record
from contest_portal.kernel.problems import N_, Problem, Refused, refuse
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
    household_confirmed: bool = False,
) -> Juror:
    """Seat the person behind an account, and give the account the juror's role in this contest.

    A member or the representative of a group that entered the contest is refused, with the evidence; so is an
    account whose other roles exclude judging, and, until `household_confirmed`, a housemate of a member.
    """
    permit(act.actor, Action.JURY_SEAT, Scope(contest_id=contest_id))
    refuse_closed_panel(hold_contest(session, contest_id))
    rulebook = rulebook_of(session, contest_id)
    user = _user(session, email)
    seat = PanelSeat(user.id, dni, user.full_name, position, _in_order(phases, rulebook), evaluator_class)
    housemates = household_ties(session, contest_id, dni=dni)
    unread = [] if household_confirmed else [household_warning(seat.name, tie) for tie in housemates.values()]
    refuse([*_unfit(session, contest_id, seat, rulebook), *_role_problems(user), *unread])
    juror = Juror(
        contest_id=contest_id,
        user_id=user.id,
        person_id=session.scalar(select(Person.id).where(Person.dni == dni)),
        dni=dni,
        institution=institution,
        position=position,
        phases=",".join(seat.phases),
        evaluator_class=evaluator_class,
        seated_at=act.at,
    )
    _grant(user, contest_id)
    return _keep(session, act, juror, housemates)


def _unfit(
    session: Session, contest_id: int, seat: PanelSeat, rulebook: Rulebook
) -> Iterable[Problem | None]:
    ties = group_ties(session, contest_id, dni=seat.dni, user_id=seat.user_id)
    return seat_problems(seat, panel_seats(session, contest_id), ties, rulebook)


def _in_order(phases: Iterable[str], rulebook: Rulebook) -> tuple[str, ...]:
    """Put phases in the order of the rules; unknown ones come last, for the rules to name."""
    order = {phase.code: number for number, phase in enumerate(rulebook.phases)}
    return tuple(sorted(set(phases), key=lambda code: (order.get(code, len(order)), code)))


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


def _user(session: Session, email: str) -> User:
    user = user_by_email(session, email)
    if user is None or not user.is_active:
        raise Refused(
            [
                Problem(
                    "juror.no_account",
                    field="email",
                    message=N_(
                        "No hay una cuenta activa con el correo %(email)s. Revise el correo o abra la cuenta de la "
                        "persona y vuelva a intentar."
                    ),
                    params={"email": email.strip()[:80]},
                )
            ]
        )
    return user


def _role_problems(user: User) -> Iterable[Problem]:
    problems = conflicting_roles({Role.JUROR, *account_of(user).actor.roles})
    return [Problem(p.code, field="email", message=p.message, params=p.params) for p in problems]


def _grant(user: User, contest_id: int) -> None:
    if not account_of(user).actor.holds(Role.JUROR, contest_id):
        user.grants.append(RoleGrant(role=Role.JUROR.value, contest_id=contest_id))
