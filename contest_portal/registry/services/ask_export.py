"""Ask for a file with whole DNI, which another person must allow."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import registry_reach
from contest_portal.kernel.canonical import Json, canonical_json
from contest_portal.kernel.problems import refuse
from contest_portal.registry.export_records import accountable, note_request
from contest_portal.registry.exporting import permit_export
from contest_portal.registry.models.exports import ExportRequest
from contest_portal.registry.rules.exports import LONGEST_REASON, ExportOrder, order_problems

log = logging.getLogger(__name__)


def ask_export(session: Session, act: Act, order: ExportOrder) -> ExportRequest:
    """Put a request into the queue of those who may decide. Raises Refused without a reason."""
    permit_export(act.actor, order)
    refuse(order_problems(order))
    asked: Json = dict(order.filter)
    row = ExportRequest(
        content=order.content.value,
        file_format=order.file_format.value,
        filter=canonical_json(asked),
        within=" ".join(registry_reach(act.actor)),
        purpose=order.purpose.value,
        reason=order.reason[:LONGEST_REASON],
        asked_at=act.at,
        asked_by=accountable(act),
    )
    session.add(row)
    session.flush()
    note_request(session, act, row, action="export_request.asked")
    log.info("export asked", extra={"request_id": row.id})
    return row
