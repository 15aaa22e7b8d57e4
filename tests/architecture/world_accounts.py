"""What the addresses of accounts may name."""

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.accounts.rules.emergency import AskedEmergency
from contest_portal.accounts.services.ask_emergency import ask_emergency
from tests.architecture.world_contests import Values
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_user
from tests.factories.allocation import ScoredContest


def emergency(session: Session, awarded: ScoredContest) -> dict[str, Values]:
    """Let somebody ask for an emergency access."""
    treasurer = act_of(make_user(session, Role.TREASURER), NOON)
    contest = awarded.contest
    asked = AskedEmergency(Role.STAFF, contest.id, contest.code, 1, "Nadie del programa puede venir hoy.")
    values: Values = {"emergency_id": ask_emergency(session, treasurer, asked).id}
    return {f"account.emergency_{deed}": values for deed in ("confirm", "end")}
