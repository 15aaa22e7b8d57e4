"""Throw away an amendment that was not published."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.contests.amendment_queries import draft_amendment_of
from contest_portal.kernel.audit import record
from contest_portal.kernel.problems import NotFound

log = logging.getLogger(__name__)


def discard_amendment(session: Session, act: Act, *, contest_id: int) -> None:
    """Delete the draft; its number is free for the next one. NotFound when nothing is being prepared."""
    permit(act.actor, Action.CONTEST_PUBLISH, Scope(contest_id=contest_id))
    amendment = draft_amendment_of(session, contest_id)
    if amendment is None:
        raise NotFound(f"draft amendment of contest {contest_id}")
    session.delete(amendment)
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="amendment.discarded",
        subject=f"contest:{contest_id}",
        data={"number": amendment.number},
    )
    log.info("amendment discarded", extra={"contest_id": contest_id})
