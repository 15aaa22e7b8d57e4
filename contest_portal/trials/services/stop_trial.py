"""Stop a trial that is at work."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.kernel.audit import record
from contest_portal.trials.desk import TrialDesk

log = logging.getLogger(__name__)


def stop_trial(session: Session, act: Act, *, trials: TrialDesk, contest_id: int) -> None:
    """Have a trial stop before its next step, and write who stopped it. WrongState when it ended already."""
    permit(act.actor, Action.CONTEST_EDIT, Scope(contest_id=contest_id))
    plan = trials.ask_to_stop(contest_id, act.at).plan
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="contest.trial_stopped",
        subject=f"contest:{contest_id}",
        data={"seed": plan.seed, "groups": plan.groups, "strength": plan.strength.value},
    )
    log.info("trial stopped", extra={"contest_id": contest_id})
