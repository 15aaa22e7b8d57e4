"""Publish an amendment as the only person of the programme."""

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Scope, permit
from contest_portal.accounts.second_person import require_alone
from contest_portal.applications.amending import AMENDING, amend
from contest_portal.contests.amendment_models import Amendment


def publish_amendment(session: Session, act: Act, *, contest_id: int, expected_version: int) -> Amendment:
    """Freeze the draft as the next version, where nobody else could confirm it; else Refused.

    Raises what `amend` does besides.
    """
    permit(act.actor, AMENDING.ask, Scope(contest_id=contest_id))
    require_alone(session, act, AMENDING, contest_id)
    return amend(session, act, contest_id=contest_id, expected_version=expected_version)
