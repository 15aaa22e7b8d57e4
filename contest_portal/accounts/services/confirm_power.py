"""Confirm a deed that gives power over an account: the second of two administrators."""

from sqlalchemy.orm import Session

from contest_portal.accounts.account_deeds import Word, do_as_asked, open_account
from contest_portal.accounts.joint_acts import confirm_together
from contest_portal.accounts.models import User
from contest_portal.accounts.power import POWER, power_scope, refuse_power
from contest_portal.accounts.queries import user_with_grants
from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import permit
from contest_portal.accounts.rules.power import PowerDeed
from contest_portal.kernel.passwords import temporary_password


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
    return user, do_as_asked(session, act, user, asked, word)
