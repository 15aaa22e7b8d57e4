"""A proposal runs the contest's rule on the frozen ranking and keeps everything needed to run it again."""

import json
from dataclasses import replace

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.allocation.calculation import calculate_proposal
from contest_portal.allocation.models import AllocationLine, AllocationRun
from contest_portal.allocation.queries import live_run
from contest_portal.allocation.services.discard_allocation import discard_allocation
from contest_portal.allocation.services.propose_allocation import propose_allocation
from contest_portal.contests.models import Envelope
from contest_portal.contests.rules.rulebook import BudgetRules
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.canonical import sha256_hex
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import NotFound, NotPermitted, Refused, Stale, WrongState
from contest_portal.scoring.models import RankingLine
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_user
from tests.factories.allocation import (
    add_ranked,
    make_full_contest,
    make_proposed,
    make_scored_contest,
    with_rule,
)
from tests.factories.contests import RULEBOOK


def test_a_proposal_keeps_its_lines_in_order(session: Session) -> None:
    scored = make_full_contest(session)

    run = make_proposed(session, scored)

    rows = session.execute(
        select(
            AllocationLine.step,
            AllocationLine.application_id,
            AllocationLine.outcome,
            AllocationLine.amount,
            AllocationLine.balance,
            AllocationLine.reserve_order,
            AllocationLine.reason,
        )
        .where(AllocationLine.run_id == run.id)
        .order_by(AllocationLine.step)
    ).all()
    ids = {name: application.id for name, application in scored.groups.items()}
    soles = Money.soles
    assert [tuple(row) for row in rows] == [
        (1, ids["Sumaq Kuy"], "awarded", soles(18_000), soles(22_000), None, "full_award"),
        (2, ids["Mishki Tanta"], "awarded", soles(17_000), soles(5_000), None, "full_award"),
        (3, ids["Allin Ruway"], "reserve", soles(0), soles(5_000), 1, "does_not_fit"),
        (4, ids["Wiñay Warmi"], "reserve", soles(0), soles(5_000), 2, "after_the_cut"),
        (5, ids["Qori Sara"], "below_pass", soles(0), soles(5_000), None, "below_pass_mark"),
        (6, ids["Inti Rayku"], "disqualified", soles(0), soles(5_000), None, "disqualified"),
        (7, ids["Llaqta Maki"], "awarded", soles(20_000), soles(40_000), None, "full_award"),
    ]


def test_a_proposal_keeps_what_it_started_from_with_its_hash(session: Session) -> None:
    scored = make_scored_contest(session)
    application = add_ranked(session, scored, "Sumaq Kuy", soles=18_000, place=1, units=9100)

    run = make_proposed(session, scored)

    inputs = json.loads(run.inputs)
    assert inputs["candidates"] == [
        {
            "application_id": application.id,
            "code": application.code,
            "category_code": "IDEA",
            "standing": "passed",
            "place": 1,
            "total": {"units": 9100, "decimals": 2},
            "requested": {"cents": 1_800_000},
        }
    ]
    assert inputs["envelopes"] == [
        {"category_code": "IDEA", "amount": {"cents": 4_000_000}},
        {"category_code": "MARCHA", "amount": {"cents": 6_000_000}},
    ]
    assert run.inputs_sha256 == sha256_hex(run.inputs)


def test_a_proposal_says_why_in_one_sentence_per_group(session: Session) -> None:
    scored = make_full_contest(session)
    make_proposed(session, scored)

    run = live_run(session, scored.contest.id)

    assert run is not None
    assert [line.sentence.text.replace("\u00a0", " ") for line in run.envelopes[0].lines] == [
        "Puesto 1: recibe los S/ 18,000.00 que solicitó; en el sobre había S/ 40,000.00 y quedan S/ 22,000.00.",
        "Puesto 2: recibe los S/ 17,000.00 que solicitó; en el sobre había S/ 22,000.00 y quedan S/ 5,000.00.",
        "Puesto 3: solicitó S/ 12,000.00 y en el sobre solo quedan S/ 5,000.00; desde aquí, reserva.",
        f"Puesto 4: el sobre se cerró en {scored.code('Allin Ruway')}; espera en reserva con S/ 5,000.00 "
        "solicitados.",
        "Obtuvo 69.50 puntos; el mínimo para aprobar es 70.00.",
        "Fue descalificado según las bases; no entra en el reparto.",
    ]


def test_the_rule_is_the_one_frozen_in_the_contest(session: Session) -> None:
    scored = make_scored_contest(session, rulebook=with_rule("merit_order_skipping"))
    add_ranked(session, scored, "A", soles=20_000, place=1)
    add_ranked(session, scored, "B", soles=15_000, place=2)
    add_ranked(session, scored, "C", soles=10_000, place=3)
    add_ranked(session, scored, "D", soles=5_000, place=4)

    make_proposed(session, scored)

    run = live_run(session, scored.contest.id)
    assert run is not None
    assert [line.group_name for line in run.envelopes[0].awards] == ["A", "B", "D"]


