"""The method of equal shares: by hand, on drawn contests, and beside the plainest way to work it out again."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contest_portal.allocation.rules.inputs import AllocationInput, Candidate, passing
from contest_portal.allocation.rules.method_of_equal_shares import Ballot, Step, Why, equal_shares, price
from contest_portal.allocation.rules.registry import RULES
from contest_portal.kernel.money import Money
from tests.allocation.builders import below, inputs, passed

unhurried = settings(max_examples=60, deadline=None)


def ballot(juror: int, **points: int) -> Ballot:
    return Ballot(juror, {ord(code) - ord("A") + 1: Fraction(given) for code, given in points.items()})


def told(steps: Sequence[Step]) -> list[tuple[str, str, int]]:
    return [(step.candidate.code, step.why.value, step.amount.cents // 100) for step in steps]


def test_a_minority_of_the_panel_spends_its_own_part() -> None:
    contest = inputs(
        passed("A", 1, 6_000), passed("B", 2, 6_000), passed("C", 3, 4_000), below("D", 6_000), IDEA=12_000
    )
    ballots = [ballot(1, A=90, B=80), ballot(2, A=90, B=80), ballot(3, C=100)]

    steps = equal_shares(contest, ballots)

    assert told(steps) == [("A", "shared", 6_000), ("C", "shared", 4_000), ("B", "waiting", 0)]
    assert [[(one.juror, one.cents) for one in step.payments] for step in steps] == [
        [(1, 300_000), (2, 300_000)],
        [(3, 400_000)],
        [],
    ]
    assert steps[0].rate == Fraction(600_000, 180)
    assert [step.sentence.text for step in steps] == [
        "Paso 1: lo pagan los jurados con sus partes (2), a S/ 33.33 por punto; quedan S/ 6,000.00.",
        "Paso 2: lo pagan los jurados con sus partes (1), a S/ 40.00 por punto; quedan S/ 2,000.00.",
        "No entra: al completar por orden de mérito quedaban S/ 2,000.00 y solicitó S/ 6,000.00.",
    ]


def test_what_jurors_cannot_pay_together_is_completed_by_order_of_merit() -> None:
    contest = inputs(passed("A", 1, 5_000), passed("B", 2, 5_000), passed("C", 3, 3_000), IDEA=9_000)

    steps = equal_shares(contest, [ballot(1, A=1, B=1), ballot(2, C=1)])

    assert told(steps) == [("C", "shared", 3_000), ("A", "completed", 5_000), ("B", "waiting", 0)]


def test_without_any_marks_it_is_the_order_of_merit() -> None:
    contest = inputs(passed("A", 1, 5_000), passed("B", 2, 5_000), IDEA=5_000, MARCHA=1_000)

    assert told(equal_shares(contest, [])) == [("A", "completed", 5_000), ("B", "waiting", 0)]


def test_no_contest_can_choose_it() -> None:
    assert equal_shares not in {rule.allocate for rule in RULES.values()}


@pytest.mark.parametrize(
    ("cost", "jurors", "expected"),
    [
        pytest.param(100, {1: (90, 1), 2: (90, 3)}, Fraction(25), id="by points"),
        pytest.param(100, {1: (90, 1), 2: (60, 3)}, Fraction(40), id="one gives all"),
        pytest.param(150, {1: (90, 1), 2: (60, 3)}, Fraction(90), id="both give all"),
        pytest.param(151, {1: (90, 1), 2: (60, 3)}, None, id="not enough"),
        pytest.param(10, {}, None, id="nobody"),
    ],
)
def test_the_price_of_a_point(
    cost: int, jurors: Mapping[int, tuple[int, int]], expected: Fraction | None
) -> None:
    exact = {juror: (Fraction(held), Fraction(points)) for juror, (held, points) in jurors.items()}

    assert price(cost, exact) == expected


@st.composite
def contests(draw: st.DrawFn) -> tuple[AllocationInput, list[Ballot]]:
    places: dict[str, int] = {}
    groups = []
    for at in range(draw(st.integers(0, 7))):
        category = draw(st.sampled_from(("IDEA", "MARCHA")))
        places[category] = places.get(category, 0) + 1
        soles = draw(st.integers(1, 9))
        groups.append(passed(chr(65 + at), places[category], soles, cents=at, category=category))
    ballots = [
        Ballot(
            juror,
            {
                one.application_id: Fraction(draw(st.integers(0, 20)), draw(st.integers(1, 3)))
                for one in groups
            },
        )
        for juror in range(1, draw(st.integers(1, 4)) + 1)
    ]
    return inputs(*groups, IDEA=draw(st.integers(0, 30)), MARCHA=draw(st.integers(0, 30))), ballots


def plainest(contest: AllocationInput, ballots: Sequence[Ballot]) -> dict[str, int]:
    """Try every price at which somebody's part ends, for every group, at every step; then complete."""
    given: dict[str, int] = {}
    for envelope in contest.envelopes:
        waiting = list(passing(contest, envelope.category_code))
        marked = {one.application_id for one in waiting}
        panel = [b for b in ballots if any(p and at in marked for at, p in b.points.items())]
        held = {b.juror: Fraction(envelope.amount.cents, len(panel)) for b in panel}
        while True:
            priced = [
                (rate, one.place or 0, one)
                for one in waiting
                if (rate := tried(one, panel, held)) is not None
            ]
            if not priced:
                break
            rate, _, best = min(priced, key=lambda found: found[:2])
            for b in panel:
                held[b.juror] -= min(held[b.juror], rate * b.points[best.application_id])
            given[best.code] = best.requested.cents
            waiting.remove(best)
        left = envelope.amount.cents - sum(
            given.get(one.code, 0) for one in passing(contest, envelope.category_code)
        )
        for one in waiting:
            if one.requested.cents <= left:
                left -= one.requested.cents
                given[one.code] = one.requested.cents
    return given


