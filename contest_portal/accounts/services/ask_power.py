"""Ask for a deed that gives power over an account: the first of two administrators."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.joint_acts import ask_together
from contest_portal.accounts.joint_models import JointAct
from contest_portal.accounts.power import POWER, power_subject, refuse_power
from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import permit
from contest_portal.accounts.rules.power import AskedPower
from contest_portal.kernel.audit import wait_for_turn

log = logging.getLogger(__name__)


def ask_power(session: Session, act: Act, asked: AskedPower) -> JointAct:
    """Ask for it. Nothing changes before another administrator confirms.

    Raises NotPermitted, Refused with all that speaks against it, WrongState while something waits for that account.
    """
    permit(act.actor, POWER.ask)
    wait_for_turn(session)
    refuse_power(session, act, asked)
    joint = ask_together(session, act, POWER, subject=power_subject(asked), contest_id=None, content=asked)
    log.info("power asked for", extra={"joint_id": joint.id})
    return joint
