"""One scorer for many groups gives what the long way gives on contests of every kind, and refuses what it should."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.invented_bundles import invented_bundle
from contest_portal.kernel.marks import Mark
from contest_portal.kernel.problems import Refused
from contest_portal.publication.rules.bundle_results import entry_of
from contest_portal.scoring.mark_reading import MarkReader
from contest_portal.scoring.rules.entries import CountedSheet, CriterionMark
from contest_portal.scoring.rules.seal import seal_of
from contest_portal.scoring.rules.sheet_rules import SheetChecks, sheet_problems
from contest_portal.scoring.rules.totals import Scorer, score_group
from tests.scoring.rules.plain_scores import plain_means, plainly_out

ANY_MACHINE = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
SEEDS = st.integers(0, 10_000)


class Contest:
    """An invented contest: its entries as they are, and with their sheets as they come from the database."""

    def __init__(self, seed: int) -> None:
        bundle = invented_bundle(seed, groups=6)
        self.rules = bundle.rules
        self.plain = tuple(entry_of(bundle, group) for group in bundle.groups)
        sheets = [sheet for entry in self.plain for sheet in entry.sheets]
        self._numbers = {id(sheet): number for number, sheet in enumerate(sheets)}
        self._reader = MarkReader(
            bundle.rules,
            {sheet.juror: sheet.evaluator_class for sheet in sheets if sheet.evaluator_class},
            {
                (n, one.criterion): one.reason
                for n, sheet in enumerate(sheets)
                for one in sheet.marks
                if one.reason
            },
        )
        self.entries = tuple(replace(one, sheets=tuple(map(self.written, one.sheets))) for one in self.plain)

    def written(self, sheet: CountedSheet, marks: Sequence[CriterionMark] | None = None) -> CountedSheet:
        """Write a sheet as the database does, every fourth with its criteria turned round, and have it read back."""
        number = self._numbers[id(sheet)]
        given = [*(sheet.marks if marks is None else marks)]
        given = given[::-1] if number % 4 == 0 else given
        codes = ",".join(one.criterion for one in given)
        units = ",".join(str(one.mark.units) for one in given)
        explained = number if any(one.reason for one in given) else -1
        return self._reader.counted_sheet(explained, sheet.juror, sheet.phase, f"{codes}:{units}")


@ANY_MACHINE
@given(SEEDS)
def test_one_scorer_gives_every_group_what_the_long_way_gives(seed: int) -> None:
    contest = Contest(seed)
    rulebook, scorer = contest.rules, Scorer(contest.rules)

    for entry, plain in zip(contest.entries, contest.plain, strict=True):
        score = scorer.score(entry)
        means, criteria = plain_means(plain, rulebook)

        assert {one.phase_code: one.mean for one in score.phase_means} == means
        assert {one.criterion_code: one.mean for one in score.criterion_means} == criteria
        assert (score.failed is not None) == (score.absence is None and plainly_out(plain, rulebook))
        is_out = score.absence is not None or score.failed is not None
        assert score.exact_total == (None if is_out else sum(means.values(), Fraction(0)))
        assert score == score_group(plain, rulebook)
        assert scorer.score(entry) == score  # now that every mark was seen


@ANY_MACHINE
@given(SEEDS)
def test_sheets_that_are_not_read_yet_say_what_they_say(seed: int) -> None:
    contest = Contest(seed)
    pairs = [
        (one, other)
        for entry, plain in zip(contest.entries, contest.plain, strict=True)
        for one, other in zip(entry.sheets, plain.sheets, strict=True)
    ]

    for written, plain in pairs:
        seals = [
            seal_of(one, contest_code="C", application_code="A", rulebook_sha256="0" * 64)
            for one in (written, plain)
        ]

        assert (written, plain) == (plain, written)
        assert hash(written) == hash(plain)
        assert [*written.marks] == [*plain.marks]
        assert seals[0] == seals[1]


@ANY_MACHINE
@given(SEEDS)
def test_sheets_seen_before_are_added_up_by_criterion_and_others_not_at_all(seed: int) -> None:
    contest = Contest(seed)
    checks, sheets = SheetChecks(contest.rules), contest.entries[0].sheets
    assert checks.tallies(sheets) is None
    for sheet in sheets:
        assert checks.problems("C-001", sheet) == ()

    tallies = checks.tallies(sheets)

    if any(given.reason for sheet in sheets for given in sheet.marks):
        assert tallies is None  # what a reason is asked for is looked at each time
        return
    plain: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for sheet in sheets:
        plain[sheet.phase, sheet.evaluator_class].update({g.criterion: g.mark.units for g in sheet.marks})
    assert tallies is not None
    assert {
        kind: {
            criterion.code: units
            for criterion, units in zip(contest.rules.phase(kind[0]).criteria, one.units, strict=True)
            if units
        }
        for kind, one in tallies.items()
    } == {kind: {code: units for code, units in one.items() if units} for kind, one in plain.items()}
    assert sum(one.sheets for one in tallies.values()) == len(sheets)


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


UNWRITABLE = {"a mark twice", "another twice", "another scale"}
"""No database can hold them, a bundle can."""


@ANY_MACHINE
@given(SEEDS, st.sampled_from(sorted(SPOILS)), st.sampled_from([0, -1]))
def test_a_scorer_that_saw_good_sheets_finds_every_bad_one(seed: int, how: str, position: int) -> None:
    contest = Contest(seed)
    rulebook, (*others, entry) = contest.rules, contest.entries
    scorer = Scorer(rulebook)
    for other in others:
        scorer.score(other)
    good = contest.plain[-1].sheets[position]
    marks = SPOILS[how](tuple(good.marks))
    bad = replace(good, marks=marks)
    spoilt = [*entry.sheets]
    spoilt[position] = bad if how in UNWRITABLE else contest.written(good, marks)
    expected = tuple(sheet_problems(entry.code, bad, rulebook))

    for _ in range(2):  # once more: nothing bad is remembered as good
        if expected:
            with pytest.raises(Refused) as refusal:
                scorer.score(replace(entry, sheets=tuple(spoilt)))
            assert refusal.value.problems == expected
        else:
            score = scorer.score(replace(entry, sheets=tuple(spoilt)))
            assert score == score_group(replace(entry, sheets=tuple(spoilt)), rulebook)
