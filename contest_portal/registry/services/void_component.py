"""Void a record that was made by mistake."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.kernel.audit import record
from contest_portal.kernel.identifiers import clean_text
from contest_portal.kernel.problems import refuse
from contest_portal.registry.components import record_to_change
from contest_portal.registry.models.components import ComponentRecord
from contest_portal.registry.rules.component_records import reason_problem

log = logging.getLogger(__name__)


def void_component(
    session: Session, act: Act, *, record_id: int, expected_version: int, reason: str
) -> ComponentRecord:
    """Mark a record as void with the reason. It stays on the household's page and counts nowhere."""
    permit(act.actor, Action.COMPONENT_EDIT)
    row = record_to_change(session, record_id, expected_version)
    reason = clean_text(reason)
    refuse([reason_problem(reason)])
    row.voided_at, row.voided_by, row.void_reason = act.at, act.actor.user_id, reason
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="component.voided",
        subject=f"component_record:{row.id}",
        data={"household_id": row.household_id, "state": row.state},
    )
    log.info("component voided", extra={"record_id": row.id})
    return row
