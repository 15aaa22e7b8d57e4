"""Note that a trial was run: the only thing that it leaves."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.kernel.audit import record
from contest_portal.kernel.canonical import sha256_hex
from contest_portal.trials.results import TrialResult

log = logging.getLogger(__name__)


def note_trial(session: Session, act: Act, *, contest_id: int, result: TrialResult) -> None:
    """Write who tried which rules with which seed, and the hash of the share-out that came of it."""
    permit(act.actor, Action.CONTEST_EDIT, Scope(contest_id=contest_id))
    plan = result.order.plan
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="contest.tried",
        subject=f"contest:{contest_id}",
        data={
            "seed": plan.seed,
            "groups": plan.groups,
            "strength": plan.strength.value,
            "rules_sha256": sha256_hex(result.order.draft),
            "result_sha256": result.run.result_sha256,
        },
    )
    log.info("contest tried", extra={"contest_id": contest_id})
