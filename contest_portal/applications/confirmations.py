"""Named reads of who agreed with a profile."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.applications.confirmation_models import Confirmation
from contest_portal.applications.group_queries import group_members
from contest_portal.applications.models import Application
from contest_portal.applications.rules.completeness import Choice
from contest_portal.applications.rules.profile import Profile
from contest_portal.applications.rules.reading import reading_sha256
from contest_portal.applications.rules.sign_off import Given, Means, MemberSign


def own_signs(
    session: Session, application: Application, choice: Choice, profile: Profile
) -> tuple[MemberSign, ...]:
    """List the present members of the group of a draft with what each confirmed of it."""
    return member_signs(session, application.id, application.group_id, reading_sha256(choice, profile))


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
