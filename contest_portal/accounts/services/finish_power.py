"""Finish, by who asked, what the only other administrator was told of for a day and nobody stopped."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.account_deeds import do_as_asked
from contest_portal.accounts.joint_acts import (
    content_of,
    end_joint_act,
    joint_to_change,
    require_as_seen,
)
from contest_portal.accounts.models import User
from contest_portal.accounts.power import POWER, has_to_wait, refuse_power
from contest_portal.accounts.queries import user_with_grants
from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import permit
from contest_portal.accounts.rules.power import TOLD_FOR, too_early, two_administrators
from contest_portal.kernel.clock import office_moment
from contest_portal.kernel.problems import NotPermitted, Refused, WrongState

log = logging.getLogger(__name__)


def finish_power(session: Session, act: Act, *, joint_id: int, sha256: str) -> tuple[User, str]:
    """Do it alone, which the log tells; give the account, and its temporary password if it got one.

    Raises NotPermitted to anybody but who asked, WrongState before the day is over, once it lapsed or when the account
    changed, Refused where another administrator is able to confirm it by now, Stale when something else was seen.
    """
    permit(act.actor, POWER.ask)
    joint = joint_to_change(session, joint_id, kind=POWER.code, contest_id=None)
    require_as_seen(act, joint, POWER, sha256)
    if joint.asked_by != act.actor.user_id:
        raise NotPermitted(f"user {act.actor.user_id} did not ask for joint act {joint_id}")
    if act.at < joint.asked_at + TOLD_FOR:
        raise WrongState([too_early(office_moment(joint.asked_at + TOLD_FOR))])
    asked = content_of(joint, POWER)
    refuse_power(session, act, asked)
    if not has_to_wait(session, act, asked):
        raise Refused([two_administrators()])
    user = user_with_grants(session, asked.user_id or 0)
    end_joint_act(session, act, joint, "waited")
    password = do_as_asked(session, act, user, asked, {"joint_act": joint.id, "second": None})
    log.info("power taken after waiting", extra={"joint_id": joint.id})
    return user, password
