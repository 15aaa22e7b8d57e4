"""States of what a household received, the days they may have, and what was true on a past day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import Refused, WrongState
from contest_portal.registry.rules.component_records import (
    COMPONENT,
    HELD,
    ComponentDetails,
    ComponentState,
    MoveFacts,
    Step,
    arrival,
    day_problems,
    detail_problems,
    held_since,
    moved_day_problems,
    reason_problem,
    record_problems,
    retired_problem,
    told_again_problem,
    twice_problem,
    voided_problem,
)

PLANNED, DELIVERED, IN_USE, ABANDONED = ComponentState
TODAY = date(2026, 11, 23)


class Thing:
    """Anything with a state."""

    def __init__(self, state: ComponentState) -> None:
        self.state = state.value


def day(month: int, of_month: int = 1) -> date:
    return date(2026, month, of_month)


PLAN = Step(PLANNED, date(2026, 1, 1))


def facts(on_date: date = TODAY, before: Step = PLAN) -> MoveFacts:
    return MoveFacts(on_date=on_date, before=before, today=TODAY)


@pytest.mark.parametrize(
    ("state", "action", "expected"),
    [
        (PLANNED, "deliver", DELIVERED),
        (DELIVERED, "use", IN_USE),
        (DELIVERED, "abandon", ABANDONED),
        (IN_USE, "abandon", ABANDONED),
        (ABANDONED, "resume", IN_USE),
    ],
)
def test_what_leads_from_one_state_to_the_next(
    state: ComponentState, action: str, expected: ComponentState
) -> None:
    thing = Thing(state)

    COMPONENT.move(thing, action, facts())

    assert thing.state == expected


@pytest.mark.parametrize(
    ("state", "actions"),
    [
        (PLANNED, ("deliver",)),
        (DELIVERED, ("use", "abandon")),
        (IN_USE, ("abandon",)),
        (ABANDONED, ("resume",)),
    ],
)
def test_actions_of_each_state_and_no_others(state: ComponentState, actions: tuple[str, ...]) -> None:
    assert COMPONENT.available(state) == actions
    for other in {"deliver", "use", "abandon", "resume"} - set(actions):
        with pytest.raises(WrongState):
            COMPONENT.move(Thing(state), other, facts())


@pytest.mark.parametrize(
    ("on_date", "before", "codes"),
    [
        (TODAY, Step(DELIVERED, TODAY), []),
        (TODAY + timedelta(days=1), Step(DELIVERED, TODAY), ["component.future"]),
        (day(5), Step(DELIVERED, day(6)), ["component.too_early"]),
        (day(5), Step(PLANNED, day(6)), []),
    ],
    ids=["same day", "tomorrow", "before the delivery", "earlier than planned"],
)
def test_day_of_a_change(on_date: date, before: Step, codes: list[str]) -> None:
    assert [problem.code for problem in COMPONENT.problems("abandon", facts(on_date, before))] == codes


def test_a_refused_change_leaves_the_state() -> None:
    thing = Thing(DELIVERED)

    with pytest.raises(Refused):
        COMPONENT.move(thing, "use", facts(TODAY + timedelta(days=1)))

    assert thing.state == DELIVERED


HISTORY = (
    Step(PLANNED, day(1)),
    Step(DELIVERED, day(3)),
    Step(IN_USE, day(4)),
    Step(ABANDONED, day(6)),
    Step(IN_USE, day(9)),
)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (day(2), None),
        (day(3), day(3)),
        (day(5), day(3)),
        (day(6), None),
        (day(8, 31), None),
        (day(9), day(9)),
        (None, day(9)),
    ],
)
def test_since_when_a_household_had_it_on_a_day(on: date | None, expected: date | None) -> None:
    assert held_since(HISTORY, on) == expected


def test_what_came_before_its_planned_day_was_there() -> None:
    early = (Step(PLANNED, day(6)), Step(DELIVERED, day(5)))

    assert (held_since(early, day(5)), held_since(early, day(7)), held_since(early[:1])) == (
        day(5),
        day(5),
        None,
    )


@given(
    st.lists(st.sampled_from(list(ComponentState)), min_size=1, max_size=8),
    st.lists(st.integers(0, 400), min_size=8, max_size=8),
    st.integers(0, 400),
)
def test_had_on_a_day_is_the_state_of_the_last_step_until_then(
    states: list[ComponentState], offsets: list[int], at: int
) -> None:
    days = sorted(offsets)[: len(states)]
    start = date(2025, 1, 1)
    steps = [Step(state, start + timedelta(days=offset)) for state, offset in zip(states, days, strict=True)]
    until = [step for step in steps if step.on_date <= start + timedelta(days=at)]

    since = held_since(steps, start + timedelta(days=at))

    assert (since is not None) == (bool(until) and until[-1].state in HELD)
    assert since is None or since in {step.on_date for step in until if step.state in HELD}


@pytest.mark.parametrize(
    ("steps", "number"), [(HISTORY, 1), (HISTORY[:1], 0), (HISTORY[1:], 0), (HISTORY[2:], 0)]
)
def test_the_step_by_which_it_came(steps: tuple[Step, ...], number: int) -> None:
    assert arrival(steps) == number


@pytest.mark.parametrize(
    ("on_date", "state", "codes"),
    [
        (TODAY, DELIVERED, []),
        (TODAY + timedelta(days=1), DELIVERED, ["component.future"]),
        (TODAY + timedelta(days=1), PLANNED, []),
        (date(1999, 12, 31), IN_USE, ["component.long_ago"]),
        (date(1999, 12, 31), PLANNED, ["component.long_ago"]),
    ],
)
def test_day_of_a_record(on_date: date, state: ComponentState, codes: list[str]) -> None:
    assert [problem.code for problem in day_problems(on_date, state, TODAY)] == codes


@pytest.mark.parametrize(
    ("on_date", "codes"),
    [
        (day(2), []),
        (day(4), []),
        (day(4, 2), ["component.too_late"]),
        (date(2027, 1, 1), ["component.future", "component.too_late"]),
    ],
)
def test_a_corrected_day_stays_before_what_followed(on_date: date, codes: list[str]) -> None:
    assert [problem.code for problem in moved_day_problems(HISTORY, on_date, TODAY)] == codes


def test_the_day_of_a_plan_may_be_moved_to_later() -> None:
    assert moved_day_problems(HISTORY[:1], date(2027, 5, 1), TODAY) == ()


@pytest.mark.parametrize(
    ("details", "unit", "fields"),
    [
        (ComponentDetails(), None, []),
        (ComponentDetails(quantity=12), "cuyes", []),
        (ComponentDetails(quantity=12), None, ["quantity"]),
        (ComponentDetails(quantity=0), "cuyes", ["quantity"]),
        (ComponentDetails(quantity=1_000_001), "cuyes", ["quantity"]),
        (ComponentDetails(counterpart_days=0), None, ["counterpart_days"]),
        (ComponentDetails(counterpart_days=3, counterpart_value=Money(1)), None, []),
        (ComponentDetails(counterpart_value=Money(0)), None, ["counterpart_value"]),
        (
            ComponentDetails(trainer="t" * 81, counterpart_inputs="i" * 201, note="n" * 501),
            None,
            ["trainer", "counterpart_inputs", "note"],
        ),
    ],
)
def test_details_are_within_reason(details: ComponentDetails, unit: str | None, fields: list[str]) -> None:
    assert [problem.field for problem in detail_problems(details, unit=unit)] == fields


@pytest.mark.parametrize(
    ("reason", "codes"), [("", ["component.reason"]), ("Error", []), ("r" * 301, ["component.reason"])]
)
def test_voiding_needs_a_reason(reason: str, codes: list[str]) -> None:
    problem = reason_problem(reason)

    assert ([problem.code] if problem else []) == codes


def test_refusals_name_what_they_are_about() -> None:
    voided = voided_problem(is_voided=True)
    retired = retired_problem("Cuyes", is_active=False)
    twice = twice_problem("Cuyes", day(3), is_there=True)

    assert voided is not None
    assert retired is not None
    assert twice is not None
    assert voided.text == "Este registro está anulado y ya no cambia. Si hace falta, haga otro."
    assert retired.text == "«Cuyes» está retirado del catálogo. Elija otro tipo, o vuelva a activarlo."
    assert twice.text == (
        "Este hogar ya tiene «Cuyes» con fecha 01/03/2026. Corrija ese registro, o escriba otra fecha."
    )


def test_nothing_is_refused_without_cause() -> None:
    assert voided_problem(is_voided=False) is None
    assert retired_problem("Cuyes", is_active=True) is None
    assert twice_problem("Cuyes", day(3), is_there=False) is None


@pytest.mark.parametrize(
    ("present", "told", "code"),
    [
        ("planned", "planned", None),
        ("planned", "in_use", None),
        ("delivered", "in_use", None),
        ("delivered", "planned", "component.state_back"),
        ("in_use", "delivered", "component.state_back"),
    ],
)
def test_a_file_takes_a_record_on_and_never_back(present: str, told: str, code: str | None) -> None:
    found = told_again_problem(ComponentState(present), ComponentState(told))

    assert (found and found.code) == code


def test_a_new_record_is_told_everything_that_is_wrong_with_it() -> None:
    found = record_problems(
        ComponentState.ABANDONED,
        date(1999, 1, 1),
        ComponentDetails(quantity=3),
        unit=None,
        today=date(2026, 1, 1),
    )

    assert [problem.code for problem in found] == [
        "component.first_state",
        "component.long_ago",
        "component.not_counted",
    ]
