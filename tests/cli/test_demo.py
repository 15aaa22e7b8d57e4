"""The demonstration, looked at from all sides. The browser tests load and walk it on the embedded database."""

import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.allocation.queries import allocation_lines, approved_run, awards_of
from contest_portal.allocation.reserve_queries import calls_of
from contest_portal.allocation.rules.offers import Rise
from contest_portal.app import create_app
from contest_portal.applications.models import Application
from contest_portal.applications.newcomers import newcomer_of, newcomer_view
from contest_portal.applications.paper_models import PaperEntry
from contest_portal.applications.paper_queries import paper_view
from contest_portal.applications.queries import applications_in, entrants, members_of, profile_of
from contest_portal.applications.screening_queries import screening_lines, version_count
from contest_portal.awards.follow_up_queries import award_lines
from contest_portal.cli.demo.at_counter import NEWCOMER
from contest_portal.cli.demo.cast import OFFICE_PLAYERS, act_of
from contest_portal.cli.demo.entries import demo_groups, demo_marks
from contest_portal.cli.demo.nesting import CODE as NESTED
from contest_portal.cli.demo.nesting import GAVE_BACK
from contest_portal.cli.demo.own_questions import ANSWERS, OPEN_FORM
from contest_portal.cli.demo.story import BY_HAND
from contest_portal.config import Settings
from contest_portal.contests.queries import (
    contest_by_code,
    contests,
    envelopes_of,
    published_contests,
    rulebook_of,
)
from contest_portal.contests.question_queries import questions_in
from contest_portal.documents.queries import unprinted_documents
from contest_portal.kernel.audit import verify_chain
from contest_portal.kernel.clock import utc_now
from contest_portal.kernel.database import Database
from contest_portal.kernel.money import Money
from contest_portal.publication.invariants import broken_invariants
from contest_portal.registry.component_totals import TotalsFilter, component_totals
from contest_portal.registry.models.consents import PersonConsent
from contest_portal.registry.models.memberships import Membership
from contest_portal.registry.queries.components import component_kinds, group_holdings
from contest_portal.registry.queries.export_requests import waiting_for
from contest_portal.registry.queries.memberships import counted_programmes
from contest_portal.registry.queries.nuclei import central_nuclei
from contest_portal.scoring.paper_models import SheetPaper
from contest_portal.scoring.paper_queries import sheet_papers
from contest_portal.scoring.queries import RankedLine, ranking
from contest_portal.trials.desk import TrialDesk
from tests.browser.demonstration import FOR_DESIGNERS
from tests.browser.loading import demo_folder as demo_folder
from tests.browser.serving import make_app
from tests.conftest import StandingClock

FIRST = "CERI-2026-01"


@pytest.fixture(scope="session")
def database_kind(pytestconfig: pytest.Config) -> str:
    """Loading takes half a minute, so on PostgreSQL it is tried only where everything is tried on both."""
    return "postgresql" if pytestconfig.getoption("all_on_both") else "sqlite"


