"""Keep what an administrator writes as the text of a kind, without putting it in force."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.documents.models import DocumentTextDraft
from contest_portal.documents.rules.kinds import DocumentKind
from contest_portal.documents.text_acts import note, office_to_word, text_problems
from contest_portal.documents.text_queries import text_draft
from contest_portal.documents.texts.printing import wording_of
from contest_portal.kernel.problems import Stale, refuse

log = logging.getLogger(__name__)


def save_document_text(
    session: Session,
    act: Act,
    *,
    office_id: int,
    kind: DocumentKind,
    expected_version: int,
    body: str,
    css: str,
) -> DocumentTextDraft:
    """Keep a draft. `expected_version` is 0 while there is none.

    Refused, and nothing stored, when the text names what is not there or uses what is not allowed; Stale when somebody
    else wrote meanwhile.
    """
    office = office_to_word(session, act, office_id, kind)
    draft = text_draft(session, office_id, kind.code)
    if (draft.version if draft else 0) != expected_version:
        raise Stale(f"draft of the text of {kind.code} in office {office_id}")
    body, css = (text.replace("\r\n", "\n") for text in (body, css))
    refuse(text_problems(kind, body, css))
    if draft is None:
        draft = DocumentTextDraft(office_id=office_id, kind=kind.code)
        session.add(draft)
    draft.body, draft.css, draft.edited_at = body, css, act.at
    session.flush()
    note(session, act, office, kind, action="document_text.drafted", sha256=wording_of(body, css).sha256)
    log.info("document text drafted", extra={"office_id": office_id, "kind": kind.code})
    return draft
