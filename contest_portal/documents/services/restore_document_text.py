"""Go back to an earlier text, or to the one as shipped: as a new version."""

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.documents.models import DocumentText
from contest_portal.documents.rules.kinds import DocumentKind
from contest_portal.documents.text_acts import office_to_word, put_in_force
from contest_portal.documents.text_queries import text_version

SHIPPED = 0
"""The number under which the text as shipped is asked for."""


def restore_document_text(
    session: Session, act: Act, *, office_id: int, kind: DocumentKind, number: int, reason: str
) -> DocumentText:
    """Put version `number` in force again. Raises NotFound when there is none, else as `put_in_force` does."""
    office = office_to_word(session, act, office_id, kind)
    wording = None if number == SHIPPED else text_version(session, office_id, kind.code, number).wording
    return put_in_force(session, act, office, kind, wording, reason=reason)