@pytest.fixture(scope="module")
def demo_app(
    database_kind: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """The demonstration as `bin/demo` loads it: a copy of the one that browsers look at, or loaded here."""
    if database_kind == "sqlite":
        folder = tmp_path_factory.mktemp("demo") / "copy"
        shutil.copytree(request.getfixturevalue("demo_folder"), folder)
        app = make_app(folder, "https://fondos.example", StandingClock(utc_now()))
    else:
        settings = Settings(
            environment="testing",
            database_url=request.getfixturevalue("own_database_url"),
            secret_key="demo test",
            storage_dir=tmp_path_factory.mktemp("demo") / "storage",
            public_url="https://fondos.example",
        )
        app = create_app(settings)
        result = app.test_cli_runner().invoke(args=["demo", "load"])
        assert result.exception is None, result.output
    yield app
    app.extensions["database"].engine.dispose()


@pytest.fixture
def told(demo_app: Flask) -> Iterator[Session]:
    database: Database = demo_app.extensions["database"]
    with database.reading() as session:
        yield session


@pytest.fixture
def first_contest(told: Session) -> int:
    return contest_by_code(told, FIRST).id


@pytest.fixture
def lines(told: Session, first_contest: int) -> dict[str, RankedLine]:
    return {line.group_name: line for line in ranking(told, first_contest)}


def test_eighteen_groups_of_three_to_six_households_enter(lines: dict[str, RankedLine]) -> None:
    assert sorted(lines) == sorted(group.name for group in demo_groups())
    assert Counter(len(group.members) for group in demo_groups()) == {3: 4, 4: 9, 5: 4, 6: 1}


def test_two_ties_are_broken_by_the_declared_chain(lines: dict[str, RankedLine]) -> None:
    tied = {name: (str(line.total), line.place) for name, line in lines.items() if line.tie_note}

    assert tied == {
        "Qumir Wayra": ("80.00", 4),
        "Misk'i Lachiwa": ("80.00", 5),
        "Hilando Futuro": ("83.10", 3),
        "Truchas Ojo de Agua": ("83.10", 4),
    }


def test_one_group_misses_the_pass_mark_by_half_a_point(lines: dict[str, RankedLine]) -> None:
    line = lines["Sisa Pampa"]

    assert (str(line.total), line.standing, line.place) == ("69.50", "below_pass", None)


def test_the_group_whose_families_did_not_come_is_disqualified(lines: dict[str, RankedLine]) -> None:
    assert [name for name, line in lines.items() if line.standing == "disqualified"] == ["Sabor de Matamata"]


def test_an_envelope_runs_out_and_the_next_groups_wait_in_order(told: Session, first_contest: int) -> None:
    waiting = [
        (line.category_code, line.reserve_order, line.group_name)
        for line in allocation_lines(told, first_contest)
        if line.outcome == "reserve"
    ]

    assert waiting == [
        ("IDEA", 1, "Awaq Warmikuna de Tambraico"),
        ("IDEA", 2, "Wallpacha Runtu"),
        ("MARCHA", 1, "Panadería Virgen de Cocharcas"),
        ("MARCHA", 2, "Porcinos Rayanniyocc"),
    ]


def test_every_sol_is_an_award_or_a_balance(told: Session, first_contest: int) -> None:
    awarded = Money.total(award.amount for award in awards_of(told, first_contest))
    left = Money.total(envelope.amount - envelope.committed for envelope in envelopes_of(told, first_contest))

    offered = Money.total(
        one.amount for one in calls_of(told, first_contest).values() if one.state == "called"
    )
    moved = Money.total(envelope.moved for envelope in envelopes_of(told, first_contest))
    assert (awarded, offered, left) == (Money.soles(123_550), Money.soles(7_300), Money.soles(2_250))
    assert awarded + offered + left == Money.soles(130_000) + moved


def test_every_award_document_is_printed(told: Session) -> None:
    assert {document.kind for document in unprinted_documents(told)} == {
        "annulment",
        "certificate",
        "observation",
        "observation_answer",
        "paper_slip",
        "person_answer",
        "person_request",
        "receipt",
        "reserve_call",
        "result_notice",
        "screening_letter",
        "settlement",
        "transfer_order",
    }


def test_money_goes_up_from_two_districts_and_later_from_a_group_that_gave_it_back(told: Session) -> None:
    contest_id = contest_by_code(told, NESTED).id
    run = approved_run(told, contest_id)
    rises = [(one.source, one.target, one.amount.cents // 100) for one in run.spills]
    paid = {line.group_name: line.pot for line in run.lines if line.amount}
    (call,) = calls_of(told, contest_id).values()

    assert rises == [
        ("AND-IDEA", "AND", 500),
        ("AND", "COMUN", 3_750),
        ("ANTA-IDEA", "ANTA", 700),
        ("ANTA", "COMUN", 2_700),
    ]
    assert (paid.pop(GAVE_BACK), paid["Panadería Virgen de Cocharcas"]) == ("AND-IDEA", "COMUN")
    assert len(paid) == 4
    assert (call.state, call.amount) == ("proposed", Money.soles(11_000))
    assert call.rises == (Rise("AND-IDEA", Money.soles(4_050)),)


def test_winners_are_followed_from_unsigned_to_settled(told: Session, first_contest: int) -> None:
    lines = award_lines(told, date(2026, 10, 1), contest_id=first_contest)

    states = Counter(line.state for line in lines)
    assert (states["settled"], states["running"], states["unsigned"] > 0) == (1, 2, True)
    assert [bool(line.balance) for line in lines if line.state == "settled"] == [False]


def test_money_states_and_the_audit_chain_hold(told: Session) -> None:
    rows, broken = verify_chain(told)

    assert broken is None
    assert rows > 500
    assert broken_invariants(told) == ()


def test_loading_again_changes_nothing(demo_app: Flask, told: Session) -> None:
    before = verify_chain(told)[0]

    result = runner(demo_app).invoke(args=["demo", "load"])

    assert result.exit_code == 0
    told.rollback()
    assert verify_chain(told)[0] == before


def test_the_accounts_are_printed_with_what_they_do(demo_app: Flask) -> None:
    output = runner(demo_app).invoke(args=["demo", "accounts"]).output

    for address in ("programa@", "secretaria@", "grupo@", "promotor@", "jurado@", "auditoria@", "admin@"):
        assert f"{address}demo.example" in output


def test_jurors_differ_as_people_do() -> None:
    for marks in demo_marks().values():
        totals = [sum(points) for sheet, points in marks.items() if sheet.startswith("PUBLIC")]
        assert len(set(totals)) > 2


def runner(app: Flask) -> FlaskCliRunner:
    return app.test_cli_runner()


def test_households_stand_in_nuclei_with_what_they_received(told: Session) -> None:
    (central,) = central_nuclei(told)
    totals = component_totals(told, TotalsFilter(central_id=central.central_id))
    names = {kind.kind_id: kind.code for kind in component_kinds(told)}
    shares = {names[kind_id]: totals.whole.share_of(kind_id) or 0 for kind_id in totals.whole.by_kind}

    assert (central.nuclei, central.centres, central.households) == (2, 18, totals.whole.place.households)
    assert (
        shares["granos-tuberculos"] > shares["huerto-abierto"] > shares["pastos"] > shares["riego-aspersion"]
    )
    assert len(shares) == 12


def test_a_group_of_guinea_pig_keepers_had_them_before(told: Session) -> None:
    application = told.scalars(select(Application).where(Application.code == "CERI-2026-01-001")).one()
    households = [member.household_id for member in members_of(told, application.id)]

    phrases = [held.phrase for held in group_holdings(told, households, date(2026, 8, 14))]

    assert "crían cuyes" in phrases


def test_households_and_persons_belong_to_programmes(told: Session) -> None:
    counted = {line.code: line.households for line in counted_programmes(told, date(2026, 11, 25))}

    assert (counted["juntos"] > 20, counted["contigo"] > 0, counted["beca-18"]) == (True, True, 0)


def test_one_membership_ended_and_says_so(told: Session) -> None:
    ended = told.scalars(select(Membership).where(Membership.until.is_not(None))).all()

    assert [row.until for row in ended] == [date(2025, 12, 31)]


def test_a_colleague_s_request_waits_for_the_first_account(told: Session) -> None:
    staff, now = act_of(told, OFFICE_PLAYERS[0], utc_now()), utc_now()

    (line,) = waiting_for(told, staff.actor, now)

    assert (line.asker, line.filter["distrito"], line.order.has_dni) == (
        "Rufina Ccente Laime",
        "090202",
        True,
    )


def test_some_consented_and_one_refused(told: Session) -> None:
    decisions = Counter(told.scalars(select(PersonConsent.decision)))

    assert decisions == {"given": 6, "refused": 1}


def test_one_profile_was_cured_and_one_not_admitted(told: Session) -> None:
    contest = next(one for one in published_contests(told) if one.code.endswith("-02"))
    lines = {line.group_name: (line.state, line.findings) for line in screening_lines(told, contest.id)}

    assert lines == {
        "Panadería Virgen de Cocharcas": ("admitted", 0),
        "Porcinos Rayanniyocc": ("admitted", 0),
        "Carpintería El Aliso": ("admitted", 0),
        "Awaq Warmikuna de Tambraico": ("rejected", 1),
    }
    (cured,) = [e for e in entrants(told, contest.id) if version_count(told, e.application_id) == 2]
    assert cured.group_name == "Carpintería El Aliso"


def test_two_questions_were_asked_on_the_open_call(told: Session) -> None:
    contest = next(one for one in published_contests(told) if one.code.endswith("-03"))

    assert [(one.state, one.clarification) for one in questions_in(told, contest.id)] == [
        ("waiting", None),
        ("published", 1),
    ]


def test_the_open_contest_asks_questions_and_quotations_of_its_own(told: Session) -> None:
    contest = next(one for one in published_contests(told) if one.code.endswith("-03"))
    entries = applications_in(told, contest.id)

    profiles = [profile_of(told, view.application_id) for view in entries]

    assert rulebook_of(told, contest.id).form == OPEN_FORM
    assert Counter(
        (view.state, profile.answers == ANSWERS, len({one.supplier for one in profile.quotations}))
        for view, profile in zip(entries, profiles, strict=True)
    ) == {
        ("submitted", True, 3): 1,
        ("draft", True, 3): 1,
        ("draft", False, 0): 1,
    }  # the last is a promoter's


def test_a_group_is_on_paper_and_half_of_what_differs_is_settled(told: Session) -> None:
    papers = [paper_view(told, paper_id) for paper_id in told.scalars(select(PaperEntry.id))]
    (paper,) = (paper for paper in papers if paper.group_name == BY_HAND)

    form = rulebook_of(told, paper.contest_id).form
    assert (paper.group_name, paper.mismatches(form), paper.left(form)) == (
        BY_HAND,
        ("title", "goods.0.unit_cost"),
        ("goods.0.unit_cost",),
    )


def test_a_new_group_is_at_the_counter_and_a_paper_noted_by_mistake_is_cancelled(told: Session) -> None:
    papers = told.scalars(select(PaperEntry).order_by(PaperEntry.id)).all()
    wrong, new = papers[0], newcomer_of(told, papers[1].id)

    assert (len(papers), wrong.cancelled_at is None, new.name) == (3, False, NEWCOMER.name)
    noted = newcomer_view(told, new.paper_id)
    assert noted is not None
    assert [member.is_known for member in noted.members] == [True, True, False, False]


def test_the_draft_was_tried_and_shows_its_result(demo_app: Flask, told: Session) -> None:
    (draft,) = (one for one in contests(told) if one.state == "draft" and one.code != FOR_DESIGNERS)
    sign = TrialDesk.beside(demo_app.extensions["storage"]).last_sign(draft.id)

    assert sign is not None
    assert sign.went_well


def test_a_sheet_is_on_paper_and_waits_for_a_third_look(told: Session) -> None:
    contest_id = told.scalars(select(SheetPaper.contest_id).distinct()).one()

    steps = Counter(paper.step for paper in sheet_papers(told, contest_id))

    assert (steps.pop("comparing"), set(steps)) == (1, {"printed"})
