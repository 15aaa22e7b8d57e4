"""Open a closed scoring of a group's progress again, to mend a mistake."""

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.awards.follow_up_acts import put_on_record
from contest_portal.awards.rules.follow_up import reason_problems
from contest_portal.awards.second_acts import progress_to_change
from contest_portal.documents.queries import document_by_id
from contest_portal.documents.services.void_document import void_document
from contest_portal.kernel.identifiers import clean_text
from contest_portal.kernel.problems import refuse
from contest_portal.scoring.rules.second import SECOND


def reopen_second_scoring(session: Session, act: Act, *, award_id: int, reason: str) -> None:
    """Void its acta, with the reason, and let its sheets be returned; refused once the second transfer rests on it."""
    progress = progress_to_change(session, act, award_id)
    scoring = progress.scoring
    SECOND.require(scoring, "reopen")
    reason = clean_text(reason)
    refuse([*SECOND.problems("reopen", progress.facts), *reason_problems(reason)])
    acta = document_by_id(session, scoring.acta_id or 0)
    SECOND.move(scoring, "reopen", progress.facts)
    scoring.closed_at = scoring.closed_by = scoring.acta_id = scoring.passed = None
    scoring.total_numerator = scoring.total_denominator = None
    scoring.detail = ""
    void_document(session, act, document=acta, reason=reason)
    put_on_record(session, act, award_id, action="award.second_reopened", document_id=acta.id, reason=reason)
