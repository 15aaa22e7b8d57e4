"""Accept or decline an invitation to judge."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.contests.contest_lock import hold_contest
from contest_portal.contests.queries import rulebook_of
from contest_portal.jury.closed_panel import refuse_closed_panel
from contest_portal.jury.invitation_models import JurorInvitation
from contest_portal.jury.invitation_queries import held_invitation, invitation_of_user
from contest_portal.jury.rules.invitations import INVITATION, Answer, answer_problems
from contest_portal.kernel.audit import record
from contest_portal.kernel.problems import refuse

log = logging.getLogger(__name__)


def answer_invitation(session: Session, act: Act, *, invitation_id: int, answer: Answer) -> JurorInvitation:
    """Keep the answer of the person invited: NotFound for anybody else, WrongState once answered or withdrawn.

    Accepting seats nobody: the secretary does, and the DNI is compared with the groups then.
    """
    contest_id = invitation_of_user(session, act.actor.user_id, invitation_id).contest_id
    refuse_closed_panel(hold_contest(session, contest_id))
    invitation = held_invitation(session, contest_id, invitation_id)
    action = "accept" if answer.accepts else "decline"
    INVITATION.require(invitation, action)
    refuse(answer_problems(answer, rulebook_of(session, contest_id)))
    INVITATION.move(invitation, action, None)
    invitation.answered_at = act.at
    if answer.accepts:
        _keep(invitation, answer)
    else:
        invitation.reason = answer.reason.strip()
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action=f"invitation.{invitation.state}",
        subject=f"invitation:{invitation.id}",
        data={"contest_id": contest_id},
    )
    log.info("invitation answered", extra={"invitation_id": invitation.id, "contest_id": contest_id})
    return invitation


def _keep(invitation: JurorInvitation, answer: Answer) -> None:
    told = answer.background
    invitation.dni, invitation.institution = answer.dni, answer.institution.strip()
    invitation.specialty, invitation.territory = told.specialty, told.territory
    invitation.lines = ",".join(sorted(set(told.lines)))
