"""Correct an office. It lives on this floor because its code stands in the numbers that are given out here."""

import logging
from dataclasses import asdict

from sqlalchemy.orm import Session

from contest_portal.accounts.models import Office
from contest_portal.accounts.queries import office_by_id, office_with_code
from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.office import OfficeDetails, code_stays, code_taken, office_problems
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.documents.queries import has_numbered
from contest_portal.kernel.audit import record, wait_for_turn
from contest_portal.kernel.problems import Stale, refuse

log = logging.getLogger(__name__)


def edit_office(
    session: Session, act: Act, *, office_id: int, expected_version: int, details: OfficeDetails
) -> Office:
    """Change what the next documents of an office say; issued ones stay as issued. Its code stays once numbered."""
    permit(act.actor, Action.OFFICE_EDIT)
    # the chain's lock comes first, as when a number is taken: no document gets the old code meanwhile
    wait_for_turn(session)
    office = office_by_id(session, office_id)
    if office.version != expected_version:
        raise Stale(f"office {office_id}: version {expected_version} is not {office.version}")
    other = office_with_code(session, details.code)
    refuse(
        [
            *office_problems(details),
            code_taken(details.code) if other is not None and other is not office else None,
            code_stays(office.code, details.code, has_documents=has_numbered(session, office_id)),
        ]
    )
    changed = _apply(office, details)
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="office.edited",
        subject=f"office:{office.id}",
        data={"changed": changed, "version": office.version},
    )
    log.info("office edited", extra={"office_id": office.id})
    return office


def _apply(office: Office, details: OfficeDetails) -> list[str]:
    """Take over the details and name the fields that are other than before."""
    changed = [name for name, value in asdict(details).items() if getattr(office, name) != value]
    for name in changed:
        setattr(office, name, getattr(details, name))
    return sorted(changed)
