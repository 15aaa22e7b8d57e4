"""Households of a contest that another contest awarded."""

from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import ANONYMOUS, Actor, Grant, Role
from contest_portal.allocation.models import Award
from contest_portal.applications.models import Application, ProducerGroup
from contest_portal.awards.double_benefit_queries import DoubleBenefit, double_benefits
from contest_portal.contests.models import Contest
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.kernel.clock import office_date
from contest_portal.kernel.money import Money
from tests.conftest import NOON
from tests.factories.allocation import ScoredContest
from tests.factories.applications import make_application
from tests.factories.awards import make_awarded_contest
from tests.factories.contests import RULEBOOK, make_contest
from tests.factories.files import winner_of
from tests.factories.publication import make_announced_contest
from tests.query_count import counted_queries

AUDITOR = Actor(1, frozenset({Grant(Role.AUDITOR)}))
TODAY = office_date(NOON)


def asking(months: int) -> Rulebook:
    return replace(RULEBOOK, group=replace(RULEBOOK.group, months_between_awards=months))


def second_contest(session: Session, scored: ScoredContest) -> Contest:
    return make_contest(session, scored.office, scored.staff, state="published")


def applies_again(
    session: Session,
    scored: ScoredContest,
    contest: Contest,
    name: str = "Sumaq Kuy",
    *,
    state: str = "submitted",
) -> Application:
    group = session.get_one(ProducerGroup, scored.groups[name].group_id)
    return make_application(session, contest, group, state=state)


def found_in(
    session: Session, contest: Contest, months: int = 0, actor: Actor = AUDITOR
) -> list[DoubleBenefit]:
    return list(double_benefits(session, actor, contest_id=contest.id, rulebook=asking(months)))


def test_a_household_awarded_elsewhere_is_listed_with_contest_and_amount(session: Session) -> None:
    scored = make_announced_contest(session)
    contest = second_contest(session, scored)
    again = applies_again(session, scored, contest)
    member = winner_of(session, scored)

    (one,) = found_in(session, contest)

    assert (one.household_id, one.members, one.application_code, one.group_name) == (
        member.household_id,
        (member.full_name,),
        again.code,
        "Sumaq Kuy",
    )
    assert (one.other_contest_code, one.other_application_code, one.amount, one.announced_on) == (
        scored.contest.code,
        scored.code("Sumaq Kuy"),
        Money.soles(18_000),
        TODAY,
    )
    assert (one.waits_until, one.is_too_recent) == (None, False)


def test_the_rule_of_the_contest_is_applied_to_each(session: Session) -> None:
    scored = make_announced_contest(session)
    contest = second_contest(session, scored)
    applies_again(session, scored, contest)

    (one,) = found_in(session, contest, 12)

    assert (one.waits_until, one.is_too_recent) == (TODAY.replace(year=2027), True)


@pytest.mark.parametrize("name", ["Qori Sara", "Wiñay Warmi", "Inti Rayku"])
def test_who_won_nothing_is_not_listed(session: Session, name: str) -> None:
    scored = make_announced_contest(session)
    contest = second_contest(session, scored)
    applies_again(session, scored, contest, name)

    assert found_in(session, contest) == []


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_who_does_not_stand_is_not_listed(session: Session, state: str) -> None:
    scored = make_announced_contest(session)
    contest = second_contest(session, scored)
    applies_again(session, scored, contest, state=state)

    assert found_in(session, contest) == []


def test_an_award_of_the_contest_itself_is_none_of_another(session: Session) -> None:
    scored = make_announced_contest(session)

    assert found_in(session, scored.contest) == []


def test_a_void_award_is_not_listed(session: Session) -> None:
    scored = make_announced_contest(session)
    contest = second_contest(session, scored)
    again = applies_again(session, scored, contest)
    won = scored.groups["Sumaq Kuy"]
    session.scalars(select(Award).where(Award.application_id == won.id)).one().state = "void"
    session.flush()

    assert (found_in(session, contest), again.state) == ([], "submitted")


def test_what_is_not_announced_shows_to_who_may_see_that_ranking(session: Session) -> None:
    scored = make_awarded_contest(session)
    contest = second_contest(session, scored)
    applies_again(session, scored, contest)
    secretary = Actor(1, frozenset({Grant(Role.SECRETARY, contest.id)}))

    assert [len(found_in(session, contest, 12, actor)) for actor in (AUDITOR, secretary, ANONYMOUS)] == [
        1,
        0,
        0,
    ]
    (one,) = found_in(session, contest, 12)
    assert (one.announced_on, one.waits_until, one.is_too_recent) == (None, None, False)


def test_one_application_alone(session: Session) -> None:
    scored = make_announced_contest(session)
    contest = second_contest(session, scored)
    first = applies_again(session, scored, contest)
    applies_again(session, scored, contest, "Llaqta Maki")

    found = double_benefits(
        session, AUDITOR, contest_id=contest.id, rulebook=RULEBOOK, application_id=first.id
    )

    assert [one.application_code for one in found] == [first.code]
    assert len(found_in(session, contest)) == 2


def test_number_of_queries_does_not_grow(session: Session) -> None:
    scored = make_announced_contest(session)
    contest = second_contest(session, scored)
    applies_again(session, scored, contest)
    with counted_queries(session) as few:
        found_in(session, contest)
    applies_again(session, scored, contest, "Llaqta Maki")
    applies_again(session, scored, contest, "Mishki Tanta")
    with counted_queries(session) as many:
        found_in(session, contest)

    assert few.total == many.total == 1
