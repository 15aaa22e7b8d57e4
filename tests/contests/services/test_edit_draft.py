"""A draft is changed part by part; each part keeps its own checks."""

import json
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import product

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import Office
from contest_portal.accounts.rules.actor import Act, Role
from contest_portal.contests.models import Contest, ProductionLine
from contest_portal.contests.queries import read_rulebook
from contest_portal.contests.rules.draft_changes import PhaseOutline, SheetOutline
from contest_portal.contests.rules.lifecycle import ContestState
from contest_portal.contests.rules.rulebook import (
    Category,
    Criterion,
    GroupRules,
    Line,
    Phase,
    Rulebook,
    ScoringRules,
    TieBreak,
    TieKind,
)
from contest_portal.contests.rules.rulebook_checks import Part
from contest_portal.contests.services.change_draft import change_draft
from contest_portal.contests.services.edit_basics import edit_basics
from contest_portal.contests.services.edit_budget_and_group import edit_budget_and_group
from contest_portal.contests.services.edit_calendar import edit_calendar
from contest_portal.contests.services.edit_categories import edit_categories
from contest_portal.contests.services.edit_lines import edit_lines
from contest_portal.contests.services.edit_phases import edit_phases
from contest_portal.contests.services.edit_scoring import edit_scoring
from contest_portal.contests.services.edit_sheet import edit_sheet
from contest_portal.contests.services.edit_territory import edit_territory
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.marks import Score
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import NotFound, NotPermitted, Refused, Stale, WrongState
from tests.factories.accounts import make_user
from tests.factories.contests import FIELD, PUBLIC, RULEBOOK, make_contest
from tests.factories.registry import make_district

CALENDAR = replace(RULEBOOK.calendar, results_on=date(2026, 12, 20))
BACKWARDS = replace(RULEBOOK.calendar, closes_at=RULEBOOK.calendar.opens_at - timedelta(days=1))
OUTLINES = (
    PhaseOutline("CAMPO", "Campo", 50, Fraction(1, 2), "FIELD"),
    PhaseOutline("PUBLIC", "Pública", 50, None, "PUBLIC"),
)


@pytest.fixture
def contest(session: Session, office: Office) -> Contest:
    return make_contest(session, office, make_user(session, Role.STAFF), state="draft")


def book_of(contest: Contest) -> Rulebook:
    return read_rulebook(contest.draft)


def at(contest: Contest) -> dict[str, int]:
    return {"contest_id": contest.id, "expected_version": contest.version}


def codes(refusal: pytest.ExceptionInfo[Refused]) -> list[tuple[str, str]]:
    return [(problem.code, problem.field) for problem in refusal.value.problems]


def test_basics_are_kept_in_the_rules_and_on_the_contest(
    session: Session, staff: Act, contest: Contest
) -> None:
    edit_basics(
        session, staff, **at(contest), code="II-2026", title="II Concurso", purpose="Para qué", venue="Plaza"
    )

    book = book_of(contest)
    assert (contest.code, contest.title, book.code, book.title, book.purpose, book.venue) == (
        "II-2026",
        "II Concurso",
        "II-2026",
        "II Concurso",
        "Para qué",
        "Plaza",
    )


def test_basics_may_keep_the_code(session: Session, staff: Act, contest: Contest) -> None:
    edit_basics(session, staff, **at(contest), code=contest.code, title="Otro", purpose="", venue="")

    assert contest.title == "Otro"


def test_basics_may_not_take_the_code_of_another_contest(
    session: Session, staff: Act, contest: Contest, office: Office
) -> None:
    other = make_contest(session, office, make_user(session, Role.STAFF))

    with pytest.raises(Refused) as refusal:
        edit_basics(session, staff, **at(contest), code=other.code, title="Otro", purpose="", venue="")

    assert codes(refusal) == [("basics.code_taken", "code")]


def test_the_calendar_is_kept(session: Session, staff: Act, contest: Contest) -> None:
    edit_calendar(session, staff, **at(contest), calendar=CALENDAR)

    assert book_of(contest).calendar == CALENDAR


def test_a_calendar_that_closes_before_it_opens_changes_nothing(
    session: Session, staff: Act, contest: Contest
) -> None:
    with pytest.raises(Refused) as refusal:
        edit_calendar(session, staff, **at(contest), calendar=BACKWARDS)

    assert (codes(refusal), book_of(contest).calendar) == (
        [("calendar.closes_before_it_opens", "closes_at")],
        RULEBOOK.calendar,
    )


