"""Envelopes inside envelopes from the proposal to a call of the reserve and back: every céntimo is in one place."""

from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.allocation.envelope_counter import take_back_spills
from contest_portal.allocation.models import AllocationSpill, Award
from contest_portal.allocation.queries import live_run
from contest_portal.allocation.reserve_queries import reserve_of
from contest_portal.allocation.services.approve_allocation import approve_allocation
from contest_portal.awards.rules.reopening import BackTo
from contest_portal.contests.models import Envelope
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import Refused, WrongState
from contest_portal.publication.invariants import broken_invariants
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_user
from tests.factories.allocation import ScoredContest, make_approved, make_proposed
from tests.factories.envelopes import make_nested_contest
from tests.factories.follow_ups import annulled_by_two
from tests.factories.moves import envelope_of
from tests.factories.reopening import make_reopened
from tests.factories.reserve import make_answered, make_called


@pytest.fixture
def scored(session: Session) -> ScoredContest:
    return make_nested_contest(session)


def money(session: Session) -> dict[str, tuple[int, int]]:
    """Give what each envelope has and what of it is committed, in soles."""
    session.flush()
    rows = session.execute(
        select(Envelope.category_code, Envelope.amount, Envelope.committed).order_by(Envelope.id)
    )
    return {code: (amount.cents // 100, committed.cents // 100) for code, amount, committed in rows}


def broken(session: Session) -> list[Any]:
    session.flush()
    return [one for one in broken_invariants(session) if one.code != "application.members_as_sent"]


BEFORE = {"TODO": (35_000, 0), "S-IDEA": (30_000, 0), "PAN": (10_000, 0), "S-MARCHA": (25_000, 0)}
AFTER = {"TODO": (40_000, 32_000), "S-IDEA": (35_000, 35_000), "PAN": (0, 0), "S-MARCHA": (25_000, 20_000)}


def test_a_proposal_moves_nothing_and_the_approval_all_at_once(
    session: Session, scored: ScoredContest
) -> None:
    make_proposed(session, scored)
    proposed, faults = money(session), broken(session)
    run = live_run(session, scored.contest.id)
    assert run is not None

    approve_allocation(session, act_of(scored.staff, NOON), run_id=run.id, result_sha256=run.result_sha256)

    assert (proposed, faults) == (BEFORE, [])
    assert (money(session), broken(session)) == (AFTER, [])
    awards = session.execute(
        select(Award.application_id, Envelope.category_code).join(Envelope, Envelope.id == Award.envelope_id)
    )
    names = {group.id: name for name, group in scored.groups.items()}
    assert {names[group]: code for group, code in awards} == {
        "Sumaq Kuy": "S-IDEA",
        "Mishki Tanta": "S-IDEA",
        "Allin Ruway": "TODO",
        "Llaqta Maki": "S-MARCHA",
        "Hatun Wasi": "TODO",
    }


def test_each_group_reads_from_which_envelope_it_is_paid(session: Session, scored: ScoredContest) -> None:
    make_approved(session, scored)

    run = live_run(session, scored.contest.id)
    assert run is not None
    told = {line.group_name: line.sentence.text.replace("\u00a0", " ") for line in run.lines}
    assert told["Allin Ruway"] == (
        "Puesto 3: recibe del sobre «Fondo común» los S/ 12,000.00 que solicitó; en el sobre había S/ 40,000.00 y "
        "quedan S/ 28,000.00."
    )
    assert told["Musuq Ñan"] == (
        "Puesto 3: solicitó S/ 20,000.00 y no alcanzó en ningún sobre suyo; en el último, «Fondo común», solo quedan "
        "S/ 8,000.00; desde aquí, reserva."
    )
    sums = {one.category_code: (one.received, one.spilled, one.balance) for one in run.envelopes}
    assert sums["S-IDEA"] == (Money.soles(10_000), Money.soles(5_000), Money.soles(0))
    assert (run.awarded, run.balance, run.unassigned) == (
        Money.soles(87_000),
        Money.soles(13_000),
        Money.soles(0),
    )


def test_a_changed_step_upwards_is_not_approved(session: Session, scored: ScoredContest) -> None:
    run = make_proposed(session, scored)
    session.execute(
        update(AllocationSpill).where(AllocationSpill.step == 1).values(amount=Money.soles(9_999))
    )

    with pytest.raises(Refused):
        approve_allocation(
            session, act_of(scored.staff, NOON), run_id=run.id, result_sha256=run.result_sha256
        )

    assert money(session) == BEFORE


def test_money_that_becomes_free_calls_who_waits_in_the_scope_of_its_envelope(
    session: Session, scored: ScoredContest
) -> None:
    make_approved(session, scored)
    award = session.scalars(
        select(Award).where(Award.application_id == scored.groups["Mishki Tanta"].id)
    ).one()
    annulled_by_two(
        session,
        act_of(make_user(session, Role.STAFF), NOON),
        award_id=award.id,
        reason="Renunció por escrito.",
    )
    lists = {
        code: reserve_of(session, scored.contest.id, envelope_of(session, scored, code).id)
        for code in ("TODO", "S-IDEA", "PAN", "S-MARCHA")
    }

    call = make_called(session, scored, "S-IDEA")
    make_answered(session, scored, call, "accepted")

    waiting = {code: [one.line.group_name for one in found.waiting] for code, found in lists.items()}
    assert waiting == {
        "TODO": ["Musuq Ñan", "Wiñay Warmi"],
        "S-IDEA": ["Wiñay Warmi"],
        "PAN": [],
        "S-MARCHA": ["Musuq Ñan"],
    }
    called = {code: found.next.code for code, found in lists.items() if found.next}
    assert called == {"S-IDEA": scored.code("Wiñay Warmi")}
    assert (money(session)["S-IDEA"], broken(session)) == ((35_000, 23_000), [])


def test_going_back_brings_down_what_went_up(session: Session, scored: ScoredContest) -> None:
    make_approved(session, scored)

    reopen(session, scored)

    assert (money(session), broken(session)) == (BEFORE, [])


def test_what_went_up_and_was_moved_away_since_keeps_a_contest_from_going_back(
    session: Session, scored: ScoredContest
) -> None:
    run = make_approved(session, scored)
    left = {"amount": Money.soles(4_999), "committed": Money.soles(0)}
    session.execute(update(Envelope).where(Envelope.category_code == "TODO").values(**left))

    with pytest.raises(WrongState, match="spill_moved_away"):
        take_back_spills(session, run.id)


def reopen(session: Session, scored: ScoredContest) -> None:
    staff = make_user(session, Role.STAFF)
    make_reopened(session, scored.contest.id, scored.secretary, staff, BackTo.ALLOCATION)
