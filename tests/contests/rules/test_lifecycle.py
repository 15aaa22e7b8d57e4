"""The table of a contest's states."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from contest_portal.contests.rules.lifecycle import CONTEST, ContestFacts, ContestState
from contest_portal.kernel.problems import Problem, Refused, WrongState

CLOSES = datetime(2026, 11, 28, 22, 0, tzinfo=UTC)
MISSING = Problem("rulebook.no_lines", field="lines", message="Agregue al menos una línea productiva.")
ALL = ("publish", "open_evaluation", "close_scoring", "allocate", "announce")


@pytest.mark.parametrize(
    ("action", "from_state", "to_state"),
    [
        ("publish", "draft", "published"),
        ("open_evaluation", "published", "evaluating"),
        ("close_scoring", "evaluating", "scored"),
        ("allocate", "scored", "allocated"),
        ("announce", "allocated", "announced"),
    ],
)
def test_each_action_leads_one_state_on(action: str, from_state: str, to_state: str) -> None:
    contest = SimpleNamespace(state=from_state)

    CONTEST.move(contest, action, ContestFacts(now=CLOSES, closes_at=CLOSES))

    assert contest.state == to_state


@pytest.mark.parametrize(
    ("action", "state"),
    [
        (action, state)
        for place, action in enumerate(ALL)
        for state in ContestState
        if state is not tuple(ContestState)[place]
    ],
)
def test_an_action_is_refused_everywhere_but_in_its_own_state(action: str, state: str) -> None:
    contest = SimpleNamespace(state=str(state))

    with pytest.raises(WrongState):
        CONTEST.move(contest, action, ContestFacts(now=CLOSES, closes_at=CLOSES))

    assert contest.state == state


@pytest.mark.parametrize("action", ALL)
def test_what_the_stage_found_missing_stops_any_action(action: str) -> None:
    state = next(iter(CONTEST.transition(action).from_states))
    contest = SimpleNamespace(state=str(state))

    with pytest.raises(Refused) as refusal:
        CONTEST.move(contest, action, ContestFacts(now=CLOSES, closes_at=CLOSES, problems=(MISSING,)))

    assert (refusal.value.problems, contest.state) == ((MISSING,), state)


@pytest.mark.parametrize(
    ("facts", "codes"),
    [
        pytest.param(ContestFacts(now=CLOSES, closes_at=CLOSES), (), id="at the instant of closing"),
        pytest.param(
            ContestFacts(now=CLOSES - timedelta(seconds=1), closes_at=CLOSES),
            ("contest.still_open",),
            id="a second before",
        ),
        pytest.param(ContestFacts(), ("contest.still_open",), id="nothing known"),
    ],
)
def test_evaluation_opens_only_after_the_entries_closed(facts: ContestFacts, codes: tuple[str, ...]) -> None:
    assert tuple(problem.code for problem in CONTEST.problems("open_evaluation", facts)) == codes


@pytest.mark.parametrize(
    ("state", "actions"),
    [
        ("draft", ("publish",)),
        ("published", ("open_evaluation",)),
        ("announced", ("reopen_scoring", "reopen_allocation")),
    ],
)
def test_a_page_learns_which_actions_a_state_offers(state: str, actions: tuple[str, ...]) -> None:
    assert CONTEST.available(state) == actions
