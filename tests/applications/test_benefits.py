"""Benefits of earlier contests: kept at the announcement, found by household, refused with their evidence."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.applications.benefit_models import Benefit
from contest_portal.applications.benefits import keep_benefits, newest_earlier_awards
from contest_portal.applications.models import Application, GroupMember, ProducerGroup
from contest_portal.applications.rules.double_benefit import EarlierAward
from contest_portal.applications.services.submit_application import submit_application
from contest_portal.contests.models import Contest
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import Refused
from contest_portal.registry.models.register import Person
from tests.conftest import NOON
from tests.factories.applications import make_application
from tests.factories.applying import Village, make_village, with_group_rules
from tests.factories.contests import OPENS, make_contest
from tests.factories.publication import make_announced_contest

AMOUNT = Money.soles(9_000)


def earlier_contest(village: Village) -> Contest:
    return make_contest(village.session, village.office, village.staff, state="announced")


def awarded_before(village: Village, draft: Application, *, days_before_opening: int) -> Application:
    """Let the group of a draft have won in another contest, announced so many days before this one opens."""
    group = village.session.get_one(ProducerGroup, draft.group_id)
    won = make_application(village.session, earlier_contest(village), group)
    granted_at = OPENS - timedelta(days=days_before_opening)
    keep_benefits(village.session, {won.id: AMOUNT}, granted_at=granted_at)
    return won


def households(session: Session, draft: Application) -> list[int]:
    return list(
        session.scalars(
            select(Person.household_id)
            .join(GroupMember, GroupMember.person_id == Person.id)
            .where(GroupMember.group_id == draft.group_id)
            .order_by(Person.household_id)
        )
    )


def submit(village: Village, draft: Application) -> Application:
    deed = Act(village.actor, NOON)
    return submit_application(
        village.session, deed, application_id=draft.id, expected_version=draft.version
    ).application


def test_the_announcement_keeps_every_award(session: Session) -> None:
    scored = make_announced_contest(session)

    kept = {benefit.application_id: benefit for benefit in session.scalars(select(Benefit))}

    winners = {scored.groups[name].id for name in ("Sumaq Kuy", "Mishki Tanta", "Llaqta Maki")}
    assert set(kept) == winners
    assert {benefit.granted_at for benefit in kept.values()} == {NOON}
    assert kept[scored.groups["Sumaq Kuy"].id].amount == Money.soles(18_000)


def test_an_award_is_found_by_the_households_of_its_application(session: Session) -> None:
    village = make_village(session)
    draft = village.draft()
    won = awarded_before(village, draft, days_before_opening=100)

    found = newest_earlier_awards(session, draft.contest_id, households(session, draft))

    contest = session.get_one(Contest, won.contest_id)
    award = EarlierAward(
        contest.id, contest.code, contest.title, won.id, won.code or "", AMOUNT, date(2026, 7, 25)
    )
    assert found == dict.fromkeys(households(session, draft), award)


def test_the_newest_of_several_awards_counts(session: Session) -> None:
    village = make_village(session)
    draft = village.draft()
    awarded_before(village, draft, days_before_opening=700)
    newest = awarded_before(village, draft, days_before_opening=30)
    awarded_before(village, draft, days_before_opening=400)

    found = newest_earlier_awards(session, draft.contest_id, households(session, draft))

    assert {award.application_id for award in found.values()} == {newest.id}


def test_an_award_of_the_same_contest_does_not_count_against_it(session: Session) -> None:
    village = make_village(session)
    draft = village.draft()
    won = awarded_before(village, draft, days_before_opening=30)

    assert newest_earlier_awards(session, won.contest_id, households(session, draft)) == {}
    assert newest_earlier_awards(session, draft.contest_id, []) == {}


@pytest.mark.parametrize(("months", "days"), [(0, 1), (1, 31), (12, 365), (12, 800)])
def test_a_group_that_waited_or_need_not_wait_sends(session: Session, months: int, days: int) -> None:
    village = make_village(session, rulebook=with_group_rules(months_between_awards=months))
    draft = village.draft()
    awarded_before(village, draft, days_before_opening=days)

    assert submit(village, draft).state == "submitted"


@pytest.mark.parametrize(("months", "days"), [(1, 30), (12, 364), (12, 0), (1, -5)])
def test_a_group_awarded_too_recently_is_refused_with_the_evidence(
    session: Session, months: int, days: int
) -> None:
    village = make_village(session, rulebook=with_group_rules(months_between_awards=months))
    draft = village.draft()
    won = awarded_before(village, draft, days_before_opening=days)

    with pytest.raises(Refused) as refusal:
        submit(village, draft)

    problems = refusal.value.problems
    assert {problem.code for problem in problems} == {"member.household_awarded"}
    assert len(problems) == len(households(session, draft))
    assert all(part in problems[0].text for part in (won.code or "", "S/ 9,000.00", str(months)))
    assert draft.state == "draft"


def test_an_unannounced_award_keeps_nobody_out(session: Session) -> None:
    village = make_village(session, rulebook=with_group_rules(months_between_awards=12))
    draft = village.draft()
    make_application(session, earlier_contest(village), session.get_one(ProducerGroup, draft.group_id))

    assert submit(village, draft).state == "submitted"
