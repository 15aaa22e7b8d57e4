"""Take back, or refuse, a deed on an account that waits for the second administrator."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.joint_acts import end_joint_act, joint_to_change
from contest_portal.accounts.joint_models import JointAct
from contest_portal.accounts.power import POWER
from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import permit

log = logging.getLogger(__name__)


def withdraw_power(session: Session, act: Act, *, joint_id: int) -> JointAct:
    """End it without doing it, by any administrator; the row stays and says who.

    Raises NotFound for an act of another kind, WrongState once it waits no more.
    """
    permit(act.actor, POWER.ask)
    joint = joint_to_change(session, joint_id, kind=POWER.code, contest_id=None)
    if act.actor.user_id == joint.asked_by:
        end_joint_act(session, act, joint, "withdrawn")
    else:
        end_joint_act(session, act, joint, "refused")
    log.info("power not given", extra={"joint_id": joint.id})
    return joint
