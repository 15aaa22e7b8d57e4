"""Documents that two persons void."""

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act, Role
from contest_portal.awards.services.ask_voiding import ask_voiding
from contest_portal.awards.services.void_award_document import void_award_document
from contest_portal.documents.models import Document
from tests.factories.accounts import act_of, make_user


def make_void(session: Session, act: Act, *, contest_id: int, document_id: int, reason: str) -> Document:
    """Let another person ask for it, and confirm it with this act."""
    asker = act_of(make_user(session, Role.SECRETARY), act.at)
    joint = ask_voiding(session, asker, contest_id=contest_id, document_id=document_id, reason=reason)
    return void_award_document(
        session, act, contest_id=contest_id, joint_id=joint.id, sha256=joint.content_sha256
    )
