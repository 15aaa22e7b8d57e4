"""Put a logo at the head of an office's documents, or take it away."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.models import Office
from contest_portal.accounts.queries import office_by_id
from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.kernel.audit import record, wait_for_turn
from contest_portal.kernel.problems import Stale

log = logging.getLogger(__name__)


def set_office_logo(
    session: Session, act: Act, *, office_id: int, expected_version: int, sha256: str | None
) -> Office:
    """Let documents bear a stored logo from now on, or none; Stale when somebody changed the office meanwhile."""
    permit(act.actor, Action.DOCUMENT_TEXT_EDIT)
    wait_for_turn(session)
    office = office_by_id(session, office_id)
    if office.version != expected_version:
        raise Stale(f"office {office_id}: version {expected_version} is not {office.version}")
    office.logo_sha256 = sha256
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="office.logo_set",
        subject=f"office:{office.id}",
        data={"file_sha256": sha256},
    )
    log.info("office logo set", extra={"office_id": office_id})
    return office
