"""People asked to judge."""

from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.contests.models import Contest
from contest_portal.jury.invitation_models import JurorInvitation
from tests.factories.contests import OPENS


def make_invitation(session: Session, contest: Contest, user: User, by: User) -> JurorInvitation:
    invitation = JurorInvitation(
        contest_id=contest.id,
        user_id=user.id,
        position="member",
        phases="FIELD",
        sent_at=OPENS,
        sent_by=by.id,
    )
    session.add(invitation)
    session.flush()
    return invitation
