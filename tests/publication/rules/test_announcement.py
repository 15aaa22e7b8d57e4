"""What an announcement waits for."""

import pytest

from contest_portal.awards.documents.acta import ACTA
from contest_portal.awards.documents.resolution import RESOLUTION
from contest_portal.publication.rules.announcement import (
    AnnouncementFacts,
    announcement_problems,
    checklist,
)

BOTH = frozenset({"acta", "resolution"})
READY = AnnouncementFacts(is_approved=True, issued_kinds=BOTH, printed_kinds=BOTH)


def test_nothing_is_missing_when_all_is_there() -> None:
    assert announcement_problems(READY) == ()


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (
            AnnouncementFacts(is_approved=False, issued_kinds=BOTH, printed_kinds=BOTH),
            ["allocation_approved"],
        ),
        (
            AnnouncementFacts(
                is_approved=True,
                issued_kinds=frozenset({"resolution"}),
                printed_kinds=frozenset({"resolution"}),
            ),
            ["acta_issued"],
        ),
        (
            AnnouncementFacts(is_approved=True, issued_kinds=BOTH, printed_kinds=frozenset({"acta"})),
            ["resolution_issued"],
        ),
        (
            AnnouncementFacts(is_approved=False),
            ["allocation_approved", "acta_issued", "resolution_issued"],
        ),
    ],
    ids=["not approved", "no acta", "resolution not printed", "nothing"],
)
def test_everything_missing_is_named(facts: AnnouncementFacts, expected: list[str]) -> None:
    assert [problem.code for problem in announcement_problems(facts)] == [
        f"announcement.{code}" for code in expected
    ]


def test_the_checklist_and_the_refusal_say_the_same() -> None:
    facts = AnnouncementFacts(is_approved=True, issued_kinds=frozenset({"acta"}))

    missing = [item.next_step for item in checklist(facts) if not item.met]

    assert missing == [problem.message for problem in announcement_problems(facts)]


def test_the_kinds_are_those_of_the_documents() -> None:
    assert {ACTA.code, RESOLUTION.code} == BOTH
