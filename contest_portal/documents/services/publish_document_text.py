"""Put the draft of a text in force as its next version."""

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.documents.models import DocumentText
from contest_portal.documents.rules.kinds import DocumentKind
from contest_portal.documents.text_acts import office_to_word, put_in_force
from contest_portal.documents.text_queries import text_draft
from contest_portal.documents.texts.printing import wording_of
from contest_portal.kernel.problems import Stale


def publish_document_text(
    session: Session, act: Act, *, office_id: int, kind: DocumentKind, expected_version: int, reason: str
) -> DocumentText:
    """Put the draft in force, as it was looked at: `expected_version` is the draft's. Raises as `put_in_force` does."""
    office = office_to_word(session, act, office_id, kind)
    draft = text_draft(session, office_id, kind.code)
    if draft is None or draft.version != expected_version:
        raise Stale(f"draft of the text of {kind.code} in office {office_id}")
    text = put_in_force(session, act, office, kind, wording_of(draft.body, draft.css), reason=reason)
    session.delete(draft)
    session.flush()
    return text
