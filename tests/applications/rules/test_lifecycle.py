"""The states of an application and the window of the call."""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from contest_portal.applications.rules.lifecycle import APPLICATION, ApplicationFacts, not_a_draft
from contest_portal.kernel.problems import Refused, WrongState
from tests.factories.contests import CLOSES, OPENS

OPEN = ApplicationFacts(at=OPENS, opens_at=OPENS, closes_at=CLOSES)


@dataclass
class Thing:
    state: str


@pytest.mark.parametrize(
    ("state", "action", "result"),
    [
        ("draft", "submit", "submitted"),
        ("submitted", "withdraw", "withdrawn"),
        ("withdrawn", "reopen", "draft"),
    ],
)
def test_an_action_leads_to_its_state(state: str, action: str, result: str) -> None:
    thing = Thing(state)

    APPLICATION.move(thing, action, OPEN)

    assert thing.state == result


@pytest.mark.parametrize(
    ("state", "action"),
    [
        ("draft", "withdraw"),
        ("draft", "reopen"),
        ("submitted", "submit"),
        ("submitted", "reopen"),
        ("withdrawn", "submit"),
        ("withdrawn", "withdraw"),
    ],
)
def test_no_other_action_is_possible(state: str, action: str) -> None:
    thing = Thing(state)

    with pytest.raises(WrongState):
        APPLICATION.move(thing, action, OPEN)

    assert thing.state == state


@pytest.mark.parametrize(
    ("at", "code"),
    [
        (OPENS - timedelta(microseconds=1), "application.not_open_yet"),
        (OPENS, None),
        (CLOSES - timedelta(microseconds=1), None),
        (CLOSES, "application.late"),
        (CLOSES + timedelta(minutes=1), "application.late"),
    ],
    ids=["just before", "as it opens", "the last instant", "as it closes", "a minute late"],
)
@pytest.mark.parametrize(
    ("state", "action"), [("draft", "submit"), ("submitted", "withdraw"), ("withdrawn", "reopen")]
)
def test_every_action_lies_within_the_window(state: str, action: str, at: object, code: str | None) -> None:
    facts = ApplicationFacts(at=at, opens_at=OPENS, closes_at=CLOSES)

    codes = [problem.code for problem in APPLICATION.problems(action, facts)]

    assert codes == ([] if code is None else [code])


def test_a_refused_move_leaves_the_state() -> None:
    thing = Thing("draft")

    with pytest.raises(Refused):
        APPLICATION.move(thing, "submit", ApplicationFacts(CLOSES, OPENS, CLOSES))

    assert thing.state == "draft"


@pytest.mark.parametrize(("state", "editable"), [("draft", True), ("submitted", False), ("withdrawn", False)])
def test_only_a_draft_is_changed(state: str, *, editable: bool) -> None:
    assert (not_a_draft(state) is None) is editable
