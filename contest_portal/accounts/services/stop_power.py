"""Stop, as somebody of the programme, what would open the way into an administrator's account."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.joint_acts import content_of, end_joint_act, joint_to_change
from contest_portal.accounts.joint_models import JointAct
from contest_portal.accounts.power import POWER
from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.accounts.rules.power import opens_administration
from contest_portal.kernel.problems import NotFound

log = logging.getLogger(__name__)


def stop_power(session: Session, act: Act, *, joint_id: int) -> JointAct:
    """End it without doing it; the row stays and says who.

    Raises NotPermitted, NotFound for a deed of another kind, WrongState once it waits no more.
    """
    permit(act.actor, Action.POWER_STOP)
    joint = joint_to_change(session, joint_id, kind=POWER.code, contest_id=None)
    if not opens_administration(content_of(joint, POWER)):
        raise NotFound(f"joint act {joint_id} that the programme may stop")
    end_joint_act(session, act, joint, "stopped")
    log.info("power stopped", extra={"joint_id": joint.id})
    return joint
