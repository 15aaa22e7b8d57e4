"""Scenarios worked out from what is stored."""

from dataclasses import replace
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.allocation.models import AllocationRun
from contest_portal.allocation.rules.lifecycle import RunState
from contest_portal.allocation.rules.scenario import EQUAL_SHARES, Scenario
from contest_portal.allocation.what_if import Column, ballots_of, basis_of, compare
from contest_portal.contests.rules.allocation_terms import AllocationTerms, Limit, LimitOf
from contest_portal.scoring.services.close_scoring import close_scoring
from tests.factories.allocation import (
    ScoredContest,
    add_ranked,
    make_approved,
    make_full_contest,
    make_scored_contest,
)
from tests.factories.contests import RULEBOOK
from tests.factories.evaluation import MARKS, make_evaluation, score_fully


def columns(session: Session, scored: ScoredContest, *scenarios: Scenario) -> tuple[Column, ...]:
    basis = basis_of(session, scored.contest)
    assert basis is not None
    return compare(session, basis, scenarios)


def winners(scored: ScoredContest, column: Column) -> list[str]:
    assert column.outturn is not None
    names = {application.id: name for name, application in scored.groups.items()}
    return [names[part.application_id] for part in column.outturn.awards]


def test_the_first_column_is_the_run_that_stands_and_nothing_is_added_to_it(session: Session) -> None:
    scored = make_full_contest(session)
    run = make_approved(session, scored)

    first, second = columns(session, scored, Scenario("merit_order_skipping"))

    basis = basis_of(session, scored.contest)
    assert basis is not None
    assert (basis.state, first.scenario) == (RunState.APPROVED, None)
    assert winners(scored, first) == ["Sumaq Kuy", "Mishki Tanta", "Llaqta Maki"]
    assert winners(scored, second) == ["Sumaq Kuy", "Mishki Tanta", "Wiñay Warmi", "Llaqta Maki"]
    assert session.scalars(select(AllocationRun)).all() == [run]


def test_a_rule_with_limits_is_told_of_lines_whatever_rule_the_contest_chose(session: Session) -> None:
    limits = (Limit(LimitOf.LINE, "panaderia", max_awards=0),)
    scored = make_scored_contest(
        session, rulebook=replace(RULEBOOK, allocation=AllocationTerms(limits=limits))
    )
    add_ranked(session, scored, "Mishki Tanta", place=1, units=9000, line="panaderia")
    add_ranked(session, scored, "Sumaq Kuy", place=2)

    frozen, limited, free = columns(
        session, scored, Scenario("best_total"), Scenario("best_total", without_limits=True)
    )

    both = ["Mishki Tanta", "Sumaq Kuy"]
    assert [winners(scored, column) for column in (frozen, limited, free)] == [both, ["Sumaq Kuy"], both]


def test_ballots_add_what_each_juror_gave_over_all_phases(session: Session) -> None:
    scene = make_evaluation(session)
    score_fully(session, scene)
    close_scoring(session, scene.by_secretary, contest_id=scene.contest.id)
    basis = basis_of(session, scene.contest)
    assert basis is not None

    ballots = ballots_of(session, scene.contest.id, basis.rulebook)

    most = Fraction(sum(mark for marks in MARKS.values() for mark in marks.values()))
    given = {group.id: most - 2 * number for number, group in enumerate(scene.applications)}
    assert [dict(ballot.points) for ballot in ballots] == [given for _ in scene.jurors]
    first, shared = compare(session, basis, (Scenario(EQUAL_SHARES),))
    assert first.outturn is not None
    assert shared.outturn is not None
    assert {part.code for part in shared.outturn.awards} == {part.code for part in first.outturn.awards}
    assert all("lo pagan los jurados" in part.sentence.text for part in shared.outturn.awards)


def test_where_the_frozen_rule_gives_nothing_a_scenario_stands_uncompared(session: Session) -> None:
    scored = make_full_contest(session)
    basis = basis_of(session, scored.contest)
    assert basis is not None
    stuck = replace(basis, inputs=replace(basis.inputs, rule="pass_funded"))

    first, second = compare(session, stuck, (Scenario("merit_order"),))

    assert (first.outturn, [problem.code for problem in first.problems]) == (None, ["allocation.fund_short"])
    assert (second.outturn is not None, second.differences) == (True, None)
