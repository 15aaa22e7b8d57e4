"""Rules of the session in the hall as laws: quorum, hours, what begins and what ends."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contest_portal.jury.rules.session import (
    HALL,
    MAX_AGENDA,
    MAX_INCIDENT,
    MAX_PLACE,
    MAX_REASON,
    PRESENTATION,
    HallPlan,
    HallState,
    PresentationState,
    Quorum,
    beginning_problems,
    closing_hour_problem,
    ending_problems,
    length_problem,
    plan_problems,
    within_problem,
    written_problems,
)
from contest_portal.kernel.problems import WrongState

PLAN = HallPlan("PUBLIC", "Local comunal", "Bienvenida", 10)
NINE = datetime(2026, 12, 9, 14, 0, 59, 999_999, tzinfo=UTC)
NOON = NINE + timedelta(hours=3)
SMALL = settings(max_examples=25, deadline=None)
QUORUMS = st.builds(Quorum, st.integers(0, 9), st.integers(0, 9), st.integers(1, 9))
NAMES = st.sampled_from(("Uno", "Dos", "Tres"))


class Thing:
    def __init__(self, state: str) -> None:
        self.state = state


@SMALL
@given(QUORUMS)
def test_a_quorum_is_met_exactly_when_nobody_is_missing(quorum: Quorum) -> None:
    assert quorum.is_met == (quorum.missing == 0)
    assert replace(quorum, present=quorum.present + quorum.missing).is_met
    assert quorum.missing == 0 or not replace(quorum, present=quorum.present + quorum.missing - 1).is_met
    assert quorum.said().text.startswith("Hay quórum" if quorum.is_met else "No hay quórum")


@SMALL
@given(NAMES, st.none() | NAMES, st.none() | NAMES, QUORUMS, st.integers(0, 9))
def test_a_group_begins_only_when_it_is_next_nobody_presents_and_enough_may_score(
    name: str, next_name: str | None, presenting: str | None, quorum: Quorum, may_score: int
) -> None:
    found = [
        problem.code
        for problem in beginning_problems(
            name, next_name=next_name, presenting=presenting, quorum=quorum, may_score=may_score
        )
    ]

    assert ("session.somebody_presents" in found) == (presenting is not None)
    assert ("session.not_the_next" in found) == (next_name not in (None, name))
    assert ("session.no_quorum" in found) == (quorum.present < quorum.asked)
    assert ("session.no_quorum_for_group" in found) == (quorum.is_met and may_score < quorum.asked)
    assert len(found) == len(set(found))


@SMALL
@given(presenting=st.none() | NAMES, waiting=st.lists(NAMES, unique=True), confirmed=st.booleans())
def test_a_session_ends_with_everybody_heard_or_with_a_confirmation(
    *, presenting: str | None, waiting: list[str], confirmed: bool
) -> None:
    found = list(ending_problems(presenting, waiting, confirmed=confirmed))

    assert (found == []) == (presenting is None and (confirmed or not waiting))
    if waiting and not confirmed:
        assert found[-1].params["groups"] == ", ".join(waiting)


@pytest.mark.parametrize(
    ("at", "fits"),
    [
        pytest.param(NINE, True, id="the opening"),
        pytest.param(NINE.replace(second=0, microsecond=0), True, id="the minute of the opening"),
        pytest.param(
            NINE.replace(second=0, microsecond=0) - timedelta(microseconds=1), False, id="just before"
        ),
        pytest.param(NOON, True, id="now"),
        pytest.param(NOON + timedelta(microseconds=1), False, id="a moment to come"),
        pytest.param(NINE - timedelta(days=1), False, id="the day before"),
        pytest.param(NINE + timedelta(days=1), False, id="the day after"),
    ],
)
def test_hours_lie_within_the_session(*, at: datetime, fits: bool) -> None:
    problem = within_problem("closed_at", at, opened_at=NINE, now=NOON)

    assert (problem is None) == fits
    assert problem is None or (problem.code, problem.field) == ("session.wrong_hour", "closed_at")


@pytest.mark.parametrize(
    ("ends", "fits"),
    [
        pytest.param([], True, id="nobody was heard"),
        pytest.param([None, None], True, id="nobody ended"),
        pytest.param([NINE, NOON, None], True, id="within the minute of the last"),
        pytest.param([NOON + timedelta(minutes=1), NINE], False, id="the last ended later"),
    ],
)
def test_a_session_does_not_end_before_what_was_heard_in_it(
    *, ends: list[datetime | None], fits: bool
) -> None:
    problem = closing_hour_problem(NOON.replace(second=0, microsecond=0), ends)

    assert (problem is None) == fits
    assert problem is None or (problem.code, problem.field) == (
        "session.closed_before_the_last",
        "closed_at",
    )


@pytest.mark.parametrize("most", [MAX_PLACE, MAX_AGENDA, MAX_REASON, MAX_INCIDENT])
def test_a_text_may_be_as_long_as_it_is_kept_and_no_longer(most: int) -> None:
    assert list(written_problems("text", "x" * most, most, "Escriba.")) == []
    (problem,) = written_problems("text", "x" * (most + 1), most, "Escriba.")

    assert (problem.code, problem.field, problem.params) == ("session.too_long", "text", {"most": str(most)})
    assert length_problem("text", "", most) is None


@pytest.mark.parametrize("blank", ["", " ", "\n\n", "\t", "\u00a0", " " * 500])
def test_blank_is_not_written(blank: str) -> None:
    codes = [problem.code for problem in written_problems("place", blank, MAX_PLACE, "Escriba el lugar.")]

    assert codes[0] == "session.without_place"


@pytest.mark.parametrize("phases", [(), ("FIELD",), ("public",), ("PUBLIC ",)])
def test_only_a_phase_of_the_rules_is_heard(phases: tuple[str, ...]) -> None:
    assert [problem.code for problem in plan_problems(PLAN, phases)] == ["session.unknown_phase"]


def test_all_that_a_plan_lacks_is_told_at_once_each_beside_its_field() -> None:
    plan = HallPlan("?", "x" * 201, " ", 999)

    found = [(problem.code, problem.field) for problem in plan_problems(plan, ("PUBLIC",))]

    assert found == [
        ("session.unknown_phase", "phase_code"),
        ("session.too_long", "place"),
        ("session.without_agenda", "agenda"),
        ("session.minutes", "minutes"),
    ]


@pytest.mark.parametrize("state", [*PresentationState])
@pytest.mark.parametrize(
    ("action", "begins", "leads"),
    [
        ("begin", "waiting", "presenting"),
        ("end", "presenting", "done"),
        ("undo", "presenting", "waiting"),
        ("postpone", "waiting", "waiting"),
    ],
)
def test_a_presentation_moves_only_as_declared(
    state: PresentationState, action: str, begins: str, leads: str
) -> None:
    thing = Thing(state.value)

    if state.value != begins:
        with pytest.raises(WrongState):
            PRESENTATION.move(thing, action, None)
        assert thing.state == state.value
        return
    PRESENTATION.move(thing, action, None)
    assert thing.state == leads


def test_what_was_heard_is_never_undone() -> None:
    assert PRESENTATION.available(PresentationState.DONE) == ()


@pytest.mark.parametrize(
    ("action", "begins", "leads"), [("close", "open", "closed"), ("reopen", "closed", "open")]
)
def test_a_session_closes_and_opens_again(action: str, begins: str, leads: str) -> None:
    thing, there = Thing(begins), Thing(leads)

    HALL.move(thing, action, None)
    with pytest.raises(WrongState):
        HALL.move(there, action, None)

    assert (thing.state, there.state) == (leads, leads)
    assert {state.value for state in HallState} == {"open", "closed"}
