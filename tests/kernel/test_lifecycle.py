"""The engine that moves things along a declared table."""

from dataclasses import dataclass
from enum import StrEnum

import pytest

from contest_portal.kernel.lifecycle import Lifecycle, Transition
from contest_portal.kernel.problems import Problem, Refused, WrongState


class Door(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    SEALED = "sealed"


@dataclass
class Thing:
    state: str


@dataclass(frozen=True)
class Facts:
    windy: bool = False
    somebody_inside: bool = False


WIND = Problem("door.wind", field="state", message="Espere a que pase el viento.")
INSIDE = Problem("door.inside", field="state", message="Espere a que salgan.")


def no_wind(facts: Facts) -> Problem | None:
    return WIND if facts.windy else None


def nobody_inside(facts: Facts) -> Problem | None:
    return INSIDE if facts.somebody_inside else None


DOOR: Lifecycle[Facts] = Lifecycle(
    "door",
    (
        Transition("close", frozenset({Door.OPEN}), Door.CLOSED, (no_wind,)),
        Transition("open", frozenset({Door.CLOSED}), Door.OPEN),
        Transition("seal", frozenset({Door.OPEN, Door.CLOSED}), Door.SEALED, (no_wind, nobody_inside)),
    ),
)


@pytest.mark.parametrize(
    ("state", "action", "result"),
    [
        ("open", "close", "closed"),
        ("closed", "open", "open"),
        ("open", "seal", "sealed"),
        ("closed", "seal", "sealed"),
    ],
)
def test_action_moves_along_its_arrow(state: str, action: str, result: str) -> None:
    door = Thing(state)

    DOOR.move(door, action, Facts())

    assert (door.state, type(door.state)) == (result, str)


@pytest.mark.parametrize(
    ("state", "action"), [("closed", "close"), ("open", "open"), ("sealed", "seal"), ("sealed", "open")]
)
def test_action_from_elsewhere_is_refused_and_nothing_moves(state: str, action: str) -> None:
    door = Thing(state)

    with pytest.raises(WrongState) as refusal:
        DOOR.move(door, action, Facts())

    (problem,) = refusal.value.problems
    assert (problem.code, problem.params, door.state) == (
        f"door.wrong_state.{action}",
        {"state": state},
        state,
    )


def test_every_guard_that_objects_is_told_in_order() -> None:
    door = Thing("open")

    with pytest.raises(Refused) as refusal:
        DOOR.move(door, "seal", Facts(windy=True, somebody_inside=True))

    assert (refusal.value.problems, door.state) == ((WIND, INSIDE), "open")


def test_place_is_checked_before_guards() -> None:
    with pytest.raises(WrongState):
        DOOR.move(Thing("sealed"), "seal", Facts(windy=True))


@pytest.mark.parametrize(
    ("state", "actions"),
    [("open", ("close", "seal")), ("closed", ("open", "seal")), ("sealed", ()), ("lost", ())],
)
def test_available_actions_are_those_of_the_state(state: str, actions: tuple[str, ...]) -> None:
    assert DOOR.available(state) == actions


def test_problems_can_be_asked_without_moving() -> None:
    assert DOOR.problems("seal", Facts(somebody_inside=True)) == (INSIDE,)


def test_unknown_action_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError, match="door has no action 'paint'"):
        DOOR.move(Thing("open"), "paint", Facts())


def test_action_declared_twice_is_a_mistake_of_ours() -> None:
    transition: Transition[Facts] = Transition("open", frozenset({Door.CLOSED}), Door.OPEN)

    with pytest.raises(ValueError, match="declared twice"):
        Lifecycle("door", (transition, transition))