def test_the_territory_is_kept_in_order_and_once(session: Session, staff: Act, contest: Contest) -> None:
    make_district(session, "090302", name="Anchonga")
    make_district(session, "090301")

    edit_territory(session, staff, **at(contest), territory=("090302", "090301", "090302"))

    assert book_of(contest).territory == ("090301", "090302")


def test_a_district_that_the_registry_does_not_know_is_refused(
    session: Session, staff: Act, contest: Contest
) -> None:
    make_district(session, "090301")

    with pytest.raises(Refused) as refusal:
        edit_territory(session, staff, **at(contest), territory=("090301", "999999"))

    assert codes(refusal) == [("territory.unknown", "territory")]


def test_lines_are_copied_from_the_catalogue(session: Session, staff: Act, contest: Contest) -> None:
    session.add_all([ProductionLine(code="miel", name="Miel"), ProductionLine(code="cuyes", name="Cuyes")])
    session.flush()

    edit_lines(session, staff, **at(contest), codes=("miel", "cuyes"))

    assert book_of(contest).lines == (Line("cuyes", "Cuyes"), Line("miel", "Miel"))


def test_a_line_outside_the_catalogue_is_refused(session: Session, staff: Act, contest: Contest) -> None:
    with pytest.raises(Refused) as refusal:
        edit_lines(session, staff, **at(contest), codes=("oro",))

    assert codes(refusal) == [("lines.empty", "lines"), ("lines.unknown", "lines")]


def test_envelopes_are_kept_with_the_money_of_the_contest(
    session: Session, staff: Act, contest: Contest
) -> None:
    categories = (Category("UNICA", "Única", Money.soles(80_000)),)

    edit_categories(session, staff, **at(contest), fund=Money.soles(80_000), categories=categories)

    assert (book_of(contest).fund, book_of(contest).categories) == (Money.soles(80_000), categories)


def test_envelopes_over_the_fund_change_nothing(session: Session, staff: Act, contest: Contest) -> None:
    categories = (Category("A", "A", Money.soles(70_000)), Category("B", "B", Money.soles(70_000)))

    with pytest.raises(Refused) as refusal:
        edit_categories(session, staff, **at(contest), fund=Money.soles(100_000), categories=categories)

    assert (codes(refusal), book_of(contest).categories) == (
        [("categories.sum", "envelopes")],
        RULEBOOK.categories,
    )


def test_a_contest_may_not_take_more_than_its_fund_has(
    session: Session, staff: Act, contest: Contest
) -> None:
    categories = (Category("A", "A", Money.soles(140_000)),)

    with pytest.raises(Refused) as refusal:
        edit_categories(session, staff, **at(contest), fund=Money.soles(140_000), categories=categories)

    assert codes(refusal) == [("categories.fund_room", "fund")]


def test_a_renamed_phase_keeps_its_sheet_and_its_place_in_the_tie_chain(
    session: Session, staff: Act, contest: Contest
) -> None:
    edit_phases(session, staff, **at(contest), phases=OUTLINES, total_points=100)

    book = book_of(contest)
    assert (book.phases, book.scoring.tie_breaks[0]) == (
        (
            Phase("CAMPO", "Campo", 50, FIELD.criteria, Fraction(1, 2)),
            Phase("PUBLIC", "Pública", 50, PUBLIC.criteria),
        ),
        TieBreak(TieKind.PHASE_SCORE, "CAMPO"),
    )


def test_phases_are_added_removed_and_reordered(session: Session, staff: Act, contest: Contest) -> None:
    phases = (PhaseOutline("PUBLIC", "Pública", 50, None, "PUBLIC"), PhaseOutline("GABINETE", "Gabinete", 70))

    edit_phases(session, staff, **at(contest), phases=phases, total_points=120)

    assert [(phase.code, phase.criteria) for phase in book_of(contest).phases] == [
        ("PUBLIC", PUBLIC.criteria),
        ("GABINETE", ()),
    ]


def test_phases_that_miss_the_whole_are_refused(session: Session, staff: Act, contest: Contest) -> None:
    with pytest.raises(Refused) as refusal:
        edit_phases(session, staff, **at(contest), phases=OUTLINES[:1], total_points=100)

    assert codes(refusal) == [("phases.sum", "phases")]


def test_a_sheet_is_kept_for_its_phase_alone(session: Session, staff: Act, contest: Contest) -> None:
    criteria = (Criterion("A", "", "Uno", 20), Criterion("B", "", "Dos", 5, weight=6))

    edit_sheet(session, staff, **at(contest), phase_code="PUBLIC", sheet=SheetOutline(criteria))

    assert book_of(contest).phases == (FIELD, replace(PUBLIC, criteria=criteria))


