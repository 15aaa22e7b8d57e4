"""Withdraw a request for a file with whole DNI that is no longer needed."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.kernel.problems import NotPermitted, WrongState
from contest_portal.registry.export_records import facts_of, note_request, request_by_id
from contest_portal.registry.models.exports import ExportRequest
from contest_portal.registry.rules.export_requests import withdrawal_problem

log = logging.getLogger(__name__)


def withdraw_export(session: Session, act: Act, *, request_id: int) -> ExportRequest:
    """Take a request back, before the decision or before the file was taken; only who asked may. Raises WrongState."""
    row = request_by_id(session, request_id, locked=True)
    if act.actor.user_id is None or act.actor.user_id != row.asked_by:
        raise NotPermitted(f"user {act.actor.user_id} did not ask for export {request_id}")
    problem = withdrawal_problem(facts_of(row), act.at)
    if problem is not None:
        raise WrongState([problem])
    row.withdrawn_at = act.at
    session.flush()
    note_request(session, act, row, action="export_request.withdrawn")
    log.info("export withdrawn", extra={"request_id": row.id})
    return row
