"""Remove an executing nucleus (NE) that was registered by mistake."""

import logging

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.kernel.audit import record
from contest_portal.kernel.problems import N_, Problem, refuse
from contest_portal.registry.models.nuclei import NucleusCentre
from contest_portal.registry.nuclei import nucleus_with_central, permit_nucleus

log = logging.getLogger(__name__)


def remove_executing_nucleus(session: Session, act: Act, *, nucleus_id: int) -> None:
    """Remove an executing nucleus without centres; one with centres is refused, so that none is lost unseen."""
    permit(act.actor, Action.NUCLEUS_EDIT)
    nucleus, central = nucleus_with_central(session, nucleus_id)
    permit_nucleus(session, act.actor, Action.NUCLEUS_EDIT, central.id)
    refuse([_not_empty(session, nucleus_id)])
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="ne.removed",
        subject=f"executing_nucleus:{nucleus.id}",
        data={"central_nucleus_id": central.id, "code": nucleus.code},
    )
    session.delete(nucleus)
    session.flush()
    log.info("executing nucleus removed", extra={"nucleus_id": nucleus_id})


def _not_empty(session: Session, nucleus_id: int) -> Problem | None:
    centres = session.scalar(select(func.count()).where(NucleusCentre.nucleus_id == nucleus_id))
    if not centres:
        return None
    message = N_("Este núcleo ejecutor tiene centros poblados. Retire primero sus centros.")
    return Problem("nucleus.not_empty", field="form", message=message)