def tried(group: Candidate, panel: Sequence[Ballot], held: Mapping[int, Fraction]) -> Fraction | None:
    marks = {b.juror: b.points[group.application_id] for b in panel if b.points[group.application_id]}
    if sum(held[juror] for juror in marks) < group.requested.cents:
        return None
    ends = sorted(held[juror] / points for juror, points in marks.items())
    spent = Fraction(0)
    for before, end in zip([Fraction(0), *ends], ends, strict=False):
        slope = sum(points for juror, points in marks.items() if held[juror] / points >= end)
        reached = spent + slope * (end - before)
        if reached >= group.requested.cents:
            return before + (group.requested.cents - spent) / slope
        spent = reached
    raise AssertionError("all parts together pay it")


@given(drawn=contests())
@unhurried
def test_it_is_what_the_plainest_way_gives_and_never_more_than_there_is(
    drawn: tuple[AllocationInput, list[Ballot]],
) -> None:
    contest, ballots = drawn

    steps = equal_shares(contest, ballots)

    assert {step.candidate.code: step.amount.cents for step in steps if step.amount} == plainest(
        contest, ballots
    )
    assert sorted(step.candidate.code for step in steps) == sorted(one.code for one in contest.candidates)
    assert [step.number for step in steps] == list(range(1, len(steps) + 1))
    for envelope in contest.envelopes:
        mine = [step for step in steps if step.candidate.category_code == envelope.category_code]
        assert Money.total(step.amount for step in mine) <= envelope.amount
        assert all(step.left >= Money(0) for step in mine)
    for step in steps:
        assert step.why is not Why.SHARED or sum(one.cents for one in step.payments) == step.amount.cents


@given(drawn=contests(), shuffle=st.randoms())
@unhurried
def test_the_order_of_groups_and_jurors_changes_nothing(
    drawn: tuple[AllocationInput, list[Ballot]], shuffle: object
) -> None:
    contest, ballots = drawn
    groups, others = list(contest.candidates), list(ballots)
    shuffle.shuffle(groups)  # type: ignore[attr-defined]
    shuffle.shuffle(others)  # type: ignore[attr-defined]

    again = equal_shares(
        inputs(*groups, **{e.category_code: e.amount.cents // 100 for e in contest.envelopes}), others
    )

    assert again == equal_shares(contest, ballots)
