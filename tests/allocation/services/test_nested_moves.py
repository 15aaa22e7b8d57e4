"""Money moved between envelopes inside envelopes, the reserve after it, and that every céntimo stays in one place."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.allocation.models import Award
from contest_portal.allocation.queries import present_inputs
from contest_portal.allocation.reserve_queries import reserve_of
from contest_portal.awards.rules.reopening import BackTo
from contest_portal.contests.models import Envelope, Fund
from contest_portal.contests.queries import contest_by_id
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import Refused, WrongState
from contest_portal.publication.bundle_queries import bundle_of
from contest_portal.publication.invariants import broken_invariants
from contest_portal.publication.rules.bundle import write_bundle
from contest_portal.publication.rules.bundle_reading import read_bundle
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_user
from tests.factories.allocation import ScoredContest, make_approved, make_proposed
from tests.factories.envelopes import make_nested_contest
from tests.factories.follow_ups import annulled_by_two
from tests.factories.moves import envelope_of, make_move, make_moved
from tests.factories.reopening import make_reopened
from tests.factories.reserve import make_answered, make_call, make_called


@pytest.fixture
def scored(session: Session) -> ScoredContest:
    """Before: 35,000 for all, 30,000 in idea, 10,000 for bakeries, 25,000 in progress."""
    return make_nested_contest(session)


def money(session: Session) -> dict[str, tuple[int, int]]:
    """Give what each envelope has and what of it is committed, in soles."""
    session.flush()
    query = select(Envelope.category_code, Envelope.amount, Envelope.committed).order_by(Envelope.id)
    return {
        code: (amount.cents // 100, committed.cents // 100)
        for code, amount, committed in session.execute(query)
    }


def broken(session: Session) -> list[str]:
    session.flush()
    # these groups are made ranked and never sent a profile
    return [one.code for one in broken_invariants(session) if one.code != "application.members_as_sent"]


def annul(session: Session, scored: ScoredContest, name: str) -> None:
    award = session.scalars(select(Award).where(Award.application_id == scored.groups[name].id)).one()
    staff = make_user(session, Role.STAFF)
    annulled_by_two(session, act_of(staff, NOON), award_id=award.id, reason="Renunció por escrito.")


@pytest.mark.parametrize(
    ("source", "target", "soles", "after"),
    [
        pytest.param("S-IDEA", "PAN", 7_000, {"S-IDEA": 23_000, "PAN": 17_000}, id="inwards"),
        pytest.param("PAN", "TODO", 10_000, {"PAN": 0, "TODO": 45_000}, id="over a level, all of it"),
        pytest.param("PAN", "S-MARCHA", 1, {"PAN": 9_999, "S-MARCHA": 25_001}, id="to another branch"),
        pytest.param("S-MARCHA", "", 25_000, {"S-MARCHA": 0}, id="back to the fund"),
    ],
)
def test_an_act_moves_money_between_any_two_envelopes_before_the_allocation(
    session: Session, scored: ScoredContest, source: str, target: str, soles: int, after: dict[str, int]
) -> None:
    before = {code: amount for code, (amount, _) in money(session).items()}

    make_moved(session, scored, source, target, soles)

    assert {code: amount for code, (amount, _) in money(session).items()} == before | after
    inputs = present_inputs(session, scored.contest.id)
    told = {one.category_code: one.amount.cents // 100 for one in inputs.envelopes}
    assert (told, broken(session)) == (before | after, [])


def test_what_was_moved_inwards_changes_from_which_envelope_a_group_is_paid(
    session: Session, scored: ScoredContest
) -> None:
    """With 17,000 the bakery is paid of its own; in idea 18,000 of 23,000 go, and 5,000 rise as before."""
    make_moved(session, scored, "S-IDEA", "PAN", 7_000)

    make_approved(session, scored)

    assert money(session) == {
        "TODO": (40_000, 32_000),
        "S-IDEA": (18_000, 18_000),
        "PAN": (17_000, 17_000),
        "S-MARCHA": (25_000, 20_000),
    }
    assert broken(session) == []


@pytest.mark.parametrize(
    ("source", "most"),
    [("TODO", 8_000), ("S-MARCHA", 5_000), ("S-IDEA", 0), ("PAN", 0)],
)
def test_after_the_allocation_what_went_up_is_moved_from_where_it_is_and_no_more(
    session: Session, scored: ScoredContest, source: str, most: int
) -> None:
    make_approved(session, scored)

    with pytest.raises(Refused) as refused:
        make_move(session, scored, source, "", most + 1)

    (problem,) = refused.value.problems
    assert (problem.code, problem.params["free"]) == ("move.not_free", Money.soles(most).format())


def test_all_that_is_free_may_go_back_to_the_fund_and_the_sums_still_close(
    session: Session, scored: ScoredContest
) -> None:
    make_approved(session, scored)

    for code, soles in (("TODO", 8_000), ("S-MARCHA", 5_000)):
        make_moved(session, scored, code, "", soles)

    assert money(session)["TODO"] == (32_000, 32_000)
    session.refresh(scored.contest)
    fund = session.get_one(Fund, scored.contest.fund_id)
    assert (fund.reserved, broken(session)) == (Money.soles(87_000), [])


def test_a_file_with_an_act_between_such_envelopes_is_read_back(
    session: Session, scored: ScoredContest
) -> None:
    make_moved(session, scored, "S-IDEA", "PAN", 7_000)
    make_approved(session, scored)
    make_moved(session, scored, "TODO", "S-MARCHA", 2_000)

    bundle = bundle_of(session, contest_by_id(session, scored.contest.id))

    assert [(one.source, one.target, one.after) for one in bundle.moves] == [
        ("S-IDEA", "PAN", False),
        ("TODO", "S-MARCHA", True),
    ]
    assert read_bundle(write_bundle(bundle).encode()) == bundle


def test_while_a_proposal_waits_the_envelopes_stay(session: Session, scored: ScoredContest) -> None:
    make_proposed(session, scored)

    with pytest.raises(Refused) as refused:
        make_move(session, scored, "PAN", "TODO", 1)

    assert [one.code for one in refused.value.problems] == ["move.run_proposed"]


def test_of_an_envelope_that_gave_all_away_nobody_is_called(session: Session, scored: ScoredContest) -> None:
    make_approved(session, scored)

    with pytest.raises(Refused):
        make_call(session, scored, "PAN")

    assert reserve_of(session, scored.contest.id, envelope_of(session, scored, "PAN").id).next is None


def test_money_given_back_calls_who_waits_anywhere_in_the_scope_of_its_envelope(
    session: Session, scored: ScoredContest
) -> None:
    """Musuq Ñan asks 20,000 and 8,000 are left around all; 12,000 given back by Allin Ruway make them up."""
    make_approved(session, scored)
    before = reserve_of(session, scored.contest.id, envelope_of(session, scored, "TODO").id).next

    annul(session, scored, "Allin Ruway")
    call = make_called(session, scored, "TODO")
    make_answered(session, scored, call, "accepted")

    assert (before, call.application_id) == (None, scored.groups["Musuq Ñan"].id)
    assert (money(session)["TODO"], broken(session)) == ((40_000, 40_000), [])


def test_who_declines_gives_way_to_the_next_in_the_same_scope(
    session: Session, scored: ScoredContest
) -> None:
    make_approved(session, scored)
    annul(session, scored, "Allin Ruway")

    call = make_called(session, scored, "TODO")
    make_answered(session, scored, call, "declined")

    found = reserve_of(session, scored.contest.id, envelope_of(session, scored, "TODO").id)
    assert found.next is not None
    assert found.next.code == scored.code("Wiñay Warmi")
    assert (money(session)["TODO"], broken(session)) == ((40_000, 20_000), [])


def test_a_contest_does_not_go_back_twice_and_is_allocated_again_to_the_same(
    session: Session, scored: ScoredContest
) -> None:
    first = make_approved(session, scored).result_sha256
    after = money(session)
    reopen(session, scored)
    with pytest.raises(WrongState):
        reopen(session, scored)

    again = make_approved(session, scored)

    assert (again.result_sha256, money(session)) == (first, after)
    assert broken(session) == []


def reopen(session: Session, scored: ScoredContest) -> None:
    staff = make_user(session, Role.STAFF)
    make_reopened(session, scored.contest.id, scored.secretary, staff, BackTo.ALLOCATION)
