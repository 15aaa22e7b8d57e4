"""Look once more at what is held of a contest's phones."""

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.contests.contest_lock import hold_contest
from contest_portal.scoring.phone_queries import jurors_with_entries
from contest_portal.scoring.settling import settle_of_juror


def settle_again(session: Session, act: Act, *, contest_id: int) -> None:
    """Look once more at everything that is held: attendance may be recorded by now, or a sheet returned."""
    permit(act.actor, Action.PHONES_MANAGE, Scope(contest_id=contest_id))
    hold_contest(session, contest_id)
    for juror_id in jurors_with_entries(session, contest_id):
        settle_of_juror(session, act, contest_id=contest_id, juror_id=juror_id)
