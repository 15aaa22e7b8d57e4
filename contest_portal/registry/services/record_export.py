"""Record that a file is about to leave the register."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.kernel.problems import refuse
from contest_portal.registry.export_records import keep_export
from contest_portal.registry.exporting import permit_export
from contest_portal.registry.models.exports import RegistryExport
from contest_portal.registry.rules.export_requests import second_person_problem
from contest_portal.registry.rules.exports import ExportOrder, Leaving, order_problems

log = logging.getLogger(__name__)


def record_export(session: Session, act: Act, order: ExportOrder, written: Leaving) -> RegistryExport:
    """Keep who takes which rows away and why; only then may the file be sent.

    Raises Refused without a reason, and for whole DNI: `take_export` lets those leave.
    """
    permit_export(act.actor, order)
    refuse([*order_problems(order), second_person_problem(order)])
    kept = keep_export(session, act, order, written)
    log.info("register exported", extra={"export_id": kept.id, "rows": kept.rows})
    return kept
