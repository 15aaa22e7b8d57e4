"""Retire a kind of the catalogue of components."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.kernel.audit import record
from contest_portal.registry.components import kind_by_id

log = logging.getLogger(__name__)


def retire_component_kind(session: Session, act: Act, *, kind_id: int) -> None:
    """Take a kind out of use: no new records, the old ones stay and count. Retired twice is retired once."""
    permit(act.actor, Action.COMPONENT_EDIT)
    kind = kind_by_id(session, kind_id)
    if not kind.is_active:
        return
    kind.is_active = False
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="component_kind.retired",
        subject=f"component_kind:{kind.id}",
        data={"code": kind.code},
    )
    log.info("component kind retired", extra={"kind_id": kind.id})
