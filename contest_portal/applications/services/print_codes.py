"""Make the slips with which the members of a group confirm its profiles."""

import logging
import secrets

from sqlalchemy import delete
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.applications.confirmation_models import MemberCode
from contest_portal.applications.group_queries import group_members
from contest_portal.applications.ownership import group_to_staff
from contest_portal.applications.rules.sign_off import CODE_LENGTH, CODE_LETTERS, code_hash
from contest_portal.kernel.audit import record

log = logging.getLogger(__name__)


def print_codes(session: Session, act: Act, *, group_id: int) -> tuple[tuple[str, str], ...]:
    """Give each present member a new code; name and code are shown once, the old slips no longer count.

    The group's representative does it, never its promoter, who would then know what only the members may.
    """
    _group, scope = group_to_staff(session, group_id)
    permit(act.actor, Action.CODES_PRINT, scope)
    members = group_members(session, group_id)
    session.execute(delete(MemberCode).where(MemberCode.member_id.in_([one.member_id for one in members])))
    slips = []
    for member in members:
        salt, code = secrets.token_hex(16), "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
        session.add(
            MemberCode(
                member_id=member.member_id,
                salt=salt,
                code_sha256=code_hash(salt, code),
                made_at=act.at,
                made_by=act.actor.user_id,
            )
        )
        slips.append((member.full_name, code))
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="confirmation.codes_printed",
        subject=f"group:{group_id}",
        data={"members": len(slips)},
    )
    log.info("codes printed", extra={"group_id": group_id})
    return tuple(slips)
