"""Withdraw an invitation."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.contests.contest_lock import hold_contest
from contest_portal.jury.closed_panel import refuse_closed_panel
from contest_portal.jury.invitation_models import JurorInvitation
from contest_portal.jury.invitation_queries import held_invitation
from contest_portal.jury.rules.invitations import INVITATION
from contest_portal.kernel.audit import record

log = logging.getLogger(__name__)


def withdraw_invitation(
    session: Session, act: Act, *, contest_id: int, invitation_id: int
) -> JurorInvitation:
    """Take an invitation back, answered with yes or not at all; who is seated already stays."""
    permit(act.actor, Action.JURY_SEAT, Scope(contest_id=contest_id))
    refuse_closed_panel(hold_contest(session, contest_id))
    invitation = held_invitation(session, contest_id, invitation_id)
    INVITATION.move(invitation, "withdraw", None)
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="invitation.withdrawn",
        subject=f"invitation:{invitation.id}",
        data={"contest_id": contest_id},
    )
    log.info("invitation withdrawn", extra={"invitation_id": invitation.id, "contest_id": contest_id})
    return invitation
