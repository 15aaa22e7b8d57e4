"""State changes as a declared table, run by one small engine.

A noun declares its transitions once. Services ask the engine to move a thing; pages ask it which actions are
available. The engine is the only writer of a state column.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, Protocol, TypeVar

from contest_portal.kernel.problems import N_, Problem, Refused, WrongState

Facts = TypeVar("Facts")
Guard = Callable[[Facts], Problem | None]


class Stateful(Protocol):
    """Anything with a state column."""

    state: str


@dataclass(frozen=True, slots=True)
class Transition(Generic[Facts]):
    """One arrow: an action leads from any of `from_states` to `to_state` when no guard objects."""

    action: str
    from_states: frozenset[str]
    to_state: str
    guards: tuple[Guard[Facts], ...] = ()


class Lifecycle(Generic[Facts]):
    """The transition table of one noun."""

    def __init__(self, noun: str, transitions: Iterable[Transition[Facts]]) -> None:
        self.noun = noun
        self.transitions = tuple(transitions)
        actions = [transition.action for transition in self.transitions]
        if len(actions) != len(set(actions)):
            raise ValueError(f"{noun}: an action is declared twice")

    def transition(self, action: str) -> Transition[Facts]:
        """Give the declared transition; KeyError when the noun has no such action."""
        for candidate in self.transitions:
            if candidate.action == action:
                return candidate
        raise KeyError(f"{self.noun} has no action {action!r}")

    def problems(self, action: str, facts: Facts) -> tuple[Problem, ...]:
        """Run every guard of an action and give all that object, in the order of the table."""
        found = (guard(facts) for guard in self.transition(action).guards)
        return tuple(problem for problem in found if problem is not None)

    def available(self, state: str) -> tuple[str, ...]:
        """Name the actions whose arrow starts at this state (guards not asked)."""
        return tuple(t.action for t in self.transitions if state in t.from_states)

    def move(self, thing: Stateful, action: str, facts: Facts) -> None:
        """Move a thing along an action's arrow.

        Raises WrongState when it stands elsewhere, Refused with all problems when guards object.
        """
        self.require(thing, action)
        problems = self.problems(action, facts)
        if problems:
            raise Refused(problems)
        thing.state = _plain(self.transition(action).to_state)

    def require(self, thing: Stateful, action: str) -> None:
        """Raise WrongState unless an action's arrow starts where the thing stands; changes nothing."""
        if thing.state not in self.transition(action).from_states:
            raise WrongState([_wrong_state(self.noun, action, thing.state)])


def _plain(state: str) -> str:
    return state.value if isinstance(state, StrEnum) else state


def _wrong_state(noun: str, action: str, state: str) -> Problem:
    return Problem(
        f"{noun}.wrong_state.{action}",
        field="state",
        message=N_(
            "Esta acción no corresponde a la etapa en que está ahora. Vuelva a cargar la página para ver cómo está."
        ),
        params={"state": state},
    )
