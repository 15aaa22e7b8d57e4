"""Whatever marks come: severity, order and alpha keep what their definitions promise."""

from dataclasses import replace
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_portal.scoring.rules.reliability import (
    JurorFigures,
    RankAgreement,
    Reading,
    Spread,
    juror_figures,
    panel_agreement,
    spreads,
)
from tests.factories.contests import RULEBOOK
from tests.scoring.entries import entry, field_sheet, public_sheet

F = Fraction
WHOLE = F(1)
SHARES = st.lists(st.lists(st.integers(0, 100), min_size=3, max_size=5), min_size=3, max_size=7)
PANELS = st.integers(3, 4).flatmap(
    lambda jurors: st.lists(
        st.lists(st.integers(0, 20), min_size=jurors, max_size=jurors), min_size=3, max_size=6
    )
)


def spread(code: str, shares: list[int], phase: str = "PUBLIC") -> Spread:
    return Spread(phase, "", code, tuple(Reading(number, F(share)) for number, share in enumerate(shares, 1)))


def made(marks: list[list[int]]) -> tuple[Spread, ...]:
    return tuple(spread(f"G{number}", shares) for number, shares in enumerate(marks))


def moved(found: tuple[Spread, ...], by: int, times: Fraction = WHOLE) -> tuple[Spread, ...]:
    return tuple(
        replace(
            one,
            readings=tuple(replace(reading, share=reading.share * times + by) for reading in one.readings),
        )
        for one in found
    )


def alpha_by_definition(marks: list[list[int]]) -> Fraction | None:
    """Compare all pairs within groups with all pairs there are, as the definition says."""
    values = [value for shares in marks for value in shares]
    expected = sum(2 * F(one - other) ** 2 for one, other in combinations(values, 2)) / (len(values) - 1)
    observed = sum(
        (
            2 * F(one - other) ** 2 / (len(shares) - 1)
            for shares in marks
            for one, other in combinations(shares, 2)
        ),
        F(0),
    )
    return None if not expected else 1 - observed / expected


@given(SHARES)
def test_alpha_is_what_its_definition_says(marks: list[list[int]]) -> None:
    (found,) = panel_agreement(made(marks))

    assert found.alpha == alpha_by_definition(marks)


@given(SHARES)
def test_alpha_is_one_at_most_and_only_when_all_agree(marks: list[list[int]]) -> None:
    (found,) = panel_agreement(made(marks))

    if found.alpha is not None:
        assert found.alpha <= 1
        assert (found.alpha == 1) is all(len(set(shares)) == 1 for shares in marks)


@given(SHARES, st.integers(1, 50), st.fractions(F(1, 5), F(5)))
def test_another_scale_changes_neither_alpha_nor_order(
    marks: list[list[int]], by: int, times: Fraction
) -> None:
    found = made(marks)
    other = moved(found, by, times)

    assert panel_agreement(found) == panel_agreement(other)
    assert [one.agreement for one in juror_figures(found)] == [one.agreement for one in juror_figures(other)]


@given(SHARES, st.fractions(F(1, 5), F(5)))
def test_severity_grows_with_the_scale_and_not_with_what_all_give_more(
    marks: list[list[int]], times: Fraction
) -> None:
    before, after = juror_figures(made(marks)), juror_figures(moved(made(marks), 7, times))

    assert [one.severity if one.severity is None else one.severity * times for one in before] == [
        one.severity for one in after
    ]


@given(PANELS, st.integers(1, 30))
def test_a_juror_who_gives_less_to_all_is_that_much_more_severe(marks: list[list[int]], less: int) -> None:
    lowered = [[shares[0] - less, *shares[1:]] for shares in marks]

    before, after = juror_figures(made(marks))[0], juror_figures(made(lowered))[0]

    assert before.severity is not None
    assert after.severity == before.severity - less
    assert after.agreement == before.agreement


@given(PANELS)
def test_agreement_counts_pairs_and_no_pair_twice(marks: list[list[int]]) -> None:
    pairs = len(marks) * (len(marks) - 1) // 2

    for one in juror_figures(made(marks)):
        found = one.agreement
        assert found is not None
        assert found.alike + found.opposed <= min(found.untied, found.others_untied) <= pairs
        assert max(found.untied, found.others_untied) <= pairs