def test_a_sheet_that_does_not_add_up_changes_nothing(session: Session, staff: Act, contest: Contest) -> None:
    with pytest.raises(Refused) as refusal:
        edit_sheet(
            session,
            staff,
            **at(contest),
            phase_code="PUBLIC",
            sheet=SheetOutline((Criterion("A", "", "Uno", 49),)),
        )

    assert (codes(refusal), book_of(contest).phases) == ([("sheet.sum", "criteria")], RULEBOOK.phases)


def test_a_sheet_of_an_unknown_phase_is_not_found(session: Session, staff: Act, contest: Contest) -> None:
    with pytest.raises(NotFound):
        edit_sheet(session, staff, **at(contest), phase_code="OTRA", sheet=SheetOutline(()))


def test_scoring_is_kept_but_for_what_the_phases_add_up_to(
    session: Session, staff: Act, contest: Contest
) -> None:
    scoring = ScoringRules(Score(655, 1), 3, decimals=1, tie_breaks=(TieBreak(TieKind.LOT),), total_points=7)

    edit_scoring(session, staff, **at(contest), scoring=scoring)

    assert book_of(contest).scoring == replace(scoring, total_points=100)


def test_scoring_without_a_tie_chain_is_refused(session: Session, staff: Act, contest: Contest) -> None:
    with pytest.raises(Refused) as refusal:
        edit_scoring(session, staff, **at(contest), scoring=replace(RULEBOOK.scoring, tie_breaks=()))

    assert codes(refusal) == [("scoring.no_tie_break", "tie_breaks")]


def test_budget_and_group_are_kept(session: Session, staff: Act, contest: Contest) -> None:
    budget = replace(RULEBOOK.budget, goods_percent=70, assistance_percent=30)
    group = GroupRules(min_households=4, max_households=5, one_group_per_household=False)

    edit_budget_and_group(
        session,
        staff,
        **at(contest),
        budget=budget,
        group=group,
        allocation_rule="merit_order",
        allocation_rules={"merit_order"},
    )

    assert (book_of(contest).budget, book_of(contest).group) == (budget, group)


def test_every_problem_of_budget_and_group_is_named_at_once(
    session: Session, staff: Act, contest: Contest
) -> None:
    with pytest.raises(Refused) as refusal:
        edit_budget_and_group(
            session,
            staff,
            **at(contest),
            budget=replace(RULEBOOK.budget, goods_percent=70),
            group=GroupRules(min_households=9),
            allocation_rule="by_lot",
            allocation_rules={"merit_order"},
        )

    assert codes(refusal) == [
        ("budget.split", "assistance_percent"),
        ("budget.group_size", "max_households"),
        ("budget.unknown_allocation_rule", "allocation_rule"),
    ]


def test_a_change_is_on_record_with_its_part(session: Session, staff: Act, contest: Contest) -> None:
    edit_calendar(session, staff, **at(contest), calendar=CALENDAR)

    row = session.scalars(select(AuditRow).where(AuditRow.action == "contest.edited")).one()
    assert (row.subject, json.loads(row.data)) == (
        f"contest:{contest.id}",
        {"part": "calendar", "version": 2},
    )


def test_a_change_of_an_old_reading_is_stale(session: Session, staff: Act, contest: Contest) -> None:
    read = at(contest)
    edit_calendar(session, staff, **read, calendar=CALENDAR)

    with pytest.raises(Stale):
        edit_calendar(session, staff, **read, calendar=RULEBOOK.calendar)


def test_no_part_of_the_rules_changes_once_the_contest_is_published(
    session: Session, staff: Act, office: Office
) -> None:
    author = make_user(session, Role.STAFF)
    contests = [
        make_contest(session, office, author, state=state) for state in ContestState if state != "draft"
    ]
    before = [contest.draft for contest in contests]

    for contest, part in product(contests, Part):
        with pytest.raises(WrongState, match=r"contest\.frozen"):
            change_draft(session, staff, **at(contest), part=part, change=replace)

    assert ([contest.draft for contest in contests], len(contests)) == (before, 5)


def test_the_secretary_may_not_change_a_draft(session: Session, secretary: Act, contest: Contest) -> None:
    with pytest.raises(NotPermitted):
        edit_calendar(session, secretary, **at(contest), calendar=CALENDAR)


def test_an_unknown_contest_is_not_found(session: Session, staff: Act) -> None:
    with pytest.raises(NotFound):
        edit_calendar(session, staff, contest_id=999_999, expected_version=1, calendar=CALENDAR)
