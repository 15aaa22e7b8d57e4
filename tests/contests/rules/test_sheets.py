"""What a mark is worth, whose question it is, when it must be explained."""

from dataclasses import replace
from fractions import Fraction

import pytest

from contest_portal.contests.queries import read_rulebook
from contest_portal.contests.rules.rulebook import Category, Criterion, Disqualifies, Phase
from contest_portal.contests.rules.sheets import FactKind, ReasonRule, Weighting
from contest_portal.kernel.canonical import canonical_json, sha256_hex
from contest_portal.kernel.money import Money
from contest_portal.kernel.records import to_data
from tests.factories.contests import FIELD, PUBLIC, RULEBOOK
from tests.factories.sheets import AXES, COMPUTED, IDEA, PRESENT, QUESTION, SHARED, WEIGHTED, WOMEN, book_of

NEW_WORDS = (
    "min_points", "fact", "bands", "reason", "marked_by", "weighting", "classes", "disqualifies", "axis_shares",
    "scorers", "own_panel",
    "late_phones",
)  # fmt: skip


BY_CLASS = replace(SHARED, classes=(replace(SHARED.classes[0], scorers=2), SHARED.classes[1]))


@pytest.mark.parametrize(
    ("phase", "code", "most"),
    [
        pytest.param(FIELD, "F3", Fraction(30), id="points"),
        pytest.param(WEIGHTED, "J1", Fraction(60), id="a percentage of a hundred"),
        pytest.param(replace(WEIGHTED, max_points=50), "A1", Fraction(5), id="a percentage of fifty"),
        pytest.param(replace(WEIGHTED, max_points=25), "A1", Fraction(5, 2), id="half points stay exact"),
        pytest.param(AXES, "O1", Fraction(16), id="half of an axis of 40 % of 80"),
        pytest.param(AXES, "O2", Fraction(16), id="the other half, by its weight"),
        pytest.param(AXES, "C1", Fraction(48), id="an axis of one criterion"),
        pytest.param(AXES, "Q", Fraction(0), id="a question of no axis"),
        pytest.param(replace(AXES, axis_shares=()), "C1", Fraction(0), id="an axis nobody weighed"),
        pytest.param(COMPUTED, "W", Fraction(5), id="computed from the register"),
        pytest.param(COMPUTED, "Q", Fraction(0), id="a question gives none"),
    ],
)
def test_the_most_a_criterion_adds(phase: Phase, code: str, most: Fraction) -> None:
    assert phase.most(phase.criterion(code)) == most


def test_a_percentage_is_worth_its_part_of_the_mark() -> None:
    assert WEIGHTED.factor(WEIGHTED.criterion("J2")) * Fraction(15, 2) == Fraction(45, 2)


@pytest.mark.parametrize(
    ("phase", "class_code", "codes", "most"),
    [
        pytest.param(WEIGHTED, "JURY", ["J1", "J2"], 90, id="criteria of its own"),
        pytest.param(WEIGHTED, "ADVISER", ["A1"], 10, id="the other class"),
        pytest.param(SHARED, "ADVISER", ["S1", "S2"], 100, id="one sheet for all"),
        pytest.param(FIELD, "", ["F1", "F2", "F3"], 50, id="no classes"),
    ],
)
def test_the_sheet_of_a_class(phase: Phase, class_code: str, codes: list[str], most: int) -> None:
    assert [criterion.code for criterion in phase.sheet_of(class_code)] == codes
    assert phase.sheet_maximum(class_code) == most


@pytest.mark.parametrize(
    ("phase", "class_code", "scorers", "shared"),
    [
        pytest.param(FIELD, "", 0, False, id="everybody"),
        pytest.param(replace(FIELD, scorers=3), "", 3, True, id="three for each group"),
        pytest.param(replace(SHARED, scorers=3), "JURY", 0, False, id="only the classes say it"),
        pytest.param(BY_CLASS, "JURY", 2, True, id="of a class"),
        pytest.param(BY_CLASS, "ADVISER", 0, True, id="all of the other class"),
    ],
)
def test_how_many_score_each_group(phase: Phase, class_code: str, scorers: int, shared: object) -> None:
    assert (phase.scorers_of(class_code), phase.is_shared_out) == (scorers, shared)


@pytest.mark.parametrize(
    ("criterion", "points", "wanted"),
    [
        pytest.param(IDEA, 0, False, id="never"),
        pytest.param(replace(IDEA, reason=ReasonRule.ALWAYS), 95, True, id="always"),
        pytest.param(replace(IDEA, reason=ReasonRule.BELOW, reason_below=60), 59, True, id="below"),
        pytest.param(replace(IDEA, reason=ReasonRule.BELOW, reason_below=60), 60, False, id="at the bound"),
        pytest.param(QUESTION, 0, True, id="a no that disqualifies"),
        pytest.param(QUESTION, 1, False, id="a yes"),
    ],
)
def test_when_a_mark_must_be_explained(criterion: Criterion, points: int, *, wanted: bool) -> None:
    assert criterion.wants_reason(Fraction(points)) is wanted


def test_attendance_is_asked_for_where_points_come_from_it() -> None:
    assert [phase.asks_attendance for phase in (FIELD, PUBLIC, COMPUTED)] == [True, False, False]
    assert replace(COMPUTED, criteria=(PRESENT,)).asks_attendance
    assert WOMEN.fact is FactKind.WOMEN


def test_groups_go_through_the_phases_of_their_category() -> None:
    running = replace(PUBLIC, code="RUN", categories=("MARCHA",))
    idea = replace(PUBLIC, code="NEW", categories=("IDEA",), max_points=30)
    book = replace(RULEBOOK, phases=(FIELD, running, idea))

    assert [phase.code for phase in book.phases_of("IDEA")] == ["FIELD", "NEW"]
    assert [phase.code for phase in book.phases_of("MARCHA")] == ["FIELD", "RUN"]
    assert (book.max_points_of("IDEA"), book.max_points_of("MARCHA"), book.max_points) == (80, 100, 100)


def test_rules_published_earlier_read_and_hash_as_they_did() -> None:
    text = canonical_json(to_data(RULEBOOK))

    assert not [word for word in NEW_WORDS if f'"{word}"' in text]
    assert read_rulebook(text) == RULEBOOK


def test_rules_that_use_everything_are_read_back_as_written() -> None:
    explained = replace(IDEA, reason=ReasonRule.BELOW, reason_below=60)
    category = Category("JOVENES", "Jóvenes", Money.soles(100_000))
    book = replace(
        book_of(
            WEIGHTED,
            AXES,
            replace(COMPUTED, criteria=(QUESTION, WOMEN, PRESENT, explained), categories=("JOVENES",)),
            disqualifies=Disqualifies.ANY,
        ),
        categories=(category,),
    )
    text = canonical_json(to_data(book))

    assert read_rulebook(text) == book
    assert sha256_hex(canonical_json(to_data(read_rulebook(text)))) == sha256_hex(text)
    assert WEIGHTED.weighting is Weighting.PERCENT
