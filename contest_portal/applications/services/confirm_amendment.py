"""Confirm that an amendment be published: the second of two persons."""

from sqlalchemy.orm import Session

from contest_portal.accounts.joint_acts import confirm_together
from contest_portal.accounts.rules.actor import Act
from contest_portal.applications.amending import AMENDING, amend
from contest_portal.contests.amendment_models import Amendment


def confirm_amendment(
    session: Session, act: Act, *, contest_id: int, joint_id: int, sha256: str
) -> Amendment:
    """Publish the amendment that somebody else asked to be published, as it was then.

    Raises Stale when it was changed since, NotPermitted to whoever asked, and what `amend` does besides.
    """
    _, asked = confirm_together(
        session, act, AMENDING, contest_id=contest_id, joint_id=joint_id, sha256=sha256
    )
    return amend(session, act, contest_id=contest_id, expected_version=asked.version)
