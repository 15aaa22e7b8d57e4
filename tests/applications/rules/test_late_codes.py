"""On what ground something late is taken, and when a code may be given or used."""

from dataclasses import replace
from datetime import timedelta

import pytest

from contest_portal.applications.rules.late_codes import (
    LATE_CODE,
    LateCodeFacts,
    WantedCode,
    giving_problems,
)
from contest_portal.applications.rules.lifecycle import (
    APPLICATION,
    ApplicationFacts,
    Ground,
    closed_to_draft,
    ground_of,
    open_until,
)
from tests.factories.contests import CLOSES, OPENS
from tests.factories.late_codes import GRACE, REASON, VALID_UNTIL

TICK = timedelta(microseconds=1)
PLAIN = ApplicationFacts(at=OPENS, opens_at=OPENS, closes_at=CLOSES, begun_at=OPENS)
BORNE = replace(PLAIN, grace_until=CLOSES + GRACE)
CODED = replace(PLAIN, code_until=VALID_UNTIL)
BOTH = replace(BORNE, code_until=VALID_UNTIL)
BEGUN_LATE = {"begun_at": CLOSES}


@pytest.mark.parametrize(
    ("facts", "at", "ground"),
    [
        (PLAIN, CLOSES - TICK, Ground.IN_TIME),
        (PLAIN, CLOSES, None),
        (BORNE, CLOSES - TICK, Ground.IN_TIME),
        (BORNE, CLOSES, Ground.GRACE),
        (BORNE, CLOSES + GRACE - TICK, Ground.GRACE),
        (BORNE, CLOSES + GRACE, None),
        (replace(BORNE, **BEGUN_LATE), CLOSES, None),
        (replace(BORNE, begun_at=CLOSES - TICK), CLOSES, Ground.GRACE),
        (CODED, CLOSES - TICK, Ground.IN_TIME),
        (CODED, CLOSES, Ground.CODE),
        (replace(CODED, **BEGUN_LATE), CLOSES, Ground.CODE),
        (CODED, VALID_UNTIL - TICK, Ground.CODE),
        (CODED, VALID_UNTIL, None),
        (BOTH, CLOSES, Ground.GRACE),
        (BOTH, CLOSES + GRACE, Ground.CODE),
    ],
)
def test_ground_on_which_a_draft_is_taken(facts: ApplicationFacts, at: object, ground: Ground | None) -> None:
    facts = replace(facts, at=at)

    assert ground_of(facts) == ground
    assert [problem.code for problem in closed_to_draft(facts)] == ([] if ground else ["application.late"])


@pytest.mark.parametrize(
    ("facts", "at", "until"),
    [
        (PLAIN, OPENS, CLOSES),
        (BOTH, OPENS, CLOSES),
        (PLAIN, CLOSES, CLOSES),
        (BORNE, CLOSES, CLOSES + GRACE),
        (replace(BORNE, **BEGUN_LATE), CLOSES, CLOSES),
        (BOTH, CLOSES, VALID_UNTIL),
    ],
)
def test_a_group_is_shown_the_closing_first(facts: ApplicationFacts, at: object, until: object) -> None:
    assert open_until(replace(facts, at=at)) == until


@pytest.mark.parametrize(("at", "codes"), [(CLOSES - TICK, 1), (CLOSES, 1), (VALID_UNTIL, 1)])
def test_nothing_comes_once_the_jury_works(at: object, codes: int) -> None:
    facts = replace(CODED, at=at, contest_state="evaluating")

    assert len(closed_to_draft(facts)) == codes


@pytest.mark.parametrize("action", ["withdraw", "reopen"])
def test_what_was_sent_is_not_taken_back_late(action: str) -> None:
    assert [one.code for one in APPLICATION.problems(action, replace(BOTH, at=CLOSES))] == [
        "application.late"
    ]


FACTS = LateCodeFacts(CLOSES, "published", VALID_UNTIL)
WANTED = WantedCode(FACTS, CLOSES, REASON, rules_allow=True, sent_state=None, has_open_code=False)


@pytest.mark.parametrize(
    ("wanted", "codes"),
    [
        (WANTED, []),
        (replace(WANTED, sent_state="draft"), []),
        (replace(WANTED, facts=replace(FACTS, at=OPENS)), []),
        (replace(WANTED, rules_allow=False), ["late_code.not_in_rules"]),
        (replace(WANTED, facts=replace(FACTS, contest_state="evaluating")), ["late_code.evaluating"]),
        (replace(WANTED, facts=replace(FACTS, valid_until=CLOSES)), ["late_code.hour"]),
        (replace(WANTED, facts=replace(FACTS, at=VALID_UNTIL)), ["late_code.hour"]),
        (replace(WANTED, sent_state="submitted"), ["late_code.sent"]),
        (replace(WANTED, sent_state="withdrawn"), ["late_code.sent"]),
        (replace(WANTED, has_open_code=True), ["late_code.has_one"]),
        (replace(WANTED, on_paper=True), ["late_code.on_paper"]),
        (replace(WANTED, reason="  Antena    "), ["late_code.reason"]),
        (replace(WANTED, reason="x" * 301), ["late_code.reason"]),
        (replace(WANTED, rules_allow=False, reason=""), ["late_code.not_in_rules", "late_code.reason"]),
    ],
)
def test_giving_is_refused_with_every_reason(wanted: WantedCode, codes: list[str]) -> None:
    assert [problem.code for problem in giving_problems(wanted)] == codes


@pytest.mark.parametrize(
    ("facts", "codes"),
    [
        (replace(FACTS, at=VALID_UNTIL - TICK), []),
        (replace(FACTS, at=VALID_UNTIL), ["late_code.expired"]),
        (replace(FACTS, contest_state="evaluating"), ["late_code.evaluating"]),
    ],
)
def test_a_code_is_used_until_its_hour(facts: LateCodeFacts, codes: list[str]) -> None:
    assert [problem.code for problem in LATE_CODE.problems("use", facts)] == codes
