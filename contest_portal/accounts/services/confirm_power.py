"""Confirm a deed that gives power over an account: the second of two administrators."""

from dataclasses import replace

from sqlalchemy.orm import Session

from contest_portal.accounts.account_deeds import (
    Word,
    hand_password,
    open_account,
    put_grants,
    take_factor_off,
)
from contest_portal.accounts.joint_acts import confirm_together
from contest_portal.accounts.models import User
from contest_portal.accounts.power import POWER, password_reset, power_scope, refuse_power
from contest_portal.accounts.queries import user_with_grants
from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import permit
from contest_portal.accounts.rules.power import AskedPower, PowerDeed, changed_since
from contest_portal.kernel.passwords import temporary_password
from contest_portal.kernel.problems import WrongState


def confirm_power(session: Session, act: Act, *, joint_id: int, sha256: str) -> tuple[User, str]:
    """Do what another administrator asked for; give the account, and its temporary password if it got one.

    Raises NotPermitted to whoever asked and to whose account it is, WrongState when it lapsed or the account is not
    what both saw any more, Refused with what speaks against it by now, Stale as `confirm_together` does.
    """
    joint, asked = confirm_together(session, act, POWER, contest_id=None, joint_id=joint_id, sha256=sha256)
    permit(act.actor, POWER.confirm, power_scope(joint.asked_by, asked.user_id))
    refuse_power(session, act, asked)
    word: Word = {"joint_act": joint.id}
    if asked.deed is PowerDeed.OPEN:
        password = temporary_password()
        user = open_account(session, act, asked, word, password=password, must_change=True)
        return user, password
    user = user_with_grants(session, asked.user_id or 0)
    return user, _do(session, act, user, asked, word)


def _do(session: Session, act: Act, user: User, asked: AskedPower, word: Word) -> str:
    now = password_reset(user)
    if replace(asked, deed=now.deed, after=now.after, reason=now.reason) != now:
        raise WrongState([changed_since()])
    if asked.deed is PowerDeed.PASSWORD:
        return hand_password(session, act, user, word)
    if asked.deed is PowerDeed.ROLES:
        put_grants(session, act, user, asked, word)
    else:
        take_factor_off(session, act, user, asked.reason, word)
    return ""
