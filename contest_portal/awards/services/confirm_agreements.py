"""Issue the agreements of a contest, as the second of two persons."""

from sqlalchemy.orm import Session

from contest_portal.accounts.joint_acts import confirm_together
from contest_portal.accounts.rules.actor import Act
from contest_portal.awards.agreements import (
    AGREEMENTS,
    agreements_changed,
    issue_missing,
    missing_agreements,
)
from contest_portal.contests.contest_lock import hold_contest
from contest_portal.documents.models import Document
from contest_portal.kernel.problems import WrongState


def confirm_agreements(
    session: Session, act: Act, *, contest_id: int, joint_id: int, sha256: str
) -> tuple[Document, ...]:
    """Issue what somebody else asked for, all in one go.

    Raises NotPermitted to whoever asked, WrongState when what they would say changed since, Stale as
    `confirm_together` does.
    """
    hold_contest(session, contest_id)
    _, asked = confirm_together(
        session, act, AGREEMENTS, contest_id=contest_id, joint_id=joint_id, sha256=sha256
    )
    missing = missing_agreements(session, contest_id=contest_id, terms=asked.terms)
    if missing.asked != asked:
        raise WrongState([agreements_changed()])
    return issue_missing(session, act, missing)
