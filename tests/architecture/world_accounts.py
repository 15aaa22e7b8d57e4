"""What the addresses of accounts may name."""

from sqlalchemy.orm import Session

from contest_portal.accounts.power import opening, password_reset
from contest_portal.accounts.rules.actor import Grant, Role
from contest_portal.accounts.rules.emergency import AskedEmergency
from contest_portal.accounts.services.ask_emergency import ask_emergency
from contest_portal.accounts.services.ask_power import ask_power
from tests.architecture.world_contests import Values
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_user
from tests.factories.allocation import ScoredContest

STAFF = frozenset({Grant(Role.STAFF)})


def emergency(session: Session, awarded: ScoredContest) -> dict[str, Values]:
    """Let somebody ask for an emergency access."""
    treasurer = act_of(make_user(session, Role.TREASURER), NOON)
    contest = awarded.contest
    asked = AskedEmergency(Role.STAFF, contest.id, contest.code, 1, "Nadie del programa puede venir hoy.")
    values: Values = {"emergency_id": ask_emergency(session, treasurer, asked).id}
    return {f"account.emergency_{deed}": values for deed in ("confirm", "end")}


def power(session: Session) -> dict[str, Values]:
    """Let an administrator ask for accounts, each of which waits for another one, and for a way into one."""
    administrator = act_of(make_user(session, Role.ADMIN), NOON)
    way_in = ask_power(session, administrator, password_reset(make_user(session, Role.ADMIN)))
    asked: dict[str, Values] = {
        f"account.power_{deed}": {
            "joint_id": ask_power(session, administrator, opening(f"{deed}@x.example", "Rosa Inga", STAFF)).id
        }
        for deed in ("confirm", "finish", "withdraw")
    }
    return asked | {"staff.power_stop": {"joint_id": way_in.id}}
