"""Sharing groups out, as laws: what the seed may decide and what it may not, and what more people change."""

from collections import Counter
from dataclasses import replace

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

SEEDS = st.integers(0, 9_999).map(str)
SMALL = settings(max_examples=20, deadline=None)


@st.composite
def feasible_tasks(draw: st.DrawFn) -> Task:
    """Tasks that can be shared out: recusals leave each group enough evaluators."""
    seated = tuple(
        Evaluator(
            number,
            f"J{number}",
            draw(st.frozensets(st.sampled_from("ab"))),
            draw(st.sampled_from(("", "0901"))),
        )
        for number in range(1, draw(st.integers(2, 6)) + 1)
    )
    asked = tuple(
        GroupToScore(
            100 + number,
            f"G{number:02d}",
            draw(st.sampled_from("abc")),
            draw(st.sampled_from(("090101", "1001"))),
        )
        for number in range(draw(st.integers(1, 8)))
    )
    per_group = draw(st.integers(1, len(seated)))
    barred: set[Pair] = set()
    for group in asked:
        most = len(seated) - per_group
        aside = draw(st.frozensets(st.sampled_from([one.juror_id for one in seated]), max_size=most))
        barred |= {(juror_id, group.application_id) for juror_id in aside}
    return Task("Campo", seated, asked, per_group, frozenset(barred))


def unlike(task: Task, pairs: frozenset[Pair]) -> int:
    return sum(load * load for load in loads(task.evaluators, pairs).values())


def fitting(task: Task, pairs: frozenset[Pair]) -> int:
    known = {one.juror_id: one for one in task.evaluators}
    asked = {group.application_id: group for group in task.groups}
    return sum(fit(known[juror], asked[group]) for juror, group in pairs)


@SMALL
@given(feasible_tasks(), SEEDS)
def test_each_group_has_as_many_evaluators_as_asked_and_none_that_stands_aside(task: Task, seed: str) -> None:
    given_out = share_out(task, seed)

    assert Counter(group for _, group in given_out) == {
        group.application_id: task.per_group for group in task.groups
    }
    assert given_out.isdisjoint(task.barred)
    assert {juror for juror, _ in given_out} <= {one.juror_id for one in task.evaluators}
    assert sum(loads(task.evaluators, given_out).values()) == task.per_group * len(task.groups)


@SMALL
@given(feasible_tasks(), SEEDS, SEEDS)
def test_the_seed_decides_who_and_never_how_even_or_how_fitting(task: Task, seed: str, other: str) -> None:
    one, two = share_out(task, seed), share_out(task, other)

    assert share_out(task, seed) == one
    assert (unlike(task, one), fitting(task, one)) == (unlike(task, two), fitting(task, two))


@SMALL
@given(feasible_tasks(), SEEDS)
def test_one_more_evaluator_never_makes_loads_less_even(task: Task, seed: str) -> None:
    more = replace(task, evaluators=(*task.evaluators, Evaluator(99, "Nuevo")))

    assert unlike(more, share_out(more, seed)) <= unlike(task, share_out(task, seed))


@SMALL
@given(feasible_tasks(), SEEDS, st.data())
def test_one_more_recusal_never_makes_it_better_and_is_kept_to(
    task: Task, seed: str, data: st.DataObject
) -> None:
    before = share_out(task, seed)
    pair = data.draw(st.sampled_from(sorted(before)))
    narrower = replace(task, barred=task.barred | {pair})
    assume(not any(shortages(narrower)))

    after = share_out(narrower, seed)

    assert pair not in after
    assert (unlike(task, after), -fitting(task, after)) >= (unlike(task, before), -fitting(task, before))


@SMALL
@given(feasible_tasks(), SEEDS)
def test_where_all_are_asked_everybody_has_every_group(task: Task, seed: str) -> None:
    everybody = replace(task, per_group=len(task.evaluators), barred=frozenset())

    assert share_out(everybody, seed) == {
        (one.juror_id, group.application_id) for one in task.evaluators for group in task.groups
    }


