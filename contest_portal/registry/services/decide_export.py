"""Decide whether a file with whole DNI may leave."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit, registry_reach
from contest_portal.kernel.identifiers import clean_text
from contest_portal.kernel.problems import NotPermitted, Stale, refuse
from contest_portal.registry.export_records import facts_of, note_request, order_of, request_by_id
from contest_portal.registry.models.exports import ExportRequest
from contest_portal.registry.rules.export_requests import asked_places, decision_problems, reaches

log = logging.getLogger(__name__)


def decide_export(
    session: Session, act: Act, *, request_id: int, expected_version: int, is_approved: bool, refusal: str
) -> ExportRequest:
    """Approve a request, or refuse it with the reason that whoever asked will read.

    Never by who asked; by somebody limited to territories only when the file tells of those alone.
    """
    row = request_by_id(session, request_id, locked=True)
    permit(act.actor, Action.REGISTRY_EXPORT_DECIDE, Scope(proposer_id=row.asked_by))
    places = asked_places(order_of(row).filter, row.within.split())
    if not reaches(registry_reach(act.actor), places):
        raise NotPermitted(f"export request {request_id} reaches further than the person who decides")
    if row.version != expected_version:
        raise Stale(f"export request {request_id}")
    refusal = clean_text(refusal)
    refuse(decision_problems(facts_of(row), act.at, is_approved=is_approved, refusal=refusal))
    row.decided_at, row.decided_by, row.is_approved = act.at, act.actor.user_id, is_approved
    row.refusal = None if is_approved else refusal
    session.flush()
    note_request(
        session,
        act,
        row,
        action="export_request.approved" if is_approved else "export_request.refused",
    )
    log.info("export decided", extra={"request_id": row.id, "is_approved": is_approved})
    return row
