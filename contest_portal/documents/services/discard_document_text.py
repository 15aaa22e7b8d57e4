"""Throw away the draft of a text; what is in force stays."""

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.documents.rules.kinds import DocumentKind
from contest_portal.documents.text_acts import note, office_to_word
from contest_portal.documents.text_queries import text_draft
from contest_portal.kernel.problems import Stale


def discard_document_text(
    session: Session, act: Act, *, office_id: int, kind: DocumentKind, expected_version: int
) -> None:
    """Delete the draft as it was looked at; Stale when somebody wrote in it meanwhile or it is gone."""
    office = office_to_word(session, act, office_id, kind)
    draft = text_draft(session, office_id, kind.code)
    if draft is None or draft.version != expected_version:
        raise Stale(f"draft of the text of {kind.code} in office {office_id}")
    session.delete(draft)
    session.flush()
    note(session, act, office, kind, action="document_text.discarded")
