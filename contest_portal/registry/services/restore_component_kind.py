"""Bring a retired kind back into the catalogue of components."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.kernel.audit import record
from contest_portal.registry.components import kind_by_id

log = logging.getLogger(__name__)


def restore_component_kind(session: Session, act: Act, *, kind_id: int) -> None:
    """Let a kind take new records again. Restored twice is restored once."""
    permit(act.actor, Action.COMPONENT_EDIT)
    kind = kind_by_id(session, kind_id)
    if kind.is_active:
        return
    kind.is_active = True
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="component_kind.restored",
        subject=f"component_kind:{kind.id}",
        data={"code": kind.code},
    )
    log.info("component kind restored", extra={"kind_id": kind.id})
