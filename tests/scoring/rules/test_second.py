"""When the progress of a group may be scored."""

from dataclasses import replace

import pytest

from contest_portal.kernel.problems import WrongState
from contest_portal.scoring.rules.second import SECOND, SecondFacts, SecondState

READY = SecondFacts("Sumaq Kuy", is_asked=True, is_running=True, is_paid=True, is_waiting=True)


class Thing:
    def __init__(self, state: str) -> None:
        self.state = state


@pytest.mark.parametrize("action", ["open", "close", "reopen"])
@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(READY, [], id="ready"),
        pytest.param(replace(READY, is_asked=False), ["not_asked"], id="not in the rules"),
        pytest.param(replace(READY, is_paid=False), ["not_paid"], id="nothing paid yet"),
        pytest.param(replace(READY, is_running=False, is_paid=False), ["not_running"], id="unsigned"),
        pytest.param(replace(READY, is_running=False), ["not_running"], id="settled"),
        pytest.param(
            replace(READY, is_waiting=False), ["transfer_under_way"], id="second transfer under way"
        ),
    ],
)
def test_it_rests_on_the_award(action: str, facts: SecondFacts, expected: list[str]) -> None:
    found = [problem.code for problem in SECOND.problems(action, facts)]

    assert found == [f"second_scoring.{code}" for code in expected]


@pytest.mark.parametrize(
    ("state", "actions"),
    [("open", ("cancel", "close")), ("closed", ("reopen",)), ("cancelled", ("open",))],
)
def test_each_state_has_its_ways_out(state: str, actions: tuple[str, ...]) -> None:
    assert SECOND.available(state) == actions
    for action in {"open", "cancel", "close", "reopen"} - set(actions):
        with pytest.raises(WrongState):
            SECOND.move(Thing(state), action, READY)


@pytest.mark.parametrize(
    ("state", "action", "expected"),
    [
        ("open", "close", SecondState.CLOSED),
        ("open", "cancel", SecondState.CANCELLED),
        ("closed", "reopen", SecondState.OPEN),
        ("cancelled", "open", SecondState.OPEN),
    ],
)
def test_a_way_leads_on(state: str, action: str, expected: SecondState) -> None:
    thing = Thing(state)

    SECOND.move(thing, action, READY)

    assert thing.state == expected


def test_what_a_sheet_shows_is_called_off_even_when_nothing_may_be_opened() -> None:
    gone = replace(READY, is_running=False)

    assert SECOND.problems("cancel", gone) == ()
