"""The second scoring as rules: what it must be, how a draft changes it, and what scores by it."""

from dataclasses import replace
from fractions import Fraction

import pytest

from contest_portal.contests.rules.draft_changes import PhaseOutline, SheetOutline, with_second, with_sheet
from contest_portal.contests.rules.follow_up_rules import FollowUpRules
from contest_portal.contests.rules.rulebook import Phase, Rulebook
from contest_portal.contests.rules.rulebook_checks import Part, part_of, rulebook_problems
from contest_portal.contests.rules.second_checks import one_sheet_problems
from contest_portal.contests.rules.second_rules import SecondRules
from contest_portal.contests.rules.sheets import EvaluatorClass
from contest_portal.contests.rules.templates import SECOND_SCORING, TEMPLATES
from contest_portal.kernel.marks import Score
from contest_portal.kernel.records import from_data, to_data
from tests.factories.contests import FIELD, PROGRESS, RULEBOOK, WITH_PROGRESS

MARK = Score(7000, 2)
KNOWN = frozenset({"merit_order"})


def having(*phases: Phase, mark: Score = MARK, quorum: int = 2, whole: int = 100) -> Rulebook:
    return replace(RULEBOOK, second=SecondRules(phases, mark, quorum, whole))


def codes(book: Rulebook) -> list[str]:
    return [problem.code for problem in rulebook_problems(book, allocation_rules=KNOWN)]


@pytest.mark.parametrize(
    ("book", "expected"),
    [
        pytest.param(RULEBOOK, [], id="without one"),
        pytest.param(WITH_PROGRESS, [], id="whole"),
        pytest.param(having(), ["second.phases_empty", "second.scoring_pass_mark"], id="no phase"),
        pytest.param(having(PROGRESS, whole=90), ["second.phases_sum"], id="another sum"),
        pytest.param(
            having(PROGRESS, mark=Score(10001, 2)), ["second.scoring_pass_mark"], id="mark too high"
        ),
        pytest.param(having(PROGRESS, quorum=0), ["second.scoring_quorum"], id="no quorum"),
        pytest.param(having(replace(PROGRESS, criteria=())), ["sheet.empty"], id="empty sheet"),
        pytest.param(
            having(replace(PROGRESS, code=FIELD.code)), ["second.code_taken"], id="code of the first scoring"
        ),
        pytest.param(
            having(replace(PROGRESS, scorers=3)), ["sheet.classes_in_second"], id="groups shared out"
        ),
        pytest.param(
            replace(WITH_PROGRESS, follow_up=FollowUpRules(instalments=(100,))),
            ["second.one_transfer"],
            id="paid at once",
        ),
        pytest.param(
            having(replace(PROGRESS, categories=("IDEA",))),
            ["second.phases_sum_of_category"],
            id="one category",
        ),
        pytest.param(
            having(*(replace(PROGRESS, code=f"P-{code}", categories=(code,)) for code in ("IDEA", "MARCHA"))),
            [],
            id="a sheet for each category",
        ),
    ],
)
def test_what_a_second_scoring_must_be(book: Rulebook, expected: list[str]) -> None:
    assert codes(book) == expected


def test_a_problem_is_mended_on_its_part_of_the_designer() -> None:
    found = rulebook_problems(having(PROGRESS, quorum=0), allocation_rules=KNOWN)

    assert [(part_of(one), one.field) for one in found] == [(Part.SECOND, "quorum")]


def test_every_evaluator_marks_the_same_sheet_of_the_progress_but_not_of_the_first_scoring() -> None:
    classes = (EvaluatorClass("J", "Jurado", 90), EvaluatorClass("A", "Asesor", 10))
    sheet = SheetOutline(PROGRESS.criteria, classes=classes)
    first = SheetOutline(FIELD.criteria, classes=classes)

    second = [
        one.code for one in one_sheet_problems(with_sheet(WITH_PROGRESS, "PROGRESS", sheet), "PROGRESS")
    ]

    assert second == ["sheet.classes_in_second"]
    assert list(one_sheet_problems(with_sheet(WITH_PROGRESS, "FIELD", first), "FIELD")) == []


def test_the_second_scoring_is_scored_by_rules_like_those_of_a_contest() -> None:
    rules = WITH_PROGRESS.of_second()

    assert (rules.phases, rules.scoring.pass_mark, rules.scoring.quorum, rules.second) == (
        (PROGRESS,),
        MARK,
        2,
        None,
    )
    assert rules.scoring.rounding is RULEBOOK.scoring.rounding
    with pytest.raises(LookupError, match="no second scoring"):
        RULEBOOK.of_second()


def test_its_phases_are_found_by_code_and_told_from_the_first() -> None:
    assert WITH_PROGRESS.phase("PROGRESS") == PROGRESS
    assert [WITH_PROGRESS.is_second(code) for code in ("FIELD", "PROGRESS")] == [False, True]
    assert WITH_PROGRESS.max_points == RULEBOOK.max_points
    assert not RULEBOOK.is_second("PROGRESS")


def test_phases_keep_their_sheets_when_they_are_renamed_and_leave_with_their_row() -> None:
    outline = PhaseOutline("NUEVO", "Avance", 100, Fraction(1, 2), former_code="PROGRESS")

    renamed = with_second(WITH_PROGRESS, (outline,), pass_mark=Score(600, 1), quorum=3, total_points=100)
    gone = with_second(renamed, (), pass_mark=MARK, quorum=3, total_points=100)

    phase = replace(PROGRESS, code="NUEVO", name="Avance", attendance_minimum=Fraction(1, 2))
    assert renamed.second == SecondRules((phase,), Score(600, 1), 3)
    assert gone.second is None


def test_a_sheet_is_changed_in_its_own_scoring_alone() -> None:
    changed = with_sheet(WITH_PROGRESS, "PROGRESS", SheetOutline(FIELD.criteria))

    assert (changed.phase("PROGRESS").criteria, changed.phases) == (FIELD.criteria, RULEBOOK.phases)


def test_rules_frozen_before_are_read_and_hashed_as_before() -> None:
    data = to_data(RULEBOOK)

    assert isinstance(data, dict)
    assert "second" not in data
    assert from_data(Rulebook, to_data(WITH_PROGRESS)) == WITH_PROGRESS


def test_a_template_offers_it_with_codes_of_its_own() -> None:
    book = TEMPLATES["business_plan_with_progress"].rulebook

    assert book.second == SECOND_SCORING
    assert [phase.code for phase in book.every_phase] == [
        "CAMPO",
        "PUBLICA",
        "AVANCE-CAMPO",
        "AVANCE-PUBLICA",
    ]
