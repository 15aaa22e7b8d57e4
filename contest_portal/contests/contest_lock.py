"""Hold a contest still while something that its state decides is written."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.contests.models import Contest
from contest_portal.kernel.audit import wait_for_turn
from contest_portal.kernel.problems import NotFound


def hold_contest(session: Session, contest_id: int) -> Contest:
    """Give a contest as it is now, which nobody else changes until the transaction ends; NotFound when there is none.

    The turn comes first, then the contest, then anything else: one order, so that nobody waits for each other. The
    contest is held without its key: who only refers to it is not kept waiting.
    """
    wait_for_turn(session)
    contest = session.scalars(
        select(Contest)
        .where(Contest.id == contest_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if contest is None:
        raise NotFound(f"contest {contest_id}")
    return contest