@given(PANELS)
def test_the_other_way_round_is_the_same_with_a_minus(marks: list[list[int]]) -> None:
    """The first juror orders all groups the other way round."""
    turned = [[-shares[0], *shares[1:]] for shares in marks]

    before, after = (juror_figures(made(one))[0].agreement for one in (marks, turned))

    assert before is not None
    assert after == replace(before, alike=before.opposed, opposed=before.alike)
    assert after.thousandths == (None if before.thousandths is None else -before.thousandths)


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40), st.integers(0, 40))
def test_tau_is_cut_off_towards_zero_and_never_rounded_up(
    alike: int, opposed: int, more: int, less: int
) -> None:
    found = RankAgreement(alike, opposed, alike + opposed + more, alike + opposed + less)
    exact_squared = F((alike - opposed) ** 2 * 10**6, max(1, found.untied * found.others_untied))

    if found.thousandths is not None:
        size = abs(found.thousandths)
        assert size * size <= exact_squared < (size + 1) * (size + 1)
        assert size <= 1000


@given(SHARES, st.randoms(use_true_random=False))
def test_the_order_of_groups_and_sheets_changes_nothing(marks: list[list[int]], random: object) -> None:
    found = list(made(marks))
    mixed = list(found)
    random.shuffle(mixed)  # type: ignore[attr-defined]

    assert juror_figures(found) == juror_figures(mixed)
    assert panel_agreement(found) == panel_agreement(mixed)


@given(st.lists(st.integers(0, 100), min_size=1, max_size=6))
def test_the_figures_of_a_group_hold_together(shares: list[int]) -> None:
    one = spread("A", shares)

    assert one.low <= one.mean <= one.high
    assert one.width == one.high - one.low
    assert 0 <= one.deviation <= one.width
    assert one.is_comparable is (len(shares) >= 3)


@given(
    st.lists(st.tuples(st.integers(0, 20), st.integers(0, 10), st.integers(0, 20)), min_size=1, max_size=4)
)
def test_a_sheet_reaches_from_nothing_to_all_of_what_it_can(marks: list[tuple[int, int, int]]) -> None:
    sheets = [public_sheet(juror, *mark) for juror, mark in enumerate(marks, 1)]

    (found,) = spreads([entry(*sheets)], RULEBOOK)

    assert [reading.share for reading in found.readings] == [F(sum(mark) * 100, 50) for mark in marks]


def test_phases_come_in_the_order_of_the_rules_and_groups_by_code() -> None:
    groups = [
        entry(field_sheet(1, 5, 5, 30), public_sheet(1, 20, 10, 20), code=code) for code in ("C", "A", "B")
    ]

    found = spreads(groups, RULEBOOK)

    assert [(one.phase_code, one.code) for one in found] == [
        *(("FIELD", code) for code in "ABC"),
        *(("PUBLIC", code) for code in "ABC"),
    ]


@pytest.mark.parametrize(
    ("sizes", "compared"),
    [
        pytest.param([3, 3, 3], [3, 3, 3], id="all"),
        pytest.param([3, 3, 2], [2, 2, 2], id="a group with two sheets"),
        pytest.param([1, 1, 1], [0], id="alone"),
        pytest.param([4, 3, 3, 2], [3, 3, 3, 1], id="one who came once"),
    ],
)
def test_only_groups_with_three_sheets_are_compared(sizes: list[int], compared: list[int]) -> None:
    found = juror_figures(made([list(range(size)) for size in sizes]))

    assert [one.compared for one in found] == compared
    assert [one.severity is not None for one in found] == [number >= 3 for number in compared]
    assert [one.sheets for one in found] == [
        sum(size > juror for size in sizes) for juror in range(max(sizes))
    ]


def test_nobody_is_told_anything_without_sheets() -> None:
    assert (juror_figures(()), panel_agreement(()), spreads((), RULEBOOK)) == ((), (), ())


def test_a_juror_of_two_phases_is_one_line_with_both() -> None:
    found = (*made([[1, 2, 3], [4, 5, 6]]), spread("G0", [10, 10, 40], "FIELD"))

    first = juror_figures(found)[0]

    assert first == JurorFigures(1, 3, 3, (F(-3, 2) - F(3, 2) - 15) / 3, RankAgreement(1, 0, 1, 1))
    assert [(one.phase_code, one.groups, one.alpha) for one in panel_agreement(found)] == [
        ("PUBLIC", 2, None),
        ("FIELD", 1, None),
    ]
