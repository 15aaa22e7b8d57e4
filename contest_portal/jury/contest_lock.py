"""Hold a contest still while its panel or its sheets change, so that closing never races with a late sheet."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.contests.models import Contest
from contest_portal.contests.rules.lifecycle import ContestState
from contest_portal.kernel.problems import N_, NotFound, Problem, WrongState

_OPEN_PANELS = frozenset({ContestState.PUBLISHED.value, ContestState.EVALUATING.value})


def locked_contest(session: Session, contest_id: int, *, shared: bool = False) -> Contest:
    """Give a contest locked until the transaction ends; NotFound when there is none.

    Writers of sheets share the lock; whoever changes the panel or the contest's state holds it alone. (SQLite has
    one writer at a time anyway.)
    """
    contest = session.scalars(
        select(Contest)
        .where(Contest.id == contest_id)
        .with_for_update(read=shared)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if contest is None:
        raise NotFound(f"contest {contest_id}")
    return contest


def refuse_closed_panel(contest: Contest) -> None:
    """Raise WrongState unless the panel may still change: from the call until the scoring closes."""
    if contest.state not in _OPEN_PANELS:
        raise WrongState(
            [
                Problem(
                    "panel.closed",
                    field="state",
                    message=N_(
                        "El jurado se cambia solo entre la publicación y el cierre de la calificación."
                    ),
                )
            ]
        )
