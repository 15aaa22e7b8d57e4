"""Call off the scoring of a group's progress that was opened."""

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.awards.follow_up_acts import put_on_record
from contest_portal.awards.rules.follow_up import reason_problems
from contest_portal.awards.second_acts import progress_to_change
from contest_portal.kernel.identifiers import clean_text
from contest_portal.kernel.problems import refuse
from contest_portal.scoring.rules.second import SECOND


def cancel_second_scoring(session: Session, act: Act, *, award_id: int, reason: str) -> None:
    """Stop it, with the reason; its sheets are kept and count for nothing unless it is opened again."""
    progress = progress_to_change(session, act, award_id)
    SECOND.require(progress.scoring, "cancel")
    reason = clean_text(reason)
    refuse(reason_problems(reason))
    SECOND.move(progress.scoring, "cancel", progress.facts)
    progress.scoring.cancel_reason = reason
    put_on_record(session, act, award_id, action="award.second_cancelled", reason=reason)
