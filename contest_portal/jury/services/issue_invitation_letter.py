"""Put an invitation on paper."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.contests.contest_lock import hold_contest
from contest_portal.contests.queries import contest_by_id, rulebook_of
from contest_portal.documents.models import Document
from contest_portal.documents.queries import documents_of
from contest_portal.documents.services.issue_document import issue_document
from contest_portal.jury.closed_panel import refuse_closed_panel
from contest_portal.jury.documents.invitation_letter import INVITATION_LETTER, InvitationLetter
from contest_portal.jury.invitation_models import JurorInvitation
from contest_portal.jury.invitation_queries import held_invitation
from contest_portal.jury.rules.invitations import INVITATION

log = logging.getLogger(__name__)


def issue_invitation_letter(session: Session, act: Act, *, contest_id: int, invitation_id: int) -> Document:
    """Give the letter of an invitation that waits for its answer; the first time it takes its number.

    NotFound for an invitation of another contest, WrongState for one that was answered or withdrawn.
    """
    permit(act.actor, Action.JURY_SEAT, Scope(contest_id=contest_id))
    refuse_closed_panel(hold_contest(session, contest_id))
    invitation = held_invitation(session, contest_id, invitation_id)
    INVITATION.require(invitation, "remind")
    subject = f"invitation:{invitation_id}"
    for issued in documents_of(session, subject):
        return issued
    letter = _letter(session, invitation)
    log.info("invitation put on paper", extra={"invitation_id": invitation_id, "contest_id": contest_id})
    return issue_document(
        session,
        act,
        kind=INVITATION_LETTER,
        office=contest_by_id(session, contest_id).office,
        subject=subject,
        title=INVITATION_LETTER.title,
        build=lambda _issue: letter,
    )


def _letter(session: Session, invitation: JurorInvitation) -> InvitationLetter:
    contest, rulebook = (
        contest_by_id(session, invitation.contest_id),
        rulebook_of(session, invitation.contest_id),
    )
    asked = invitation.phases.split(",")
    classes = {one.code: one.name for phase in rulebook.phases for one in phase.classes}
    return InvitationLetter(
        contest_code=contest.code,
        contest_title=contest.title,
        full_name=session.get_one(User, invitation.user_id).full_name,
        position=invitation.position,
        phases=tuple(phase.name for phase in rulebook.phases if phase.code in asked),
        evaluator_class=classes.get(invitation.evaluator_class, ""),
        field_from=rulebook.calendar.field_from,
        field_to=rulebook.calendar.field_to,
        public_on=rulebook.calendar.public_on,
    )
