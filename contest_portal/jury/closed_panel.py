"""Until when the panel of a contest may change."""

from contest_portal.contests.models import Contest
from contest_portal.contests.rules.lifecycle import ContestState
from contest_portal.kernel.problems import N_, Problem, WrongState

_OPEN_PANELS = frozenset({ContestState.PUBLISHED.value, ContestState.EVALUATING.value})


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
