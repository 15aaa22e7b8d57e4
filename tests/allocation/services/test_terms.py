"""What a rule with terms is given: only its own, and only for the rules that read them."""

import json
from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from contest_portal.allocation.models import AllocationRun
from contest_portal.allocation.queries import live_run, present_inputs
from contest_portal.allocation.services.approve_allocation import approve_allocation
from contest_portal.applications.rules.profile import Counterpart, CounterpartKind, write_profile
from contest_portal.contests.rules.allocation_terms import AllocationTerms, CountedPart, Limit, LimitOf
from contest_portal.kernel.canonical import canonical_json
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import Refused
from contest_portal.kernel.records import to_data
from tests.conftest import NOON
from tests.factories.accounts import act_of
from tests.factories.allocation import add_ranked, make_proposed, make_scored_contest, with_rule
from tests.factories.profiles import PROFILE

LABOUR_COUNTS = AllocationTerms(share_percent=75, counted=(CountedPart.LABOUR,))
OWN_PART = (
    Counterpart(CounterpartKind.CASH, "Ahorro", Money.soles(9_000)),
    Counterpart(CounterpartKind.LABOUR, "Jornales", Money.soles(2_000)),
)


def test_the_share_is_of_what_was_asked_and_the_parts_that_count(session: Session) -> None:
    rulebook = replace(with_rule("within_share"), allocation=LABOUR_COUNTS)
    scored = make_scored_contest(session, rulebook=rulebook)
    entry = add_ranked(session, scored, "Sumaq Kuy", soles=10_000, place=1)
    entry.profile = write_profile(replace(PROFILE, counterpart=OWN_PART))
    session.flush()

    run = make_proposed(session, scored)

    shown = live_run(session, scored.contest.id)
    assert shown is not None
    assert [(line.amount, line.reason) for line in shown.lines] == [(Money.soles(9_000), "within_share")]
    assert "el 75 % de su plan" in shown.lines[0].sentence.text
    assert json.loads(run.inputs)["terms"] == {"counted": ["labour"], "share_percent": 75}


def test_limits_are_kept_and_a_minimum_in_the_way_is_named(session: Session) -> None:
    bread, cuyes = Limit(LimitOf.LINE, "panaderia", min_awards=1), Limit(LimitOf.LINE, "cuyes", max_awards=1)
    terms = AllocationTerms(limits=(bread, cuyes))
    scored = make_scored_contest(session, rulebook=replace(with_rule("best_total"), allocation=terms))
    add_ranked(session, scored, "Sumaq Kuy", place=1, units=9000)
    with pytest.raises(Refused) as refusal:
        make_proposed(session, scored)
    add_ranked(session, scored, "Allin Ruway", place=2, units=8500)
    add_ranked(session, scored, "Mishki Tanta", place=3, units=8000, line="panaderia")

    run = make_proposed(session, scored)

    assert [problem.code for problem in refusal.value.problems] == ["allocation.minimum_in_the_way"]
    assert [line.outcome for line in run.lines] == ["awarded", "reserve", "awarded"]
    assert approve_allocation(
        session, act_of(scored.staff, NOON), run_id=run.id, result_sha256=run.result_sha256
    ).approved_at


def test_a_rule_without_terms_starts_from_what_it_always_did(session: Session) -> None:
    """Proposals from before there were terms can still be approved: their inputs are written the same."""
    scored = make_scored_contest(
        session, rulebook=replace(with_rule("merit_order"), allocation=LABOUR_COUNTS)
    )
    add_ranked(session, scored, "Sumaq Kuy", place=1)

    written = canonical_json(to_data(present_inputs(session, scored.contest.id)))

    assert not {"terms", "counted", "line_code"} & set(json.loads(written))
    assert not session.query(AllocationRun).count()
