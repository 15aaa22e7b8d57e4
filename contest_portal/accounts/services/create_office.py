"""Register an office."""

import logging
from dataclasses import asdict

from sqlalchemy.orm import Session

from contest_portal.accounts.models import Office
from contest_portal.accounts.queries import office_with_code
from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.office import OfficeDetails, code_taken, office_problems
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.kernel.audit import record
from contest_portal.kernel.problems import refuse

log = logging.getLogger(__name__)


def create_office(session: Session, act: Act, *, details: OfficeDetails) -> Office:
    """Register a territorial unit: funds belong to one, and it numbers and signs what its contests issue."""
    permit(act.actor, Action.OFFICE_EDIT)
    taken = code_taken(details.code) if office_with_code(session, details.code) is not None else None
    refuse([*office_problems(details), taken])
    office = Office(**asdict(details))
    session.add(office)
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="office.created",
        subject=f"office:{office.id}",
        data={"code": office.code},
    )
    log.info("office created", extra={"office_id": office.id})
    return office
