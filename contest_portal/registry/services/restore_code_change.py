"""Restore a change of a code that was withdrawn."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.kernel import audit
from contest_portal.kernel.problems import NotFound, refuse
from contest_portal.registry.code_changes import code_book
from contest_portal.registry.models.territory import CodeChange
from contest_portal.registry.rules.code_changes import circle_problem

log = logging.getLogger(__name__)


def restore_code_change(session: Session, act: Act, *, change_id: int) -> CodeChange:
    """Apply a withdrawn change again. Raises Refused when it now leads a code back to itself."""
    permit(act.actor, Action.REGISTRY_IMPORT)
    row = session.get(CodeChange, change_id, with_for_update=True)
    if row is None:
        raise NotFound(f"code change {change_id}")
    if row.withdrawn_at is None:
        return row
    row.withdrawn_at = row.withdrawn_by = None
    session.flush()
    refuse([circle_problem(code_book(session))])
    audit.record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="code_change.restored",
        subject=f"code_change:{row.id}",
        data={"kind": row.kind, "old": row.old_code, "new": row.new_code},
    )
    log.info("code change restored", extra={"code_change_id": row.id})
    return row