def test_a_group_that_withdrew_after_the_ranking_is_left_out(session: Session) -> None:
    scored = make_full_contest(session)
    scored.groups["Sumaq Kuy"].state = "withdrawn"
    session.flush()

    make_proposed(session, scored)

    run = live_run(session, scored.contest.id)
    assert run is not None
    assert [line.group_name for line in run.envelopes[0].awards] == [
        "Mishki Tanta",
        "Allin Ruway",
        "Wiñay Warmi",
    ]


def test_a_second_proposal_is_refused_while_one_stands(session: Session) -> None:
    scored = make_full_contest(session)
    make_proposed(session, scored)

    with pytest.raises(WrongState) as refusal:
        make_proposed(session, scored)

    assert [problem.code for problem in refusal.value.problems] == ["allocation.run_live"]


def test_after_a_discard_another_proposal_is_possible(session: Session) -> None:
    scored = make_full_contest(session)
    first = make_proposed(session, scored)
    discard_allocation(session, act_of(scored.secretary, NOON), run_id=first.id)

    second = make_proposed(session, scored)

    assert (first.state, second.state, second.result_sha256) == ("discarded", "proposed", first.result_sha256)


@pytest.mark.parametrize("state", ["published", "evaluating", "allocated", "announced"])
def test_only_a_scored_contest_is_allocated(session: Session, state: str) -> None:
    scored = make_full_contest(session)
    scored.contest.state = state
    session.flush()

    with pytest.raises(WrongState) as refusal:
        make_proposed(session, scored)

    assert [problem.code for problem in refusal.value.problems] == ["allocation.contest_not_scored"]


@pytest.mark.parametrize("role", [Role.STAFF, Role.AUDITOR, Role.ADMIN, Role.JUROR, Role.REPRESENTATIVE])
def test_only_the_secretary_proposes(session: Session, role: Role) -> None:
    scored = make_full_contest(session)
    other = make_user(session, role)

    with pytest.raises(NotPermitted):
        propose_allocation(session, act_of(other, NOON), contest_id=scored.contest.id)


def test_a_secretary_of_another_contest_may_not_propose(session: Session) -> None:
    scored = make_full_contest(session)
    other = make_user(session, Role.SECRETARY, contest_id=scored.contest.id + 1)

    with pytest.raises(NotPermitted):
        propose_allocation(session, act_of(other, NOON), contest_id=scored.contest.id)


def test_an_unknown_contest_is_not_found(session: Session) -> None:
    secretary = make_user(session, Role.SECRETARY)

    with pytest.raises(NotFound):
        propose_allocation(session, act_of(secretary, NOON), contest_id=987_654)


def test_every_problem_of_the_inputs_is_said_and_nothing_is_stored(session: Session) -> None:
    narrow = replace(RULEBOOK, budget=BudgetRules(min_award=Money.soles(5_000), max_award=Money.soles(6_000)))
    scored = make_scored_contest(session, rulebook=narrow)
    add_ranked(session, scored, "A", soles=7_000, place=1)
    add_ranked(session, scored, "B", soles=6_000, place=1)

    with pytest.raises(Refused) as refusal:
        make_proposed(session, scored)

    assert [problem.code for problem in refusal.value.problems] == [
        "allocation.request_out_of_range",
        "allocation.shared_place",
    ]
    assert session.scalar(select(func.count()).select_from(AllocationRun)) == 0


def test_a_group_outside_the_ranking_stops_the_proposal(session: Session) -> None:
    scored = make_full_contest(session)
    line = scored.groups["Qori Sara"]
    session.execute(delete(RankingLine).where(RankingLine.application_id == line.id))

    with pytest.raises(Refused) as refusal:
        make_proposed(session, scored)

    assert [(problem.code, dict(problem.params)) for problem in refusal.value.problems] == [
        ("allocation.unranked", {"code": line.code})
    ]


def test_a_proposal_is_audited_without_names(session: Session) -> None:
    scored = make_full_contest(session)

    run = make_proposed(session, scored)

    row = session.scalars(select(AuditRow).order_by(AuditRow.seq.desc()).limit(1)).one()
    assert (row.action, row.subject, row.actor_id, json.loads(row.data)) == (
        "allocation.proposed",
        f"contest:{scored.contest.id}",
        scored.secretary.id,
        {
            "run": run.id,
            "rule": "merit_order",
            "inputs_sha256": run.inputs_sha256,
            "result_sha256": run.result_sha256,
            "awarded_cents": 5_500_000,
        },
    )


def test_what_was_calculated_before_is_kept_only_if_nothing_changed(session: Session) -> None:
    scored = make_full_contest(session)
    before = calculate_proposal(session, scored.contest.id)
    assert before is not None
    session.execute(update(Envelope).values(amount=Money.soles(39_000)))

    with pytest.raises(Stale):
        propose_allocation(
            session, act_of(scored.secretary, NOON), contest_id=scored.contest.id, before=before
        )
    run = make_proposed(session, scored, before=calculate_proposal(session, scored.contest.id))

    assert run.lines[0].balance == Money.soles(21_000)
    assert calculate_proposal(session, scored.contest.id) is None
