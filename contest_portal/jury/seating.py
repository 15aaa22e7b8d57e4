"""What seating and inviting a person have in common: the account, the order of phases, whether the person is fit."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.accounts.queries import account_of, user_by_email
from contest_portal.accounts.rules.actor import Role
from contest_portal.accounts.rules.separation import conflicting_roles
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.jury.queries import group_ties, panel_seats
from contest_portal.jury.rules.panel import PanelSeat, seat_problems
from contest_portal.kernel.problems import N_, Problem, Refused


def active_user(session: Session, email: str) -> User:
    """Give the active account of an address; Refused when there is none."""
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


def unfit(session: Session, contest_id: int, seat: PanelSeat, rulebook: Rulebook) -> Iterable[Problem | None]:
    """Name why a person may not sit: the rules, the panel as it stands, the groups that entered."""
    ties = group_ties(session, contest_id, dni=seat.dni, user_id=seat.user_id)
    return seat_problems(seat, panel_seats(session, contest_id), ties, rulebook)


def in_order(phases: Iterable[str], rulebook: Rulebook) -> tuple[str, ...]:
    """Put phases in the order of the rules; unknown ones come last, for the rules to name."""
    order = {phase.code: number for number, phase in enumerate(rulebook.phases)}
    return tuple(sorted(set(phases), key=lambda code: (order.get(code, len(order)), code)))


def role_problems(user: User) -> Iterable[Problem]:
    """Name the roles of an account that exclude judging."""
    problems = conflicting_roles({Role.JUROR, *account_of(user).actor.roles})
    return [Problem(p.code, field="email", message=p.message, params=p.params) for p in problems]
