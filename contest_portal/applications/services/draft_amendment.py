"""Prepare an amendment: what it would change and why. Nobody sees it until it is published."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.applications.amendment_facts import amendment_facts
from contest_portal.contests.amendment_models import Amendment
from contest_portal.contests.amendment_queries import draft_amendment_of
from contest_portal.contests.queries import contest_by_id, frozen_rulebook, read_rulebook
from contest_portal.contests.rules.amendment_lifecycle import AmendmentState
from contest_portal.contests.rules.amendments import Proposal, amended, amendment_problems, reason_problem
from contest_portal.kernel.audit import record
from contest_portal.kernel.canonical import canonical_json
from contest_portal.kernel.problems import Stale, refuse
from contest_portal.kernel.records import to_data

log = logging.getLogger(__name__)


def draft_amendment(
    session: Session, act: Act, *, contest_id: int, expected_version: int, proposal: Proposal, reason: str
) -> Amendment:
    """Keep the proposal as the contest's one draft; `expected_version` is 0 while there is none.

    Raises Refused with all that may not change, Stale when somebody saved another draft or published meanwhile.
    """
    permit(act.actor, Action.CONTEST_PUBLISH, Scope(contest_id=contest_id))
    contest = contest_by_id(session, contest_id)
    frozen = frozen_rulebook(session, contest_id)
    book = read_rulebook(frozen.data)
    new = amended(book, proposal)
    refuse(
        [*amendment_problems(book, new, amendment_facts(session, contest, act.at)), reason_problem(reason)]
    )
    amendment = draft_amendment_of(session, contest_id)
    if expected_version != (amendment.version if amendment else 0):
        raise Stale(f"amendment of contest {contest_id}")
    if amendment is None:
        amendment = Amendment(
            contest_id=contest_id,
            number=frozen.version,
            state=AmendmentState.DRAFT.value,
            created_at=act.at,
            created_by=act.actor.user_id,
        )
        session.add(amendment)
    amendment.reason, amendment.data = reason.strip(), canonical_json(to_data(new))
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="amendment.drafted",
        subject=f"contest:{contest_id}",
        data={"number": amendment.number},
    )
    log.info("amendment drafted", extra={"contest_id": contest_id})
    return amendment
