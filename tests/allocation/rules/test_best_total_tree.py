"""The best total in a tree of envelopes: as trying everything out finds it, and what the inner ones are owed."""

import itertools
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contest_portal.allocation.rules.best_total import merit_of_all, units
from contest_portal.allocation.rules.best_total_tree import least_totals
from contest_portal.allocation.rules.inputs import AllocationInput, Candidate, EnvelopeInput
from contest_portal.allocation.rules.limits import reached
from contest_portal.allocation.rules.nested import inside
from contest_portal.allocation.rules.registry import allocate
from contest_portal.allocation.rules.reserve import Given, next_of
from contest_portal.contests.rules.allocation_terms import AllocationTerms, Limit, LimitOf
from contest_portal.kernel.marks import Score
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import Refused
from contest_portal.scoring.rules.ranking import Standing
from tests.allocation.builders import EMPTY, passed
from tests.allocation.rules.test_nested_rounds import at, awards, contest, envelope

Paid = Mapping[int, str]


@st.composite
def small_trees(draw: st.DrawFn) -> AllocationInput:
    """Up to four envelopes and five groups, whose amounts and totals often fit exactly and often tie."""
    codes = [f"P{n}" for n in range(draw(st.integers(1, 4)))]
    envelopes = tuple(
        EnvelopeInput(
            code,
            Money.soles(draw(st.integers(0, 9)) * 1_000),
            parent=draw(st.sampled_from(["", *codes[:n]])),
            spills=draw(st.booleans()),
        )
        for n, code in enumerate(codes)
    )
    totals = sorted((draw(st.integers(0, 4)) for _ in range(draw(st.integers(0, 5)))), reverse=True)
    groups = tuple(
        Candidate(
            application_id=number,
            code=f"G-{number}",
            category_code="IDEA",
            standing=Standing.PASSED,
            place=number,
            total=Score(8_000 + 100 * total, 2),
            requested=Money.soles(draw(st.integers(2, 8)) * 1_000),
            line_code=draw(st.sampled_from(["cuyes", "pan"])),
            pot=draw(st.sampled_from(codes)),
        )
        for number, total in enumerate(totals, 1)
    )
    least = draw(st.integers(0, 1))
    limits = [Limit(LimitOf.LINE, "cuyes", least, draw(st.sampled_from([None, max(1, least), 2])))]
    return replace(
        EMPTY,
        rule="best_total",
        envelopes=envelopes,
        candidates=groups,
        terms=AllocationTerms(limits=tuple(limits) if draw(st.booleans()) else ()),
    )


def payments(envelopes: Sequence[EnvelopeInput], groups: Sequence[Candidate]) -> Iterator[Paid]:
    """List every way in which these envelopes may pay some of these groups."""
    parents = {one.category_code: one.parent for one in envelopes}
    for payers in itertools.product(*([None, *outwards(parents, group.home)] for group in groups)):
        paid = {
            group.application_id: code for group, code in zip(groups, payers, strict=True) if code is not None
        }
        if is_paid(envelopes, groups, paid):
            yield paid


def outwards(parents: Mapping[str, str], code: str) -> Iterator[str]:
    while code:
        yield code
        code = parents.get(code, "")


def is_paid(envelopes: Sequence[EnvelopeInput], groups: Sequence[Candidate], paid: Paid) -> bool:
    """Let the money rise from the innermost envelope outwards, and tell whether each can pay its own."""
    came = {one.category_code: one.amount.cents for one in envelopes}
    for one in reversed(envelopes):  # each is listed before those inside it
        mine = [
            group.requested.cents for group in groups if paid.get(group.application_id) == one.category_code
        ]
        left = came[one.category_code] - sum(mine)
        if left < 0:
            return False
        if one.parent and one.spills:
            came[one.parent] += left
    return True


def total_of(groups: Sequence[Candidate], ids: Collection[int]) -> int:
    return sum(units(group) for group in groups if group.application_id in ids)


def tried_out(inputs: AllocationInput) -> tuple[bool, ...] | None:
    """Find the best set by trying everything; of equal ones that with the first group by merit. None: impossible."""
    groups, least = sorted(inputs.candidates, key=merit_of_all), dict[str, int]()
    most = replace(inputs.terms, limits=tuple(replace(one, min_awards=0) for one in inputs.terms.limits))
    for envelope_ in reversed(inputs.envelopes):
        code = envelope_.category_code
        if not envelope_.parent:
            continue
        codes = inside(inputs.envelopes, code)
        part = [
            replace(one, parent="") if one.category_code == code else one
            for one in inputs.envelopes
            if one.category_code in codes
        ]
        best = best_of(part, [one for one in groups if one.home in codes], least, replace(inputs, terms=most))
        if best is None:
            return None
        least[code] = best[0]
    whole = best_of(inputs.envelopes, groups, least, inputs)
    return None if whole is None else whole[1]


