"""What somebody decided about their data: which decision stands, what follows, what may be noted."""

from dataclasses import replace
from datetime import date

import pytest

from contest_portal.registry.rules.consent import (
    ConsentPaper,
    Decided,
    Decision,
    Purpose,
    consent_problems,
    may_be_named,
    standing,
    undo_problems,
)

TODAY = date(2026, 11, 23)
MAY, JUNE = date(2026, 5, 4), date(2026, 6, 1)
GIVEN, REFUSED, WITHDRAWN = Decision.GIVEN, Decision.REFUSED, Decision.WITHDRAWN
WORK, STUDY = Purpose.WORK, Purpose.STUDY
PAPER = ConsentPaper(GIVEN, frozenset({WORK}), MAY, "Formato firmado, folio 12", "Irma Solís")


def said(decision: Decision, *purposes: Purpose, on: date = MAY, number: int = 1) -> Decided:
    return Decided(decision, frozenset(purposes), on, number)


@pytest.mark.parametrize(
    ("decision", "purpose", "is_named"),
    [
        (None, Purpose.WORK, True),
        (None, Purpose.SHARING, False),
        (None, Purpose.STUDY, False),
        (None, Purpose.IMAGE, False),
        *((GIVEN, purpose, True) for purpose in Purpose),
        *((REFUSED, purpose, False) for purpose in Purpose),
        *((WITHDRAWN, purpose, False) for purpose in Purpose),
    ],
)
def test_a_name_leaves_with_consent_or_for_the_programme_s_own_work(
    decision: Decision | None, purpose: Purpose, *, is_named: bool
) -> None:
    assert may_be_named(decision, purpose) is is_named


@pytest.mark.parametrize(
    ("decided", "found"),
    [
        ([], None),
        ([said(GIVEN, WORK)], GIVEN),
        ([said(GIVEN, STUDY)], None),
        ([said(GIVEN, WORK), said(WITHDRAWN, WORK, on=JUNE, number=2)], WITHDRAWN),
        ([said(WITHDRAWN, WORK, on=JUNE, number=1), said(GIVEN, WORK, on=MAY, number=2)], WITHDRAWN),
        ([said(GIVEN, WORK, number=1), said(REFUSED, WORK, number=2)], REFUSED),
        ([said(GIVEN, WORK, STUDY), said(REFUSED, STUDY, on=JUNE, number=2)], GIVEN),
    ],
    ids=[
        "none",
        "one",
        "of another use",
        "later",
        "noted later of an earlier day",
        "same day",
        "one use of two",
    ],
)
def test_the_last_decision_about_a_use_stands(decided: list[Decided], found: Decision | None) -> None:
    assert standing(decided, WORK) is found


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({}, []),
        ({"on_date": TODAY}, []),
        ({"on_date": date(2026, 11, 24)}, ["consent.on_date"]),
        ({"on_date": date(2011, 7, 2)}, ["consent.on_date"]),
        ({"on_date": date(2012, 1, 1)}, ["consent.on_date"]),
        ({"purposes": frozenset()}, ["consent.purposes"]),
        ({"paper": "sí"}, ["consent.paper"]),
        ({"paper": "x" * 201}, ["consent.paper"]),
        ({"received_by": "yo"}, ["consent.received_by"]),
        ({"received_by": "x" * 81}, ["consent.received_by"]),
        ({"decision": WITHDRAWN}, ["consent.decision"]),
        (
            {"purposes": frozenset(), "paper": "", "received_by": ""},
            ["consent.purposes", "consent.paper", "consent.received_by"],
        ),
    ],
)
def test_a_decision_has_a_use_a_day_a_paper_and_who_received_it(
    changed: dict[str, object], found: list[str]
) -> None:
    paper = replace(PAPER, **changed)  # type: ignore[arg-type]

    problems = consent_problems(paper, [], today=TODAY, born=date(2012, 3, 1))

    assert [problem.code for problem in problems] == found


@pytest.mark.parametrize(
    ("before", "purposes", "is_good"),
    [
        ([said(GIVEN, WORK)], {WORK}, True),
        ([said(GIVEN, WORK, STUDY)], {WORK, STUDY}, True),
        ([said(GIVEN, WORK)], {WORK, STUDY}, False),
        ([said(REFUSED, WORK)], {WORK}, False),
        ([said(GIVEN, WORK, on=date(2026, 7, 1))], {WORK}, False),
        ([said(GIVEN, WORK), said(WITHDRAWN, WORK, number=2)], {WORK}, False),
    ],
)
def test_only_what_was_given_is_withdrawn(
    before: list[Decided], purposes: set[Purpose], *, is_good: bool
) -> None:
    paper = replace(PAPER, decision=WITHDRAWN, purposes=frozenset(purposes), on_date=JUNE)

    assert (consent_problems(paper, before, today=TODAY) == ()) is is_good


@pytest.mark.parametrize(
    ("reason", "is_undone", "found"),
    [
        ("Era otra persona.", False, []),
        ("no", False, ["consent.reason"]),
        ("x" * 301, False, ["consent.reason"]),
        ("Era otra persona.", True, ["consent.undone"]),
    ],
)
def test_what_was_noted_is_taken_back_once_and_with_a_reason(
    reason: str, found: list[str], *, is_undone: bool
) -> None:
    assert [problem.code for problem in undo_problems(reason, is_undone=is_undone)] == found
