"""Remind an invited person of an invitation without an answer."""

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


def remind_invitation(session: Session, act: Act, *, contest_id: int, invitation_id: int) -> JurorInvitation:
    """Note the reminder, which the person sees beside the invitation; WrongState once it is answered or withdrawn."""
    permit(act.actor, Action.JURY_SEAT, Scope(contest_id=contest_id))
    refuse_closed_panel(hold_contest(session, contest_id))
    invitation = held_invitation(session, contest_id, invitation_id)
    INVITATION.move(invitation, "remind", None)
    invitation.reminded_at = act.at
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="invitation.reminded",
        subject=f"invitation:{invitation.id}",
        data={"contest_id": contest_id},
    )
    log.info("invitation reminded", extra={"invitation_id": invitation.id, "contest_id": contest_id})
    return invitation
