"""Put on record what is opened under an emergency access."""

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.kernel.audit import record, wait_for_turn


def note_emergency_page(session: Session, act: Act, *, emergency_id: int, page: str, method: str) -> None:
    """Note an address, which names things by their numbers, before it is shown: what cannot be noted is not shown."""
    wait_for_turn(session)
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="emergency.page",
        subject=f"emergency:{emergency_id}",
        data={"method": method, "page": page},
    )
