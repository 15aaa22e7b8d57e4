"""What a result would be without one juror: with the same functions as the official one."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

from contest_portal.allocation.rules.inputs import AllocationInput, EnvelopeInput
from contest_portal.allocation.rules.inputs import Candidate as Asked
from contest_portal.allocation.rules.without_one import (
    Border,
    CutRange,
    GroupRange,
    Judged,
    Whole,
    leaning,
    result_without,
)
from contest_portal.kernel.money import Money
from contest_portal.scoring.rules.ranking import Candidate, Standing
from contest_portal.scoring.rules.totals import score_group
from tests.factories.contests import RULEBOOK
from tests.scoring.entries import ENTERED, FULL_HOUSE, entry, field_sheet, public_sheet

F = Fraction
UNBROKEN = replace(RULEBOOK, scoring=replace(RULEBOOK.scoring, tie_breaks=()))


def judged(code: str, marks: dict[int, int], *, category: str = "IDEA", field: int = 30) -> Judged:
    """Make a group whose jurors gave 40 in the field's other criteria and `marks` for the rest: 40 + field + mark."""
    sheets = [field_sheet(juror, 5, 5, field) for juror in marks]
    sheets += [public_sheet(juror, 20, 10, mark) for juror, mark in marks.items()]
    scored = replace(entry(*sheets, code=code, attendance=FULL_HOUSE), category=category)
    at = ENTERED + timedelta(minutes=ord(code))
    return Judged(scored, Candidate(score_group(scored, RULEBOOK), category, 2, 4, at))


def whole(*groups: Judged, soles: int = 10_000, lot_seed: str | None = None) -> Whole:
    inputs = AllocationInput(
        contest_code=RULEBOOK.code,
        rulebook_sha256="a" * 64,
        rule="merit_order",
        fund=RULEBOOK.fund,
        min_award=RULEBOOK.budget.min_award,
        max_award=RULEBOOK.budget.max_award,
        pass_mark=RULEBOOK.scoring.pass_mark,
        envelopes=(EnvelopeInput("IDEA", Money.soles(soles)), EnvelopeInput("MARCHA", Money.soles(soles))),
        candidates=tuple(
            Asked(n, one.entry.code, one.candidate.category, Standing.PASSED, 1, None, Money.soles(10_000))
            for n, one in enumerate(groups, 1)
        ),
    )
    return Whole(groups, RULEBOOK, inputs, lot_seed)


CLOSE = (
    judged("A", {1: 20, 2: 10, 3: 12}),
    judged("B", {1: 12, 2: 14, 3: 13}),
    judged("C", {1: 1, 2: 1, 3: 1}),
)
"""A has 84, B 83, C 71 points; the envelope is enough for one. Without juror 1 it would be B's."""


def test_with_everybody_it_is_the_official_result() -> None:
    result = result_without(None, whole(*CLOSE))

    assert dict(result.totals) == {"A": F(84), "B": F(83), "C": F(71)}
    assert result.awarded == {"A"}
    assert dict(result.borders) == {
        "IDEA": Border("A", "B", F(84), F(83)),
        "MARCHA": Border(None, None, None, None),
    }
    assert (result.borders["IDEA"].gap, result.borders["MARCHA"].gap) == (F(1), None)


def test_without_the_juror_who_decides_another_group_is_awarded() -> None:
    found = leaning(whole(*CLOSE))

    assert [(one.juror, one.moved, one.moved_code, one.enter, one.leave) for one in found.jurors] == [
        (1, F(3), "A", ("B",), ("A",)),
        (2, F(2), "A", (), ()),
        (3, F(1), "A", (), ()),
    ]


def test_the_range_of_totals_the_cut_and_who_is_near_it() -> None:
    found = leaning(whole(*CLOSE))

    assert found.groups == (
        GroupRange("A", "IDEA", F(84), F(81), F(86), awarded=True, near=True),
        GroupRange("B", "IDEA", F(83), F("82.5"), F("83.5"), awarded=False, near=True),
        GroupRange("C", "IDEA", F(71), F(71), F(71), awarded=False, near=False),
    )
    assert found.cuts == (
        CutRange("IDEA", Border("A", "B", F(84), F(83)), F("83.5"), F(86)),
        CutRange("MARCHA", Border(None, None, None, None), None, None),
    )


def test_a_group_below_the_pass_mark_without_a_juror_is_not_awarded() -> None:
    found = leaning(whole(judged("A", {1: 20, 2: 0, 3: 0}, field=24)))

    assert [(one.juror, one.enter, one.leave) for one in found.jurors] == [
        (1, (), ("A",)),
        (2, (), ()),
        (3, (), ()),
    ]


def test_a_group_that_only_one_juror_scored_makes_it_impossible_to_say() -> None:
    found = leaning(whole(*CLOSE, judged("D", {1: 20})))

    assert [(one.result.is_known, one.result.missing, one.enter, one.leave) for one in found.jurors] == [
        (False, ("D",), (), ()),
        (True, (), (), ()),
        (True, (), (), ()),
    ]


def test_a_tie_that_only_a_lot_would_decide_makes_it_impossible_to_say() -> None:
    tied = (judged("A", {1: 20, 2: 10}), judged("B", {1: 12, 2: 10}))
    no_chain = replace(whole(*tied), rulebook=UNBROKEN)

    without_first = [leaning(no_chain).jurors[0], leaning(replace(no_chain, lot_seed="4821")).jurors[0]]

    assert [(one.result.tied, one.result.is_known) for one in without_first] == [(True, False), (False, True)]


def test_a_disqualified_group_has_no_range_and_nobody_is_near_an_empty_side() -> None:
    out = judged("Z", {1: 20, 2: 20})
    absent = replace(FULL_HOUSE[0], present=1)
    scored = replace(out.entry, attendance=(absent,))
    gone = Judged(scored, replace(out.candidate, score=score_group(scored, RULEBOOK)))

    found = leaning(whole(judged("A", {1: 20, 2: 20}), gone))

    assert [(one.code, one.near) for one in found.groups] == [("A", False)]


def test_a_group_that_withdrew_after_the_ranking_has_no_claim() -> None:
    everything = whole(*CLOSE)
    left = replace(everything, groups=everything.groups[1:])

    assert result_without(None, left).awarded == {"B"}
