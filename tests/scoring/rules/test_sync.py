"""The fold of entries: small cases by hand, then thousands of random histories against a model."""

from dataclasses import dataclass, field
from itertools import permutations

import pytest

from contest_portal.scoring.rules.sheet_entries import FIRST
from contest_portal.scoring.rules.sync import Arrived, Content, Folded, Kept, State, fold, out_of_line
from tests.scoring.histories import History, content


def state(key: str, bases: str, units: int, *, counts: bool = True) -> State:
    return State(key, frozenset(bases.split()), content(units), counts)


def heads(folded: Folded) -> list[str]:
    return [key for key, _ in folded.heads]


A1, A2, B1 = state("a1", "v0", 1), state("a2", "a1", 2), state("b1", "v0", 3)
CHOICE = state("r", "a2 b1", 4)


@pytest.mark.parametrize(
    ("states", "kept", "expected", "in_conflict"),
    [
        pytest.param([], Kept(), ["v0"], False, id="nothing"),
        pytest.param([A1], Kept(), ["a1"], False, id="the first"),
        pytest.param([A1, A2], Kept(), ["a2"], False, id="one after the other"),
        pytest.param([A2], Kept(), ["a2"], False, id="what it stands upon is still to come"),
        pytest.param([A1, B1], Kept(), ["a1", "b1"], True, id="two phones"),
        pytest.param([A1, state("b1", "v0", 1)], Kept(), ["a1", "b1"], False, id="two phones that agree"),
        pytest.param([A1, A2, B1, CHOICE], Kept(), ["r"], False, id="chosen"),
        pytest.param([A1, B1, CHOICE], Kept(), ["a1", "r"], True, id="chosen upon what is still to come"),
        pytest.param([A1], Kept(1, content(9)), ["v1", "a1"], True, id="the page wrote too"),
        pytest.param([A1], Kept(1, content(1)), ["v1", "a1"], False, id="the page wrote the same"),
        pytest.param([A1], Kept(1, content(1), {"a1": 1}), ["v1"], False, id="written already"),
        pytest.param([A1, A2], Kept(1, content(1), {"a1": 1}), ["a2"], False, id="upon what is written"),
        pytest.param([A1, A2], Kept(2, content(9), {"a1": 1}), ["v2", "a2"], True, id="the page came between"),
        pytest.param([A1, state("b", "v1", 5)], Kept(1, content(1), {"a1": 1}), ["b"], False, id="upon a version"),
        pytest.param([A1, state("a2", "a1", 2, counts=False)], Kept(), ["a1"], False, id="held"),
        pytest.param([A1, state("a2", "a1", 2, counts=False), state("a3", "a2", 3)], Kept(), ["a3"], False,
                     id="beyond one that is held"),
        pytest.param([A1, A2, state("b1", "v0", 1)], Kept(), ["a2"], False, id="a twin of what was left behind"),
        pytest.param([A1, A2, state("b", "a2", 1), state("c", "a2", 5)], Kept(), ["b", "c"], True,
                     id="back to an earlier text is no twin"),
    ],
)  # fmt: skip
def test_heads(states: list[State], kept: Kept, expected: list[str], *, in_conflict: bool) -> None:
    found = {tuple(heads(fold(order, kept))) for order in permutations(states)}

    assert found == {tuple(expected)}
    assert fold(states, kept).in_conflict is in_conflict


def test_a_conflict_names_both_texts() -> None:
    assert fold([A1, B1], Kept()).contents == {content(1), content(3)}


@pytest.mark.parametrize(
    ("arrived", "expected"),
    [
        pytest.param([("a", 1, FIRST), ("b", 2, "a")], {}, id="in line"),
        pytest.param([("b", 2, "a"), ("a", 1, FIRST)], {}, id="in line, the other way round"),
        pytest.param([("b", 2, "a"), ("c", 3, "b")], {"b": "gap", "c": "gap"}, id="the first is missing"),
        pytest.param([("a", 1, FIRST), ("x", 1, FIRST)], {"x": "repeated"}, id="a number twice"),
        pytest.param(
            [("a", 1, FIRST), ("x", 2, "z"), ("c", 3, "x")], {"x": "chain", "c": "gap"}, id="forked"
        ),
    ],
)
def test_what_does_not_follow_on_its_phone_is_named(
    arrived: list[tuple[str, int, str]], expected: dict[str, str]
) -> None:
    lines = [
        Arrived(key, 5, number, previous, order) for order, (key, number, previous) in enumerate(arrived)
    ]

    assert out_of_line(lines) == expected


@dataclass
class Portal:
    """The portal's side of one sheet: entries arrive, a fold says what the sheet is, one state at a time is kept."""

    entries: dict[str, State] = field(default_factory=dict)
    kept: Kept = field(default_factory=Kept)

    def receive(self, arriving: State) -> None:
        self.entries[arriving.key] = arriving
        folded = fold(self.entries.values(), self.kept)
        head, text = folded.heads[0]
        if not folded.in_conflict and head in self.entries:
            version = self.kept.version + 1
            self.kept = Kept(version, text, {**self.kept.written, head: version})

    @property
    def outcome(self) -> frozenset[Content]:
        return fold(self.entries.values(), self.kept).contents


HISTORIES = 10_000


def test_every_random_history_ends_as_the_model_says() -> None:
    wrong = []
    for seed in range(HISTORIES):
        history, portal = History(seed), Portal()
        for arriving in history.deliveries():
            portal.receive(arriving)
        if portal.outcome != history.model:
            wrong.append(seed)

    assert wrong == []


def test_the_clock_of_a_phone_would_be_wrong_in_many_of_them() -> None:
    histories = [History(seed) for seed in range(2_000)]

    wrong = sum(
        {max(history.written.values(), key=lambda one: one.clock).state.content} != history.model
        for history in histories
    )

    assert wrong > 400
