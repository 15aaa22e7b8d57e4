"""Whatever the seed, every case comes out as it is meant: by the one scoring function, without a database."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest

from contest_portal.contests.rules.rulebook import Phase, Rulebook
from contest_portal.contests.rules.sheets import FactKind
from contest_portal.contests.rules.templates import TEMPLATES
from contest_portal.kernel.clock import office_date
from contest_portal.kernel.marks import Mark, Score
from contest_portal.scoring.rules.entries import (
    CountedSheet,
    CriterionMark,
    FactFigure,
    PhaseAttendance,
    ScoredEntry,
)
from contest_portal.scoring.rules.ranking import Candidate, RankedGroup, Standing, rank
from contest_portal.scoring.rules.register_facts import RegisteredMember, note_fact
from contest_portal.scoring.rules.sheet_rules import sheet_problems
from contest_portal.scoring.rules.totals import score_group
from contest_portal.trials.rules.calendar import TrialCalendar
from contest_portal.trials.rules.groups import InventedGroup, invented_groups
from contest_portal.trials.rules.marking import marks_sheet, sheet_marks
from contest_portal.trials.rules.panel import invented_panel
from contest_portal.trials.rules.plan import Strength, TrialPlan
from contest_portal.trials.rules.purposes import Purpose
from tests.factories.trials import SMALL, template_book

SURE = {
    Purpose.LEADER: Standing.PASSED,
    Purpose.TIED: Standing.PASSED,
    Purpose.FEWER_SHEETS: Standing.PASSED,
    Purpose.CLASS_MISSING: Standing.PASSED,
    Purpose.BELOW: Standing.BELOW_PASS,
    Purpose.ABSENT: Standing.DISQUALIFIED,
    Purpose.ANSWERED_NO: Standing.DISQUALIFIED,
}
SEEDS = (1, 2, 3, 77, 4096, 999_999)


def sheets_of(book: Rulebook, plan: TrialPlan, group: InventedGroup) -> Iterator[CountedSheet]:
    for phase in book.phases_of(group.category):
        for juror in invented_panel(book):
            if marks_sheet(juror, group, phase):
                yield counted(
                    phase, juror.evaluator_class, juror.number, sheet_marks(plan, book, phase, group, juror)
                )


def counted(phase: Phase, class_code: str, number: int, marks: Mapping[str, Mark]) -> CountedSheet:
    given = tuple(CriterionMark(code, mark, "Motivo") for code, mark in marks.items())
    return CountedSheet(number, phase.code, given, class_code if phase.classes else "")


def facts_of(book: Rulebook, group: InventedGroup) -> tuple[FactFigure, ...]:
    members = [
        RegisteredMember(member.number, member.sex, member.born_on, "R", "0903019001")
        for member in group.members
    ]
    closing = office_date(book.calendar.closes_at)
    kinds = (FactKind.WOMEN, FactKind.YOUTH, FactKind.RURAL)
    return tuple(note_fact(kind, members, on=closing).figure for kind in kinds)


def entry_of(book: Rulebook, plan: TrialPlan, group: InventedGroup) -> ScoredEntry:
    return ScoredEntry(
        code=f"E-{group.number:03d}",
        sheets=tuple(sheets_of(book, plan, group)),
        attendance=tuple(
            PhaseAttendance(phase.code, group.present, group.households)
            for phase in book.phases_of(group.category)
            if phase.asks_attendance
        ),
        facts=facts_of(book, group),
        category=group.category,
    )


def ranked(book: Rulebook, plan: TrialPlan) -> list[tuple[InventedGroup, RankedGroup]]:
    groups = {f"E-{group.number:03d}": group for group in invented_groups(book, plan)}
    calendar = TrialCalendar(book.calendar)
    candidates = [
        Candidate(
            score=score_group(entry_of(book, plan, group), book),
            category=group.category,
            women=sum(member.sex == "F" for member in group.members),
            households=group.households,
            submitted_at=calendar.entered_at(group.number, len(groups)),
        )
        for group in groups.values()
    ]
    return [(groups[line.code], line) for line in rank(candidates, book)]


def astray(lines: list[tuple[InventedGroup, RankedGroup]]) -> list[tuple[Purpose, Standing, str]]:
    """List the groups whose fate is not the one that they are there to show."""
    return [
        (group.purpose, line.standing, str(line.total))
        for group, line in lines
        if line.standing is not SURE[group.purpose]
    ]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("template", sorted(TEMPLATES))
def test_every_case_comes_out_as_it_is_meant(template: str, seed: int) -> None:
    lines = ranked(template_book(template), TrialPlan(seed=seed, groups=1))

    twins = {(group.category, line.total) for group, line in lines if group.purpose is Purpose.TIED}
    assert astray(lines) == []
    assert len(twins) == len({category for category, _ in twins})


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("pass_mark", [1, 30, 95, 100])
def test_every_case_comes_out_so_whatever_the_pass_mark(pass_mark: int, seed: int) -> None:
    book = replace(SMALL, scoring=replace(SMALL.scoring, pass_mark=Score(pass_mark, 0)))

    assert astray(ranked(book, TrialPlan(seed=seed, groups=1))) == []


@pytest.mark.parametrize("template", sorted(TEMPLATES))
def test_every_sheet_may_be_made_final(template: str) -> None:
    book, plan = template_book(template), TrialPlan(seed=5, groups=10, strength=Strength.WEAK)

    for group in invented_groups(book, plan):
        for sheet in sheets_of(book, plan, group):
            assert list(sheet_problems("E-001", sheet, book)) == []


@pytest.mark.parametrize("template", sorted(TEMPLATES))
def test_every_group_that_is_marked_has_the_quorum_in_every_phase(template: str) -> None:
    book, plan = template_book(template), TrialPlan(groups=10)

    for group in invented_groups(book, plan):
        if group.purpose is not Purpose.ABSENT:
            sheets = list(sheets_of(book, plan, group))
            for phase in book.phases_of(group.category):
                assert sum(sheet.phase == phase.code for sheet in sheets) >= book.scoring.quorum


def test_strong_groups_all_pass_and_of_weak_ones_some_do_not() -> None:
    def passing(strength: Strength) -> int:
        lines = ranked(SMALL, TrialPlan(groups=12, strength=strength))
        return sum(
            line.standing is Standing.PASSED for group, line in lines if group.purpose is Purpose.CONTENDER
        )

    assert (passing(Strength.STRONG), passing(Strength.WEAK) < 4) == (6, True)


def test_seeds_give_different_rankings() -> None:
    totals = {tuple(str(line.total) for _, line in ranked(SMALL, TrialPlan(seed=seed))) for seed in SEEDS}

    assert len(totals) == len(SEEDS)
