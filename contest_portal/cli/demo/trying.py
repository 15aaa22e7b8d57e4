"""The draft of the demonstration was tried: its page shows what came of it."""

from datetime import datetime

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.contests.models import Contest
from contest_portal.kernel.storage import Storage
from contest_portal.trials.desk import TrialDesk
from contest_portal.trials.queries import trial_order
from contest_portal.trials.rules.plan import TrialPlan
from contest_portal.trials.services.note_trial import note_trial


def try_draft(session: Session, act: Act, contest: Contest, storage: Storage, now: datetime) -> None:
    """Run a small trial, as its page does, and keep its result for the pages."""
    desk, order = TrialDesk.beside(storage), trial_order(session, contest, TrialPlan(groups=3))
    desk.take_up(contest.id, order.plan, now)
    desk.carry_out(
        contest.id,
        order,
        clock=lambda: now,
        note=lambda result: note_trial(session, act, contest_id=contest.id, result=result),
    )
