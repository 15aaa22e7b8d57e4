"""Take a juror's phone out of use."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.contests.contest_lock import hold_contest
from contest_portal.kernel.audit import record
from contest_portal.scoring.phone_models import JurorDevice
from contest_portal.scoring.phone_queries import device_in_contest

log = logging.getLogger(__name__)


def revoke_device(session: Session, act: Act, *, contest_id: int, device_id: int) -> JurorDevice:
    """Stop counting what comes from a phone from now on; what came before stays. Twice is once."""
    permit(act.actor, Action.PHONES_MANAGE, Scope(contest_id=contest_id))
    hold_contest(session, contest_id)
    device = device_in_contest(session, contest_id, device_id)
    if device.revoked_at is not None:
        return device
    device.revoked_at, device.revoked_by = act.at, act.actor.user_id
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="phone.revoked",
        subject=f"juror:{device.juror_id}",
        data={"contest_id": contest_id, "phone_id": device.id},
    )
    log.info("phone revoked", extra={"contest_id": contest_id, "phone_id": device.id})
    return device
