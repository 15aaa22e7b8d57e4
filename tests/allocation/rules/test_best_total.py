"""The set of the highest total: beside the order of merit, with limits, and when a limit is in the way."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contest_portal.allocation.rules.best_total import unproven
from contest_portal.allocation.rules.guarantees import broken_guarantees
from contest_portal.allocation.rules.inputs import AllocationInput
from contest_portal.allocation.rules.limits import Reached, reached
from contest_portal.allocation.rules.registry import RULES, allocate
from contest_portal.allocation.rules.results import Outcome
from contest_portal.allocation.rules.solver import UnprovenError
from contest_portal.contests.rules.allocation_terms import AllocationTerms, Limit, LimitOf
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import Refused
from tests.allocation.builders import inputs, passed

A = replace(passed("A", 1, 10_000, units=9_000), line_code="cuyes", district_code="090301")
B = replace(passed("B", 2, 6_000, units=8_500), line_code="cuyes", district_code="090301")
C = replace(passed("C", 3, 5_000, units=8_000), line_code="panes", district_code="090302")
D = replace(passed("D", 1, 6_000, units=7_500, category="MARCHA"), line_code="panes", district_code="090302")
CONTEST = replace(inputs(A, B, C, D, IDEA=11_000, MARCHA=6_000), rule="best_total")
YAULI = Limit(LimitOf.DISTRICT, "090301", min_amount=Money.soles(7_000))
CUYES, PANES = Limit(LimitOf.LINE, "cuyes"), Limit(LimitOf.LINE, "panes")


def limited(*limits: Limit, contest: AllocationInput = CONTEST) -> AllocationInput:
    return replace(contest, terms=AllocationTerms(limits=limits))


def winners(contest: AllocationInput) -> str:
    result = allocate("best_total", contest)
    return "".join(sorted(line.code for line in result.lines if line.outcome is Outcome.AWARDED))


def test_two_that_fit_together_are_worth_more_than_the_first() -> None:
    lines = [
        (line.code, line.amount.cents // 100, line.reason.value)
        for line in allocate("best_total", CONTEST).lines
    ]

    assert lines == [
        ("A", 0, "not_in_the_best_set"),
        ("B", 6_000, "in_the_best_set"),
        ("C", 5_000, "in_the_best_set"),
        ("D", 6_000, "in_the_best_set"),
    ]


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        pytest.param((replace(CUYES, min_awards=1, max_awards=1),), "BCD", id="already so"),
        pytest.param((replace(PANES, max_awards=1),), "AD", id="at most one of a line"),
        pytest.param((replace(PANES, max_amount=Money.soles(5_999)),), "BC", id="at most so much for a line"),
        pytest.param(
            (replace(CUYES, min_amount=Money.soles(10_000)),), "AD", id="at least so much for a line"
        ),
        pytest.param((Limit(LimitOf.DISTRICT, "090302", max_awards=0),), "A", id="nothing for a district"),
        pytest.param((Limit(LimitOf.CATEGORY, "MARCHA", max_awards=0),), "BC", id="nothing for a category"),
    ],
)
def test_the_best_set_within_limits(limits: tuple[Limit, ...], expected: str) -> None:
    assert winners(limited(*limits)) == expected


def test_between_equal_totals_the_first_group_in_merit_decides() -> None:
    alike = inputs(
        passed("A", 1, 8_000, units=8_000), passed("B", 2, 4_000, units=8_000), passed("C", 3, 8_000, units=8_000),
        IDEA=8_000,
    )  # fmt: skip

    assert winners(alike) == "A"


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        pytest.param((replace(PANES, min_awards=3),), "«panes» (grupos: 3, monto: S/ 0.00)", id="too few groups"),
        pytest.param(
            (replace(CUYES, min_amount=Money.soles(10_001)),), "«cuyes» (grupos: 0, monto: S/ 10,001.00)", id="no money"
        ),
        pytest.param(
            (replace(PANES, min_awards=2), replace(CUYES, min_awards=1), YAULI),
            "«090301» (grupos: 0, monto: S/ 7,000.00)",
            id="one that those before leave no room for",
        ),
    ],
)  # fmt: skip
def test_the_minimum_in_the_way_is_named(limits: tuple[Limit, ...], said: str) -> None:
    with pytest.raises(Refused) as refusal:
        allocate("best_total", limited(*limits))

    (problem,) = refusal.value.problems
    assert (problem.code, said in problem.text) == ("allocation.minimum_in_the_way", True)


def test_a_set_that_cannot_be_proven_is_not_allocated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("contest_portal.allocation.rules.solver.MOST_NODES", 0)
    many = [
        passed(chr(300 + n), n + 1, 2_000 + 37 * n * n % 977, units=7_000 + 53 * n % 991) for n in range(40)
    ]
    hard = limited(Limit(LimitOf.CATEGORY, "IDEA", max_awards=17), contest=inputs(*many, IDEA=45_003))

    with pytest.raises(Refused) as refusal:
        allocate("best_total", hard)

    assert [problem.code for problem in refusal.value.problems] == ["allocation.unproven"]


def test_what_limits_reached_is_told_and_one_that_is_broken_is_a_fault() -> None:
    result = allocate("best_total", CONTEST)
    held, broken = replace(CUYES, min_awards=1), replace(PANES, max_amount=Money.soles(9_000))

    assert reached(limited(held), result.lines) == (Reached(held, 1, Money.soles(6_000)),)
    assert [problem.params["fault"] for problem in broken_guarantees(limited(held, broken), result)] == [
        "limit:panes"
    ]


@st.composite
def limited_contests(draw: st.DrawFn) -> AllocationInput:
    """Up to seven groups in two envelopes, three lines and two districts, some limits and many equal totals."""
    places = dict.fromkeys(("IDEA", "MARCHA"), 0)
    candidates = []
    for code in "ABCDEFG"[: draw(st.integers(0, 7))]:
        category = draw(st.sampled_from(sorted(places)))
        places[category] += 1
        group = passed(
            code,
            places[category],
            draw(st.integers(2, 9)) * 1_000,
            category=category,
            units=draw(st.integers(79, 81)) * 100,
        )
        line, district = draw(st.sampled_from("xyz")), draw(st.sampled_from("pq"))
        candidates.append(replace(group, line_code=line, district_code=district))
    limits = tuple(
        Limit(
            of, code, draw(st.integers(0, 1)), draw(st.none() | st.integers(1, 3)),
            Money.soles(draw(st.sampled_from((0, 0, 3_000)))), draw(st.none() | st.just(Money.soles(9_000))),
        )
        for of, code in ((LimitOf.LINE, "x"), (LimitOf.DISTRICT, "p"), (LimitOf.CATEGORY, "IDEA"))
        if draw(st.booleans())
    )  # fmt: skip
    contest = inputs(
        *candidates, IDEA=draw(st.integers(0, 20)) * 1_000, MARCHA=draw(st.integers(0, 20)) * 1_000
    )
    return limited(*limits, contest=replace(contest, rule="best_total"))


@given(contest=limited_contests())
@settings(max_examples=60, deadline=None)
def test_no_set_that_is_allowed_has_a_higher_total(contest: AllocationInput) -> None:
    allowed = [
        sum(group.total.units for group in chosen if group.total is not None)
        for picked in product((True, False), repeat=len(contest.candidates))
        if _is_allowed(
            contest, chosen := [g for g, is_in in zip(contest.candidates, picked, strict=True) if is_in]
        )
    ]
    if not allowed:
        with pytest.raises(Refused):
            allocate("best_total", contest)
        return

    result = allocate("best_total", contest)

    total = sum(line.total.units for line in result.lines if line.amount and line.total is not None)
    assert total == max(allowed)
    assert broken_guarantees(contest, result, RULES["best_total"].promises) == ()


def _is_allowed(contest: AllocationInput, chosen: list) -> bool:  # type: ignore[type-arg]
    envelopes = all(
        Money.total(g.requested for g in chosen if g.category_code == e.category_code) <= e.amount
        for e in contest.envelopes
    )
    return envelopes and all(_keeps(limit, chosen) for limit in contest.terms.limits)


def _keeps(limit: Limit, chosen: list) -> bool:  # type: ignore[type-arg]
    key = {"line": "line_code", "district": "district_code", "category": "category_code"}[limit.of]
    mine = [group.requested for group in chosen if getattr(group, key) == limit.code]
    within = limit.max_amount is None or Money.total(mine) <= limit.max_amount
    few = limit.max_awards is None or len(mine) <= limit.max_awards
    return few and within and len(mine) >= limit.min_awards and Money.total(mine) >= limit.min_amount


@pytest.mark.parametrize(
    ("value", "bound", "said"),
    [
        pytest.param(
            20_253_000, 20_666_006, "suma 2025.3000 puntos y ninguno pasa de 2066.6006.", id="the gap"
        ),
        pytest.param(None, 20_666_006, "y sin prueba no se reparte. Repetir", id="nothing found"),
    ],
)
def test_what_a_search_that_ended_knows_is_told(value: int | None, bound: int, said: str) -> None:
    problem = unproven(UnprovenError("limit", value=value, bound=bound))

    assert (problem.code, said in problem.text) == ("allocation.unproven", True)
