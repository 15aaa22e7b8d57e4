"""Money that becomes free later goes up for a call of the reserve, as the frozen rules say and as far as they say."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.allocation.move_queries import went_up
from contest_portal.allocation.reserve_models import ReserveCall, ReserveRise
from contest_portal.allocation.reserve_queries import reserve_of
from contest_portal.allocation.rules.offers import Rise
from contest_portal.allocation.services.approve_reserve_call import approve_reserve_call
from contest_portal.allocation.services.discard_reserve_call import discard_reserve_call
from contest_portal.awards.rules.reopening import BackTo
from contest_portal.documents.models import Document
from contest_portal.kernel.money import ZERO, Money
from contest_portal.kernel.problems import Refused
from tests.allocation.services.test_nested_moves import annul, broken, money
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_user
from tests.factories.allocation import ScoredContest, make_approved
from tests.factories.envelopes import make_nested_contest
from tests.factories.moves import envelope_of, make_moved
from tests.factories.reopening import make_reopened
from tests.factories.reserve import make_answered, make_call, make_called


@pytest.fixture
def freed(session: Session) -> ScoredContest:
    """Two of idea gave back 17,000 and got 5,000 of them: 12,000 are free there, and nobody of idea waits any more."""
    scored = make_nested_contest(session)
    make_approved(session, scored)
    annul(session, scored, "Mishki Tanta")
    make_answered(session, scored, make_called(session, scored, "S-IDEA"), "accepted")
    return scored


def free(session: Session, scored: ScoredContest) -> dict[str, int]:
    """Give what is free to call with in the common envelope, in idea and in progress, in soles."""
    found = {
        code: reserve_of(session, scored.contest.id, envelope_of(session, scored, code).id)
        for code in ("TODO", "S-IDEA", "S-MARCHA")
    }
    return {code: one.free.cents // 100 for code, one in found.items()}


def test_money_that_nobody_of_its_envelope_waits_for_goes_up_for_the_call_of_who_waits_around_it(
    session: Session, freed: ScoredContest
) -> None:
    """Musuq Ñan asks 20,000; 8,000 are free in common and 12,000 come from idea. What progress keeps stays there."""
    before = reserve_of(session, freed.contest.id, envelope_of(session, freed, "TODO").id)

    call = make_call(session, freed, "TODO")
    held = free(session, freed)
    approve_reserve_call(session, act_of(freed.staff, NOON), call_id=call.id)

    assert before.offer.rises == (Rise("S-IDEA", Money.soles(12_000)),)
    assert (before.free, before.at_hand) == (Money.soles(8_000), Money.soles(20_000))
    assert call.application_id == freed.groups["Musuq Ñan"].id
    assert held == {"TODO": 0, "S-IDEA": 0, "S-MARCHA": 5_000}
    assert money(session) == {
        "TODO": (52_000, 52_000),
        "S-IDEA": (23_000, 23_000),
        "PAN": (0, 0),
        "S-MARCHA": (25_000, 20_000),
    }
    paper = session.get_one(Document, call.document_id)
    assert '"came_from":[{"amount":{"cents":1200000},"name":"En idea"}]' in paper.data
    assert broken(session) == []


def test_what_went_up_is_told_of_its_envelopes_and_stays_up_when_the_group_declines(
    session: Session, freed: ScoredContest
) -> None:
    make_answered(session, freed, make_called(session, freed, "TODO"), "declined")

    sums = went_up(session, freed.contest.id)
    told = {code: sums[envelope_of(session, freed, code).id] for code in ("TODO", "S-IDEA", "PAN")}

    assert told == {"TODO": Money.soles(17_000), "S-IDEA": Money.soles(-7_000), "PAN": Money.soles(-10_000)}
    assert free(session, freed) == {"TODO": 20_000, "S-IDEA": 0, "S-MARCHA": 5_000}
    assert broken(session) == []


def test_a_proposal_that_is_discarded_leaves_the_money_where_it_was(
    session: Session, freed: ScoredContest
) -> None:
    before = money(session)
    call = make_call(session, freed, "TODO")

    discard_reserve_call(session, act_of(freed.secretary, NOON), call_id=call.id)

    assert (money(session), free(session, freed)["S-IDEA"], broken(session)) == (before, 12_000, [])


def test_a_call_whose_money_went_elsewhere_meanwhile_is_not_approved(
    session: Session, freed: ScoredContest
) -> None:
    call = make_call(session, freed, "TODO")
    make_moved(session, freed, "S-IDEA", "", 1)

    with pytest.raises(Refused) as refused:
        approve_reserve_call(session, act_of(freed.staff, NOON), call_id=call.id)

    assert [one.code for one in refused.value.problems] == ["reserve.not_next"]
    assert money(session)["TODO"] == (40_000, 32_000)


def test_a_call_for_which_another_amount_would_go_up_now_is_not_approved(
    session: Session, freed: ScoredContest
) -> None:
    """A sol more in common is a sol less from idea: the act would tell another sum than what two people saw."""
    call = make_call(session, freed, "TODO")
    make_moved(session, freed, "S-MARCHA", "TODO", 1)

    with pytest.raises(Refused, match="not_next"):
        approve_reserve_call(session, act_of(freed.staff, NOON), call_id=call.id)


def test_an_envelope_that_is_enough_by_itself_brings_nothing_up(
    session: Session, freed: ScoredContest
) -> None:
    make_moved(session, freed, "S-IDEA", "TODO", 12_000)

    make_called(session, freed, "TODO")

    assert session.scalars(select(ReserveRise)).all() == []
    assert went_up(session, freed.contest.id).get(envelope_of(session, freed, "S-MARCHA").id, ZERO) == ZERO


def test_nothing_of_an_envelope_that_keeps_its_rest_goes_up(session: Session) -> None:
    """Progress gives 20,000 back while its only group in reserve is called elsewhere: they stay there."""
    scored = make_nested_contest(session)
    make_approved(session, scored)
    make_moved(session, scored, "S-MARCHA", "TODO", 5_000)
    annul(session, scored, "Allin Ruway")
    make_answered(session, scored, make_called(session, scored, "TODO"), "accepted")
    annul(session, scored, "Llaqta Maki")

    found = reserve_of(session, scored.contest.id, envelope_of(session, scored, "TODO").id)

    called = session.scalars(select(ReserveCall.application_id)).all()
    assert called == [scored.groups["Musuq Ñan"].id]
    assert (found.offer.at_hand, free(session, scored)["S-MARCHA"]) == (ZERO, 20_000)


def test_what_went_up_for_calls_is_back_down_when_the_contest_goes_back_to_the_allocation(
    session: Session,
) -> None:
    scored = make_nested_contest(session)
    before = money(session)
    make_approved(session, scored)
    annul(session, scored, "Mishki Tanta")
    make_answered(session, scored, make_called(session, scored, "S-IDEA"), "accepted")
    make_answered(session, scored, make_called(session, scored, "TODO"), "declined")
    secretary, official = make_user(session, Role.SECRETARY), make_user(session, Role.STAFF)

    make_reopened(session, scored.contest.id, secretary, official, BackTo.ALLOCATION)

    assert (money(session), went_up(session, scored.contest.id), broken(session)) == (before, {}, [])
