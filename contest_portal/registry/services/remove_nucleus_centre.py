"""Take a populated centre out of an executing nucleus."""

import logging

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.kernel.audit import record
from contest_portal.kernel.problems import NotFound
from contest_portal.registry.models.nuclei import NucleusCentre
from contest_portal.registry.nuclei import nucleus_with_central, permit_nucleus

log = logging.getLogger(__name__)


def remove_nucleus_centre(session: Session, act: Act, *, nucleus_id: int, centre_code: str) -> None:
    """Take a centre out; its households keep everything that is on record for them."""
    permit(act.actor, Action.NUCLEUS_EDIT)
    nucleus, central = nucleus_with_central(session, nucleus_id)
    permit_nucleus(session, act.actor, Action.NUCLEUS_EDIT, central.id)
    row = session.scalars(
        select(NucleusCentre).where(
            NucleusCentre.nucleus_id == nucleus.id, NucleusCentre.centre_code == centre_code
        )
    ).one_or_none()
    if row is None:
        raise NotFound(f"centre {centre_code} in executing nucleus {nucleus_id}")
    session.delete(row)
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="ne.centre_removed",
        subject=f"executing_nucleus:{nucleus_id}",
        data={"centre": centre_code},
    )
    log.info("nucleus centre removed", extra={"nucleus_id": nucleus_id})
