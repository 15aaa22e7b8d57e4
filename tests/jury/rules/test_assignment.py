"""Sharing groups out: even, fitting, never against a recusal, the same for the same numbers, or named in the way."""

from dataclasses import replace
from itertools import combinations, product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from contest_portal.jury.rules.assignment import (
    Evaluator,
    GroupToScore,
    Pair,
    Task,
    fit,
    loads,
    share_out,
    shortages,
)

NUMBERS = st.integers(0, 99).map(str)


def evaluators(*numbers: int) -> tuple[Evaluator, ...]:
    return tuple(Evaluator(number, f"J{number}") for number in numbers)


def groups(*codes: str) -> tuple[GroupToScore, ...]:
    return tuple(GroupToScore(100 + number, code) for number, code in enumerate(codes))


@st.composite
def tasks(draw: st.DrawFn, *, most_jurors: int = 4, most_groups: int = 4) -> Task:
    some = tuple(
        Evaluator(
            number,
            f"J{number}",
            draw(st.frozensets(st.sampled_from("ab"))),
            draw(st.sampled_from(("", "09", "090102"))),
        )
        for number in range(1, draw(st.integers(1, most_jurors)) + 1)
    )
    asked = tuple(
        GroupToScore(
            100 + number,
            f"G{number}",
            draw(st.sampled_from("ab")),
            draw(st.sampled_from(("090101", "090102", "100101"))),
        )
        for number in range(draw(st.integers(0, most_groups)))
    )
    pairs = [(one.juror_id, group.application_id) for one in some for group in asked]
    barred = draw(st.frozensets(st.sampled_from(pairs))) if pairs else frozenset[Pair]()
    return Task("T", some, asked, draw(st.integers(1, 2)), barred)


def worth(task: Task, pairs: frozenset[Pair]) -> tuple[int, int]:
    """How even and how fitting, the less the better."""
    known = {one.juror_id: one for one in task.evaluators}
    asked = {group.application_id: group for group in task.groups}
    unlike = sum(load * load for load in loads(task.evaluators, pairs).values())
    return unlike, -sum(fit(known[juror], asked[group]) for juror, group in pairs)


def every_way(task: Task) -> list[frozenset[Pair]]:
    each = [
        [
            [(one.juror_id, group.application_id) for one in chosen]
            for chosen in combinations(task.able(group), task.per_group)
        ]
        for group in task.groups
    ]
    return [frozenset(pair for chosen in way for pair in chosen) for way in product(*each)]


@settings(max_examples=150, deadline=None)
@given(tasks(), NUMBERS)
def test_no_way_is_better_and_what_cannot_be_done_has_no_way(task: Task, numbers: str) -> None:
    ways = every_way(task)
    impossible = {group.code for group in task.groups if len(task.able(group)) < task.per_group}

    assert {problem.params["group"] for problem in shortages(task)} == impossible
    if not ways:
        with pytest.raises(ValueError, match="cannot be shared out"):
            share_out(task, numbers)
        return
    given_out = share_out(task, numbers)
    assert given_out in ways
    assert worth(task, given_out) == min(worth(task, way) for way in ways)


@settings(max_examples=60, deadline=None)
@given(tasks(most_jurors=7, most_groups=15), NUMBERS)
def test_recusals_are_kept_to_and_loads_differ_by_one_where_nobody_is_barred(
    task: Task, numbers: str
) -> None:
    assume(not any(shortages(task)))
    given_out = share_out(task, numbers)
    free = replace(task, barred=frozenset())
    counted = loads(task.evaluators, share_out(free, numbers)).values()

    assert not given_out & task.barred
    assert len(given_out) == task.per_group * len(task.groups)
    assert max(counted) - min(counted) <= 1


@settings(max_examples=40, deadline=None)
@given(tasks(most_jurors=6, most_groups=8), NUMBERS, st.data())
def test_the_order_of_what_comes_in_changes_nothing(task: Task, numbers: str, data: st.DataObject) -> None:
    assume(not any(shortages(task)))
    mixed = replace(
        task,
        evaluators=tuple(data.draw(st.permutations(task.evaluators))),
        groups=tuple(data.draw(st.permutations(task.groups))),
    )

    assert share_out(mixed, numbers) == share_out(task, numbers)


def test_other_numbers_give_another_way() -> None:
    task = Task("T", evaluators(1, 2, 3, 4), groups(*"ABCDEF"), 2)

    assert len({share_out(task, str(number)) for number in range(9)}) > 1


def test_a_group_goes_to_who_knows_its_line_or_comes_from_there() -> None:
    known = (Evaluator(1, lines=frozenset({"cuy"})), Evaluator(2, territory="0901"), Evaluator(3))
    asked = (GroupToScore(100, "A", "cuy"), GroupToScore(101, "B", "pan", "090101"), GroupToScore(102, "C"))

    assert share_out(Task("T", known, asked, 1), "7") == {(1, 100), (2, 101), (3, 102)}


@pytest.mark.parametrize(
    ("evaluator", "expected"),
    [
        pytest.param(Evaluator(1), 0, id="nothing told"),
        pytest.param(Evaluator(1, lines=frozenset({"cuy", "pan"})), 1, id="line"),
        pytest.param(Evaluator(1, territory="09"), 1, id="department"),
        pytest.param(Evaluator(1, territory="090102"), 0, id="another district"),
        pytest.param(Evaluator(1, lines=frozenset({"cuy"}), territory="090101"), 2, id="both"),
    ],
)
def test_what_speaks_for_a_pair_is_counted(evaluator: Evaluator, expected: int) -> None:
    assert fit(evaluator, GroupToScore(100, "A", "cuy", "090101")) == expected


@pytest.mark.parametrize(
    ("barred", "says"),
    [
        pytest.param(
            frozenset({(1, 100), (2, 100)}),
            "Campo: el grupo A necesita 2 evaluadores y pueden calificarlo 1. No lo califican por abstención o "
            "ausencia: J1, J2. Incorpore a otra persona.",
            id="recusals",
        ),
        pytest.param(
            frozenset({(9, 100)}),
            "Campo: el grupo A necesita 2 evaluadores y hay 1. Incorpore a otros.",
            id="too few seated",
        ),
    ],
)
def test_what_is_in_the_way_is_named(barred: frozenset[Pair], says: str) -> None:
    seated = evaluators(1, 2, 3) if (1, 100) in barred else evaluators(1)

    problems = tuple(shortages(Task("Campo", seated, groups("A"), 2, barred)))

    assert [(problem.code, problem.text) for problem in problems] == [("assignment.shortage", says)]
