"""Keep on record that somebody compared scenarios of an allocation."""

import logging
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.allocation.rules.scenario import Scenario, written
from contest_portal.kernel.audit import AuditRow, record, wait_for_turn
from contest_portal.kernel.canonical import canonical_json

log = logging.getLogger(__name__)

AGAIN = timedelta(minutes=10)
"""The same comparison by the same person within so long is one use."""


def note_comparison(
    session: Session, act: Act, *, contest_id: int, scenarios: Sequence[Scenario], file_format: str
) -> None:
    """Add the row that must exist before scenarios are shown, as a page or a file; one for the same within `AGAIN`."""
    permit(act.actor, Action.RANKING_SEE, Scope(contest_id=contest_id))
    wait_for_turn(session)
    subject = f"contest:{contest_id}"
    data = {"format": file_format, "scenarios": [written(one) for one in scenarios]}
    noted_lately = exists().where(
        AuditRow.action == "allocation.compared",
        AuditRow.subject == subject,
        AuditRow.actor_id == act.actor.user_id,
        AuditRow.data == canonical_json(data),
        AuditRow.at > act.at - AGAIN,
    )
    if session.scalar(select(noted_lately)):
        return
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="allocation.compared",
        subject=subject,
        data=data,
    )
    log.info("scenarios compared", extra={"contest_id": contest_id})
