"""Withdraw an act that waits for its second person."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.joint_acts import end_joint_act, joint_to_change
from contest_portal.accounts.joint_models import JointAct
from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit

log = logging.getLogger(__name__)


def withdraw_joint_act(session: Session, act: Act, *, contest_id: int, joint_id: int) -> JointAct:
    """Take back what was asked for in a contest, by whoever may ask for such things there; the row stays.

    Raises NotFound for one of another contest, WrongState once it waits no more.
    """
    permit(act.actor, Action.JOINT_ACT_ASK, Scope(contest_id=contest_id))
    joint = joint_to_change(session, joint_id, contest_id=contest_id)
    end_joint_act(session, act, joint, "withdrawn")
    log.info("joint act withdrawn", extra={"joint_id": joint.id})
    return joint