@SMALL
@given(feasible_tasks(), SEEDS)
def test_recusals_from_groups_of_another_task_change_nothing(task: Task, seed: str) -> None:
    strange = frozenset({(1, 999), (77, task.groups[0].application_id)})

    assert share_out(replace(task, barred=task.barred | strange), seed) == share_out(task, seed)


@SMALL
@given(feasible_tasks(), SEEDS)
def test_names_of_people_do_not_decide(task: Task, seed: str) -> None:
    renamed = replace(task, evaluators=tuple(replace(one, name=one.name[::-1]) for one in task.evaluators))

    assert share_out(renamed, seed) == share_out(task, seed)


def test_the_lot_treats_evaluators_alike() -> None:
    seated = tuple(Evaluator(number) for number in range(1, 5))
    one_group = Task("Campo", seated, (GroupToScore(100, "A"),), 1)

    chosen = Counter(juror for seed in range(400) for juror, _ in share_out(one_group, str(seed)))

    assert set(chosen) == {1, 2, 3, 4}
    assert max(chosen.values()) < 2 * min(chosen.values())


def test_two_phases_with_the_same_numbers_are_drawn_apart() -> None:
    seated = tuple(Evaluator(number) for number in range(1, 5))
    asked = tuple(GroupToScore(100 + number, f"G{number}") for number in range(4))
    field, public = (Task(name, seated, asked, 1) for name in ("Campo", "Pública"))

    alike = [share_out(field, str(seed)) == share_out(public, str(seed)) for seed in range(20)]

    assert not all(alike)


def test_a_large_panel_is_shared_out_evenly_around_its_recusals() -> None:
    seated = tuple(Evaluator(number, lines=frozenset("ab"[number % 2])) for number in range(1, 9))
    asked = tuple(GroupToScore(100 + number, f"G{number:02d}", "ab"[number % 2]) for number in range(24))
    barred = frozenset((number, 100 + 3 * number) for number in range(1, 8))
    task = Task("Campo", seated, asked, 2, barred)

    given_out = share_out(task, "4-17-8")

    assert set(loads(seated, given_out).values()) == {6}
    assert fitting(task, given_out) == 48
    assert given_out.isdisjoint(barred)


def test_evenness_comes_before_what_fits() -> None:
    knows = Evaluator(1, lines=frozenset({"cuy"}), territory="09")
    task = Task(
        "Campo",
        (knows, Evaluator(2)),
        tuple(GroupToScore(100 + n, f"G{n}", "cuy", "090101") for n in range(4)),
        1,
    )

    assert loads(task.evaluators, share_out(task, "7")) == {1: 2, 2: 2}


@pytest.mark.parametrize(
    ("task", "expected"),
    [
        pytest.param(Task("T", (), (), 1), [], id="nobody and nothing"),
        pytest.param(Task("T", (), (GroupToScore(1, "B"), GroupToScore(2, "A")), 1), ["A", "B"], id="nobody"),
        pytest.param(Task("T", (Evaluator(1),), (GroupToScore(1, "A"),), 1), [], id="just enough"),
        pytest.param(Task("T", (Evaluator(1),), (GroupToScore(1, "A"),), 2), ["A"], id="one too few"),
        pytest.param(
            Task(
                "T",
                (Evaluator(1), Evaluator(2)),
                (GroupToScore(1, "A"), GroupToScore(2, "B")),
                2,
                frozenset({(2, 2)}),
            ),
            ["B"],
            id="a recusal too many",
        ),
    ],
)
def test_groups_that_too_few_may_score_are_named_in_order(task: Task, expected: list[str]) -> None:
    assert [problem.params["group"] for problem in shortages(task)] == expected
    if expected:
        with pytest.raises(ValueError, match="task T cannot be shared out"):
            share_out(task, "1")
        return
    assert len(share_out(task, "1")) == task.per_group * len(task.groups)


def test_loads_count_those_without_groups_and_refuse_strangers() -> None:
    seated = (Evaluator(1), Evaluator(2), Evaluator(3))

    assert loads(seated, [(1, 100), (1, 101), (3, 100)]) == {1: 2, 2: 0, 3: 1}
    assert loads(seated, []) == {1: 0, 2: 0, 3: 0}
    with pytest.raises(KeyError):
        loads(seated, [(9, 100)])
