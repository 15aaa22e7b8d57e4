"""What the register fills in, and the questions whose "no" leaves a group out."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from contest_portal.contests.rules.rulebook import Disqualifies, Phase
from contest_portal.contests.rules.sheets import FactKind, ReasonRule
from contest_portal.kernel.canonical import canonical_hash
from contest_portal.kernel.marks import Mark
from contest_portal.kernel.problems import Refused
from contest_portal.scoring.rules.entries import (
    CountedSheet,
    CriterionMark,
    FactFigure,
    PhaseAttendance,
    ScoredEntry,
)
from contest_portal.scoring.rules.facts import band_of
from contest_portal.scoring.rules.questions import FailedQuestion
from contest_portal.scoring.rules.ranking_notes import standing_reason
from contest_portal.scoring.rules.register_facts import RegisteredMember, age_on, facts_asked, note_fact
from contest_portal.scoring.rules.seal import seal_of
from contest_portal.scoring.rules.totals import GroupScore, score_group
from tests.factories.contests import RULEBOOK
from tests.factories.sheets import COMPUTED, IDEA, PRESENT, QUESTION, WOMEN, book_of

CLOSING = date(2026, 11, 28)
HALF = (FactFigure(FactKind.WOMEN, 2, 4),)


def sheet(juror: int, answer: int, idea: int, *, reason: str = "Falta el acta.") -> CountedSheet:
    marks = (CriterionMark("Q", Mark(answer), "" if answer else reason), CriterionMark("I", Mark(idea)))
    return CountedSheet(juror, "COMPUTED", marks)


def scored(
    *sheets: CountedSheet,
    phase: Phase = COMPUTED,
    facts: tuple[FactFigure, ...] = HALF,
    attendance: tuple[PhaseAttendance, ...] = (),
    rule: Disqualifies = Disqualifies.MAJORITY,
) -> GroupScore:
    entry = ScoredEntry("C-001", sheets, attendance, facts)
    return score_group(entry, book_of(phase, disqualifies=rule))


def refused(*sheets: CountedSheet, **changes: object) -> list[str]:
    with pytest.raises(Refused) as refusal:
        scored(*sheets, **changes)
    return [problem.code for problem in refusal.value.problems]


@pytest.mark.parametrize(
    ("part", "whole", "points"),
    [
        pytest.param(0, 4, 0, id="none"),
        pytest.param(1, 100, 1, id="on the lowest bound"),
        pytest.param(1, 101, 0, id="just under it"),
        pytest.param(24, 100, 1, id="under a quarter"),
        pytest.param(1, 4, 3, id="a quarter belongs to the band it starts"),
        pytest.param(99, 199, 3, id="just under half: no hole between two bands"),
        pytest.param(1, 2, 5, id="half"),
        pytest.param(4, 4, 5, id="all"),
        pytest.param(0, 0, 0, id="nobody"),
    ],
)
def test_a_share_falls_into_exactly_one_band(part: int, whole: int, points: int) -> None:
    assert band_of(WOMEN, FactFigure(FactKind.WOMEN, part, whole).share).points == points


def test_the_register_adds_its_points_to_every_sheet() -> None:
    score = scored(sheet(1, 1, 60), sheet(2, 1, 70))

    assert score.exact_total == Fraction(65 + 5)
    assert [(mean.criterion_code, mean.mean) for mean in score.criterion_means] == [("W", 5), ("I", 65)]


def test_points_from_attendance_come_from_what_was_recorded_in_the_phase() -> None:
    phase = replace(COMPUTED, criteria=(QUESTION, PRESENT, IDEA))
    there = (PhaseAttendance("COMPUTED", 1, 4),)

    assert scored(sheet(1, 1, 60), phase=phase, attendance=there).exact_total == 63
    assert refused(sheet(1, 1, 60), phase=phase) == ["attendance.missing"]


def test_a_fact_that_was_never_noted_is_asked_for() -> None:
    assert refused(sheet(1, 1, 60), facts=()) == ["facts.missing"]


def test_a_juror_cannot_mark_what_the_register_fills_in() -> None:
    by_hand = replace(sheet(1, 1, 60), marks=(*sheet(1, 1, 60).marks, CriterionMark("W", Mark(5))))

    assert refused(by_hand) == ["mark.computed"]


@pytest.mark.parametrize(
    ("rule", "answers", "out"),
    [
        (Disqualifies.MAJORITY, (0, 0, 1), True),
        (Disqualifies.MAJORITY, (0, 1), False),
        (Disqualifies.MAJORITY, (0, 1, 1), False),
        (Disqualifies.ANY, (0, 1, 1), True),
        (Disqualifies.ANY, (1, 1, 1), False),
        (Disqualifies.ALL, (0, 0, 1), False),
        (Disqualifies.ALL, (0, 0, 0), True),
    ],
)
def test_whose_no_decides_is_a_rule_of_the_contest(
    rule: Disqualifies, answers: tuple[int, ...], *, out: bool
) -> None:
    score = scored(*(sheet(n, answer, 60) for n, answer in enumerate(answers)), rule=rule)

    failed = FailedQuestion("COMPUTED", "Q", answers.count(0), len(answers)) if out else None
    assert score.failed == failed
    assert (score.total is None) is out


def test_the_reason_of_a_group_left_out_names_the_question_and_the_sheets() -> None:
    book = book_of(COMPUTED)
    reason = standing_reason(scored(sheet(1, 0, 60), sheet(2, 0, 70), sheet(3, 1, 70)), "", book)

    assert reason.text == (
        "Descalificado en Ficha con padrón: 2 de 3 fichas dicen que no cumple «Todos los papeles de las bases»."
    )


def test_a_no_and_whatever_the_rules_say_carry_their_reason() -> None:
    explained = replace(IDEA, reason=ReasonRule.BELOW, reason_below=60)
    phase = replace(COMPUTED, criteria=(QUESTION, WOMEN, explained))

    assert refused(sheet(1, 0, 60, reason=" ")) == ["sheet.no_reason"]
    assert refused(sheet(1, 1, 59), phase=phase) == ["sheet.no_reason"]
    assert scored(sheet(1, 1, 60), phase=phase).exact_total == 65


def test_a_seal_covers_reasons_and_class_and_stays_as_it_was_without_them() -> None:
    def seal(one: CountedSheet) -> str:
        return seal_of(one, contest_code="C", application_code="C-001", rulebook_sha256="0")

    plain = sheet(1, 1, 60)
    explained = sheet(1, 0, 60, reason="Falta el acta.")

    assert seal(plain) == canonical_hash(
        {
            "contest": "C",
            "application": "C-001",
            "juror": 1,
            "phase": "COMPUTED",
            "rulebook_sha256": "0",
            "marks": {"Q": 1, "I": 60},
        }
    )
    assert seal(explained) != seal(sheet(1, 0, 60, reason="Falta el plano."))
    assert seal(plain) != seal(replace(plain, evaluator_class="JURY"))


MEMBERS = (
    RegisteredMember(1, "F", date(1997, 11, 28), "R", "0903010020"),
    RegisteredMember(2, "M", date(1996, 11, 28), "R", "0903010001"),
    RegisteredMember(3, "F", None, "U", "0903010002"),
    RegisteredMember(4, "M", date(2008, 11, 28), "R", "0903010021"),
)


@pytest.mark.parametrize(
    ("kind", "counts", "values"),
    [
        (FactKind.WOMEN, [True, False, True, False], ["F", "M", "F", "M"]),
        (FactKind.YOUTH, [True, False, False, True], ["29", "30", "", "18"]),
        (
            FactKind.RURAL,
            [True, False, False, True],
            ["R 0903010020", "R 0903010001", "U 0903010002", "R 0903010021"],
        ),
    ],
)
def test_a_fact_keeps_what_it_was_counted_from(kind: FactKind, counts: list[bool], values: list[str]) -> None:
    noted = note_fact(kind, MEMBERS, on=CLOSING)

    assert noted.figure == FactFigure(kind, sum(counts), 4)
    assert noted.evidence == [
        {"member": number, "counts": counted, "value": value}
        for number, (counted, value) in enumerate(zip(counts, values, strict=True), start=1)
    ]


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2000, 2, 29), date(2018, 2, 28), 17),
        (date(2000, 2, 29), date(2018, 3, 1), 18),
        (date(2000, 5, 1), date(2018, 5, 1), 18),
    ],
)
def test_an_age_is_in_full_years(born: date, day: date, age: int) -> None:
    assert age_on(born, day) == age


def test_only_facts_that_a_sheet_asks_for_are_noted() -> None:
    rural = replace(WOMEN, code="R", fact=FactKind.RURAL)
    phase = replace(COMPUTED, criteria=(rural, WOMEN, PRESENT))

    assert facts_asked(RULEBOOK) == ()
    assert facts_asked(book_of(phase)) == (FactKind.WOMEN, FactKind.RURAL)
