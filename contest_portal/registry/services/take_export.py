"""Take away a file with whole DNI that another person allowed."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.kernel.problems import NotPermitted, refuse
from contest_portal.registry.export_records import (
    facts_of,
    keep_export,
    note_request,
    order_of,
    request_by_id,
)
from contest_portal.registry.exporting import permit_export
from contest_portal.registry.models.exports import RegistryExport
from contest_portal.registry.rules.export_requests import taking_problem
from contest_portal.registry.rules.exports import Leaving

log = logging.getLogger(__name__)


def take_export(session: Session, act: Act, *, request_id: int, written: Leaving) -> RegistryExport:
    """Record what leaves, as it is now, and use the approval up: it holds for one file and for 24 hours."""
    row = request_by_id(session, request_id, locked=True)
    if act.actor.user_id != row.asked_by:
        raise NotPermitted(f"user {act.actor.user_id} did not ask for export {request_id}")
    order = order_of(row)
    permit_export(act.actor, order)
    refuse([taking_problem(facts_of(row), act.at)])
    kept = keep_export(session, act, order, written)
    row.export_id = kept.id
    session.flush()
    note_request(session, act, row, action="export_request.taken")
    log.info("register exported", extra={"export_id": kept.id, "request_id": row.id, "rows": kept.rows})
    return kept