def best_of(
    envelopes: Sequence[EnvelopeInput],
    groups: Sequence[Candidate],
    least: Mapping[str, int],
    inputs: AllocationInput,
) -> tuple[int, tuple[bool, ...]] | None:
    found = []
    for paid in payments(envelopes, groups):
        keeps = all(
            total_of([group for group in groups if group.home in inside(envelopes, one.category_code)], paid)
            >= least[one.category_code]
            for one in envelopes
            if one.parent
        )
        lines = [
            Given(group.application_id, group.requested, "")
            for group in groups
            if group.application_id in paid
        ]
        if keeps and all(one.holds for one in reached(inputs, lines)):
            found.append((total_of(groups, paid), tuple(group.application_id in paid for group in groups)))
    return max(found, default=None)


@given(inputs=small_trees())
@settings(max_examples=60, deadline=None)
def test_nothing_that_can_be_tried_out_is_better_and_of_equal_sets_it_is_the_same(
    inputs: AllocationInput,
) -> None:
    expected = tried_out(inputs)

    if expected is None:
        with pytest.raises(Refused):
            allocate("best_total", inputs)
        return
    chosen = {line.application_id for line in allocate("best_total", inputs).lines if line.amount}
    groups = sorted(inputs.candidates, key=merit_of_all)
    assert tuple(group.application_id in chosen for group in groups) == expected


NORTH_AND_SOUTH = (
    at("N", passed("A", 1, 6_000, units=9_500)),
    at("S", passed("B", 2, 5_000, units=9_400)),
    at("S", passed("C", 3, 5_000, units=9_300)),
    at("N", passed("D", 4, 4_000, units=7_000)),
)


@pytest.mark.parametrize(
    ("north", "south", "common", "expected"),
    [
        pytest.param(6_000, 4_000, 0, {"A": "N", "D": "T"}, id="what went up pays who does not fit inside"),
        pytest.param(6_000, 4_000, 1_000, {"A": "N", "B": "T"}, id="common money completes what went up"),
        pytest.param(4_000, 4_000, 2_000, {"A": "T", "D": "N"}, id="the north is owed the 70 points of D"),
        pytest.param(0, 8_000, 2_000, {"B": "S", "C": "T"}, id="who is owed nothing gets nothing for it"),
    ],
)
def test_an_envelope_inside_reaches_what_its_own_money_would_give_its_groups(
    north: int, south: int, common: int, expected: dict[str, str]
) -> None:
    """Both send up what is left, 10,000 together: B and C have the most points, where the north is owed none."""
    parts = (envelope("T", common), envelope("N", north, "T", up=True), envelope("S", south, "T", up=True))
    inputs = contest(*parts, *NORTH_AND_SOUTH, rule="best_total")

    result = allocate("best_total", inputs)

    assert {code: pot for code, (pot, _) in awards(result).items()} == expected


def test_a_call_keeps_the_limits_of_the_categories_that_are_in_one_envelope_together() -> None:
    """Of idea two are allowed and one has an award: B of idea and C in progress are called, D of idea is not."""
    groups = (
        at("N", passed("B", 2, 4_000, units=9_000)),
        at("N", passed("C", 1, 4_000, category="MARCHA", units=8_000)),
        at("N", passed("D", 3, 4_000, units=8_500)),
        at("N", passed("A", 1, 4_000, units=9_500)),
    )
    limits = (Limit(LimitOf.CATEGORY, "IDEA", 1, 2),)
    inputs = replace(
        contest(envelope("T", 9_000), envelope("N", 9_000, "T"), *groups, rule="best_total"),
        terms=AllocationTerms(limits=limits),
    )
    given, called = [Given(1, Money.soles(4_000), "N")], ""

    for _ in range(2):
        line = next_of(
            inputs,
            "T",
            left=Money.soles(9_000),
            waiting={2, 3, 4} - {one.application_id for one in given},
            given=given,
        )
        assert line is not None
        called += line.code
        given.append(Given(line.application_id, line.amount, "T"))

    assert called == "BC"


def test_limits_and_what_envelopes_are_owed_that_contradict_one_another_are_refused_by_name() -> None:
    """Each territory alone would fund its one group, and of their category only one is allowed."""
    groups = (at("N", passed("A", 1, 4_000)), at("S", passed("B", 2, 4_000)))
    parts = (envelope("T", 0), envelope("N", 4_000, "T"), envelope("S", 4_000, "T"))
    terms = AllocationTerms(limits=(Limit(LimitOf.CATEGORY, "IDEA", 0, 1),))
    inputs = replace(contest(*parts, *groups, rule="best_total"), terms=terms)

    with pytest.raises(Refused) as refused:
        allocate("best_total", inputs)

    assert least_totals(inputs) == {"N": 800_000, "S": 800_000}
    assert [one.code for one in refused.value.problems] == ["allocation.limits_in_the_way"]


def test_a_search_without_an_end_is_refused_in_a_tree_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("contest_portal.allocation.rules.solver.MOST_NODES", 0)
    parts = (envelope("T", 11_111), envelope("N", 7_777, "T"))
    odd = [at("N", passed(chr(65 + n), n + 1, 2_001 + 37 * n * n, units=9_000 - n)) for n in range(9)]

    with pytest.raises(Refused) as refused:
        allocate("best_total", contest(*parts, *odd, rule="best_total"))

    assert [one.code for one in refused.value.problems] == ["allocation.unproven"]
