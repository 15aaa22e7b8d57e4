"""One scorer for many groups gives what the long way gives on contests of every kind, and refuses what it should."""

from collections import Counter, defaultdict
from dataclasses import replace
from fractions import Fraction
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.invented_bundles import invented_bundle
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.kernel.marks import Mark
from contest_portal.kernel.problems import Refused
from contest_portal.publication.rules.bundle_results import entry_of
from contest_portal.scoring.rules.entries import CountedSheet, CriterionMark, ScoredEntry
from contest_portal.scoring.rules.sheet_rules import SheetChecks, sheet_problems
from contest_portal.scoring.rules.totals import Scorer, score_group
from tests.scoring.rules.plain_scores import plain_means, plainly_out

ANY_MACHINE = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
SEEDS = st.integers(0, 10_000)


def entries(seed: int) -> tuple[Rulebook, tuple[ScoredEntry, ...]]:
    """Invent a contest; equal marks are one object, as when they come from the database."""
    bundle = invented_bundle(seed, groups=6)

    @cache
    def one_object(criterion: str, units: int, reason: str) -> CriterionMark:
        return CriterionMark(criterion, Mark(units, bundle.rules.scoring.marks_per_point), reason)

    def shared(sheet: CountedSheet) -> CountedSheet:
        marks = (one_object(given.criterion, given.mark.units, given.reason) for given in sheet.marks)
        return replace(sheet, marks=tuple(marks))

    entered = (entry_of(bundle, group) for group in bundle.groups)
    return bundle.rules, tuple(replace(one, sheets=tuple(map(shared, one.sheets))) for one in entered)


@ANY_MACHINE
@given(SEEDS)
def test_one_scorer_gives_every_group_what_the_long_way_gives(seed: int) -> None:
    rulebook, entered = entries(seed)
    scorer = Scorer(rulebook)

    for entry in entered:
        score = scorer.score(entry)
        means, criteria = plain_means(entry, rulebook)

        assert {one.phase_code: one.mean for one in score.phase_means} == means
        assert {one.criterion_code: one.mean for one in score.criterion_means} == criteria
        assert (score.failed is not None) == (score.absence is None and plainly_out(entry, rulebook))
        is_out = score.absence is not None or score.failed is not None
        assert score.exact_total == (None if is_out else sum(means.values(), Fraction(0)))
        assert score == score_group(entry, rulebook)
        assert scorer.score(entry) == score  # now that every mark was seen


@ANY_MACHINE
@given(SEEDS)
def test_sheets_seen_before_are_added_up_by_criterion_and_others_not_at_all(seed: int) -> None:
    rulebook, (entry, *_) = entries(seed)
    checks = SheetChecks(rulebook)
    assert checks.added(entry.sheets) is None
    for sheet in entry.sheets:
        assert checks.problems(entry.code, sheet) == ()

    added = checks.added(entry.sheets)

    plain: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for sheet in entry.sheets:
        plain[sheet.phase, sheet.evaluator_class].update({g.criterion: g.mark.units for g in sheet.marks})
    assert added is not None
    assert {kind: dict(one.units) for kind, one in added.items()} == {k: dict(v) for k, v in plain.items()}
    assert sum(one.sheets for one in added.values()) == len(entry.sheets)


SPOILS = {
    "a mark left out": lambda marks: marks[1:],
    "a mark twice": lambda marks: (*marks, marks[0]),
    "another twice": lambda marks: (replace(marks[0], mark=Mark(10_000, marks[0].mark.per_point)), *marks),
    "too high a mark": lambda marks: (
        replace(marks[0], mark=Mark(10_000, marks[0].mark.per_point)),
        *marks[1:],
    ),
    "another scale": lambda marks: (replace(marks[0], mark=Mark(0, 7)), *marks[1:]),
    "no criterion": lambda marks: (*marks, replace(marks[0], criterion="NONE")),
    "no reasons": lambda marks: tuple(replace(one, reason="") for one in marks),
}


@ANY_MACHINE
@given(SEEDS, st.sampled_from(sorted(SPOILS)), st.sampled_from([0, -1]))
def test_a_scorer_that_saw_good_sheets_finds_every_bad_one(seed: int, how: str, position: int) -> None:
    rulebook, (*others, entry) = entries(seed)
    scorer = Scorer(rulebook)
    for other in others:
        scorer.score(other)
    bad = replace(entry.sheets[position], marks=SPOILS[how](entry.sheets[position].marks))
    spoilt = [*entry.sheets]
    spoilt[position] = bad
    expected = tuple(sheet_problems(entry.code, bad, rulebook))

    for _ in range(2):  # once more: nothing bad is remembered as good
        if expected:
            with pytest.raises(Refused) as refusal:
                scorer.score(replace(entry, sheets=tuple(spoilt)))
            assert refusal.value.problems == expected
        else:
            score = scorer.score(replace(entry, sheets=tuple(spoilt)))
            assert score == score_group(replace(entry, sheets=tuple(spoilt)), rulebook)
