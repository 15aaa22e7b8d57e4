"""Named reads of who agreed with a profile."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.applications.confirmation_models import Confirmation
from contest_portal.applications.group_queries import group_members
from contest_portal.applications.rules.draft_fields import Draft
from contest_portal.applications.rules.reading import reading_sha256
from contest_portal.applications.rules.sign_off import Given, Means, MemberSign, sign_off_problems
from contest_portal.contests.rules.rulebook import GroupRules
from contest_portal.kernel.problems import Problem


def agreement_left(
    session: Session, rules: GroupRules, application_id: int, group_id: int, words: Draft
) -> tuple[Problem, ...]:
    """List what a group still has to confirm of these words before it sends; nothing where nothing is asked."""
    if not rules.sign_off:
        return ()
    read_sha256 = reading_sha256(words.choice, words.profile)
    return sign_off_problems(rules, member_signs(session, application_id, group_id, read_sha256))


def member_signs(
    session: Session, application_id: int, group_id: int, read_sha256: str
) -> tuple[MemberSign, ...]:
    """List the present members, who presides first: one confirmation each, that of these words if there is one."""
    rows = session.execute(
        select(Confirmation, User.full_name)
        .join(User, User.id == Confirmation.account_id)
        .where(Confirmation.application_id == application_id)
        .order_by(Confirmation.read_sha256 == read_sha256, Confirmation.confirmed_at, Confirmation.id)
    )
    given = {
        row.member_id: Given(
            at=row.confirmed_at,
            means=Means(row.means),
            account_name=name,
            device=row.device,
            stands=row.read_sha256 == read_sha256,
        )
        for row, name in rows
    }
    signs = (
        MemberSign(member.member_id, member.full_name, member.office, given.get(member.member_id))
        for member in group_members(session, group_id)
    )
    return tuple(sorted(signs, key=lambda sign: not sign.leads))
