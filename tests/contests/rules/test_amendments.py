"""What an amendment may change, when, and which way."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from contest_portal.contests.rules.amendments import (
    AMENDABLE,
    Change,
    Facts,
    Item,
    Proposal,
    amended,
    amendment_problems,
    available,
    changes,
    proposal_of,
    reason_problem,
)
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.kernel.marks import Score
from contest_portal.kernel.money import ZERO, Money
from tests.factories.contests import CLOSES, OPENS, RULEBOOK

HOUR = timedelta(hours=1)
WHILE_OPEN = OPENS + HOUR
LATER: dict[Item, datetime | date] = {
    Item.OPENS_AT: OPENS + HOUR,
    Item.CLOSES_AT: CLOSES + HOUR,
    Item.FIELD_FROM: date(2026, 12, 2),
    Item.FIELD_TO: date(2026, 12, 5),
    Item.PUBLIC_ON: date(2026, 12, 10),
    Item.RESULTS_ON: date(2026, 12, 12),
}
EARLIER: dict[Item, datetime | date] = {
    Item.CLOSES_AT: CLOSES - HOUR,
    Item.FIELD_FROM: date(2026, 11, 30),
    Item.FIELD_TO: date(2026, 12, 3),
    Item.PUBLIC_ON: date(2026, 12, 8),
    Item.RESULTS_ON: date(2026, 12, 9),
}


def facts(
    state: str = "published", *, now: datetime = WHILE_OPEN, sent: int = 0, free: Money = ZERO
) -> Facts:
    return Facts(state=state, now=now, sent=sent, free=free)


def proposing(**parts: object) -> Rulebook:
    return amended(RULEBOOK, replace(proposal_of(RULEBOOK), **parts))  # type: ignore[arg-type]


def moved(item: Item, to: datetime | date) -> Rulebook:
    return proposing(calendar=replace(RULEBOOK.calendar, **{item.value: to}))


def enlarged(idea: int, running: int = 60_000) -> Rulebook:
    return proposing(envelopes={"IDEA": Money.soles(idea), "MARCHA": Money.soles(running)})


def codes(new: Rulebook, given: Facts) -> list[str]:
    return [problem.code for problem in amendment_problems(RULEBOOK, new, given)]


def test_every_item_has_its_line_in_the_table() -> None:
    assert set(AMENDABLE) == set(Item)


@pytest.mark.parametrize(
    ("state", "now", "sent", "expected"),
    [
        pytest.param("published", OPENS - HOUR, 0, set(Item), id="before-it-opens"),
        pytest.param("published", WHILE_OPEN, 0, set(Item) - {Item.OPENS_AT}, id="open"),
        pytest.param(
            "published", WHILE_OPEN, 1, set(Item) - {Item.OPENS_AT, Item.PURPOSE}, id="open-with-entries"
        ),
        pytest.param(
            "published",
            CLOSES,
            1,
            set(Item) - {Item.OPENS_AT, Item.PURPOSE, Item.MAX_AWARD, Item.GRACE_MINUTES},
            id="closed-nothing-opened",
        ),
        pytest.param(
            "evaluating",
            CLOSES,
            1,
            {
                Item.FIELD_TO,
                Item.PUBLIC_ON,
                Item.RESULTS_ON,
                Item.VENUE,
                Item.CLARIFICATION,
                Item.ENVELOPES,
            },
            id="being-judged",
        ),
        pytest.param("scored", CLOSES, 1, {Item.RESULTS_ON}, id="ranked"),
        pytest.param("allocated", CLOSES, 1, set(), id="allocated"),
        pytest.param("announced", CLOSES, 1, set(), id="announced"),
        pytest.param("draft", WHILE_OPEN, 0, set(), id="draft"),
    ],
)
def test_what_may_change_when(state: str, now: datetime, sent: int, expected: set[Item]) -> None:
    assert available(facts(state, now=now, sent=sent), RULEBOOK) == expected


@pytest.mark.parametrize("item", [item for item in LATER if item is not Item.OPENS_AT], ids=str)
def test_a_date_moves_later(item: Item) -> None:
    assert codes(moved(item, LATER[item]), facts()) == []


def test_the_opening_moves_later_until_it_came() -> None:
    new = moved(Item.OPENS_AT, LATER[Item.OPENS_AT])

    assert (codes(new, facts(now=OPENS - HOUR)), codes(new, facts())) == ([], ["amendment.opened"])


@pytest.mark.parametrize("item", EARLIER, ids=str)
def test_a_date_never_moves_earlier(item: Item) -> None:
    assert "amendment.earlier" in codes(moved(item, EARLIER[item]), facts())


def test_dates_must_still_follow_one_another() -> None:
    assert codes(moved(Item.CLOSES_AT, CLOSES + timedelta(days=10)), facts()) == ["calendar.out_of_order"]


@pytest.mark.parametrize(
    ("state", "closes_at", "expected"),
    [
        pytest.param("published", CLOSES + 3 * HOUR, [], id="reopened"),
        pytest.param("published", CLOSES + HOUR, ["calendar.closed_already"], id="still-past"),
        pytest.param("evaluating", CLOSES + 3 * HOUR, ["amendment.state"], id="evaluation-opened"),
    ],
)
def test_a_passed_deadline_moves_while_nothing_was_opened(
    state: str, closes_at: datetime, expected: list[str]
) -> None:
    now = CLOSES + 2 * HOUR

    assert codes(moved(Item.CLOSES_AT, closes_at), facts(state, now=now, sent=4)) == expected


@pytest.mark.parametrize(
    ("idea", "free", "expected"),
    [
        pytest.param(45_000, 5_000, [], id="up-within-the-fund"),
        pytest.param(45_000, 4_999, ["categories.fund_room"], id="beyond-the-fund"),
        pytest.param(39_999, 5_000, ["amendment.lower"], id="down"),
    ],
)
def test_an_envelope_only_rises_within_the_fund(idea: int, free: int, expected: list[str]) -> None:
    assert codes(enlarged(idea), facts(free=Money.soles(free))) == expected


def test_money_may_not_go_from_one_envelope_to_the_other() -> None:
    assert codes(enlarged(45_000, 55_000), facts()) == ["amendment.lower"]


@pytest.mark.parametrize(
    ("amount", "now", "expected"),
    [
        pytest.param(25_000, WHILE_OPEN, [], id="up"),
        pytest.param(15_000, WHILE_OPEN, ["amendment.lower"], id="down"),
        pytest.param(25_000, CLOSES, ["amendment.closed"], id="after-the-deadline"),
    ],
)
def test_the_greatest_award_rises_while_groups_can_still_ask_for_it(
    amount: int, now: datetime, expected: list[str]
) -> None:
    assert codes(proposing(max_award=Money.soles(amount)), facts(now=now, sent=1)) == expected


def test_the_purpose_stays_once_somebody_sent() -> None:
    new = proposing(purpose="Otra finalidad")

    assert (codes(new, facts()), codes(new, facts(sent=1))) == ([], ["amendment.entries"])


def test_a_clarification_is_added_and_the_earlier_ones_stay() -> None:
    base = replace(RULEBOOK, clarifications=("La primera.",))

    new = amended(base, replace(proposal_of(base), clarification="La segunda."))

    assert new.clarifications == ("La primera.", "La segunda.")
    assert amendment_problems(base, new, facts(sent=1)) == ()


@pytest.mark.parametrize(
    "new",
    [
        pytest.param(
            replace(RULEBOOK, venue="Anta", scoring=replace(RULEBOOK.scoring, pass_mark=Score(6000, 2))),
            id="pass-mark",
        ),
        pytest.param(replace(RULEBOOK, venue="Anta", phases=RULEBOOK.phases[:1]), id="phases"),
        pytest.param(replace(RULEBOOK, venue="Anta", lines=RULEBOOK.lines[:1]), id="lines"),
        pytest.param(
            replace(RULEBOOK, venue="Anta", group=replace(RULEBOOK.group, max_households=9)), id="group"
        ),
        pytest.param(
            replace(RULEBOOK, venue="Anta", budget=replace(RULEBOOK.budget, min_award=Money.soles(1))),
            id="least-award",
        ),
        pytest.param(replace(RULEBOOK, venue="Anta", title="Otro"), id="title"),
    ],
)
def test_what_is_not_in_the_table_never_changes(new: Rulebook) -> None:
    assert codes(new, facts()) == ["amendment.frozen"]


def test_an_amendment_changes_something() -> None:
    assert codes(RULEBOOK, facts()) == ["amendment.nothing"]


def test_changes_are_listed_from_and_to() -> None:
    proposal = Proposal(
        calendar=replace(RULEBOOK.calendar, closes_at=CLOSES + HOUR),
        venue="Anta",
        purpose=RULEBOOK.purpose,
        clarification="Basta una copia.",
        max_award=Money.soles(21_000),
        envelopes={"MARCHA": Money.soles(61_000)},
    )

    assert changes(RULEBOOK, amended(RULEBOOK, proposal)) == (
        Change(Item.CLOSES_AT, CLOSES, CLOSES + HOUR),
        Change(Item.VENUE, "", "Anta"),
        Change(Item.CLARIFICATION, "", "Basta una copia."),
        Change(Item.MAX_AWARD, Money.soles(20_000), Money.soles(21_000)),
        Change(Item.ENVELOPES, Money.soles(60_000), Money.soles(61_000), subject="En marcha"),
    )


@pytest.mark.parametrize(
    ("reason", "codes"),
    [
        ("Lluvias   ", ["amendment.reason"]),
        ("Hubo lluvia", []),
        ("x" * 1000, []),
        ("x" * 1001, ["amendment.reason"]),
    ],
    ids=["too-short", "enough", "longest", "too-long"],
)
def test_the_reason_is_a_sentence(reason: str, codes: list[str]) -> None:
    problem = reason_problem(reason)

    assert ([] if problem is None else [problem.code]) == codes


def test_the_contest_s_money_is_the_sum_of_its_envelopes() -> None:
    assert enlarged(45_000, 61_000).fund == Money.soles(106_000)


def test_a_draft_reads_back_as_its_proposal() -> None:
    proposal = replace(proposal_of(RULEBOOK), venue="Anta", clarification="Basta una copia.")

    assert proposal_of(amended(RULEBOOK, proposal), base=RULEBOOK) == proposal
