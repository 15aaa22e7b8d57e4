"""Withdraw a change of a code that was recorded by mistake."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.kernel import audit
from contest_portal.kernel.problems import NotFound
from contest_portal.registry.models.territory import CodeChange

log = logging.getLogger(__name__)


def withdraw_code_change(session: Session, act: Act, *, change_id: int) -> CodeChange:
    """Stop applying a change; it stays in the list and can be restored. Withdrawn twice is withdrawn once."""
    permit(act.actor, Action.REGISTRY_IMPORT)
    row = session.get(CodeChange, change_id, with_for_update=True)
    if row is None:
        raise NotFound(f"code change {change_id}")
    if row.withdrawn_at is not None:
        return row
    row.withdrawn_at, row.withdrawn_by = act.at, act.actor.user_id
    session.flush()
    audit.record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="code_change.withdrawn",
        subject=f"code_change:{row.id}",
        data={"kind": row.kind, "old": row.old_code, "new": row.new_code},
    )
    log.info("code change withdrawn", extra={"code_change_id": row.id})
    return row
