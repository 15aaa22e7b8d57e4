"""The reads that later stages live on."""

import pytest
from sqlalchemy.orm import Session

from contest_portal.applications.group_facts import group_facts
from contest_portal.applications.group_queries import group_view
from contest_portal.applications.models import HouseholdClaim, ProducerGroup
from contest_portal.applications.queries import (
    applications_in,
    entrant,
    entrants,
    members_of,
    newest_code,
    profile_of,
    profiles_of,
)
from contest_portal.applications.rules.eligibility_facts import GroupFacts
from contest_portal.applications.rules.profile import empty_profile
from contest_portal.contests.queries import rulebook_of
from contest_portal.kernel.problems import NotFound
from tests.factories.applications import make_application
from tests.factories.applying import Village
from tests.factories.contests import make_contest
from tests.factories.profiles import PROFILE
from tests.query_count import counted_queries


def sent(village: Village, name: str, code: str) -> int:
    application = make_application(village.session, village.contest, village.group(name=name))
    application.code = code
    village.session.flush()
    return application.id


def facts_of(village: Village, group: ProducerGroup) -> GroupFacts:
    session, contest_id = village.session, village.contest.id
    rulebook = rulebook_of(session, contest_id)
    return group_facts(session, group=group_view(session, group.id), contest_id=contest_id, rulebook=rulebook)


def test_entrants_come_by_code_also_beyond_three_digits(village: Village) -> None:
    for name, code in (("Mil", "I-1000"), ("Dos", "I-002"), ("Último", "I-999")):
        sent(village, name, code)

    names = [entrant.group_name for entrant in entrants(village.session, village.contest.id)]

    assert names == ["Dos", "Último", "Mil"]
    assert newest_code(village.session, village.contest.id) == "I-1000"


def test_only_what_stands_in_this_contest_is_an_entrant(village: Village) -> None:
    standing = sent(village, "Uno", "I-001")
    make_application(village.session, village.contest, village.group(name="Borrador"), state="draft")
    make_application(village.session, village.contest, village.group(name="Retirado"), state="withdrawn")
    other = make_contest(village.session, village.office, village.staff)
    make_application(village.session, other, village.group(name="Otro concurso"))

    assert [entrant.application_id for entrant in entrants(village.session, village.contest.id)] == [standing]


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_what_does_not_stand_is_no_entrant(village: Village, state: str) -> None:
    application = make_application(village.session, village.contest, village.group(), state=state)

    with pytest.raises(NotFound):
        entrant(village.session, application.id)


@pytest.mark.parametrize("number", [1, 3])
def test_more_entrants_do_not_ask_the_database_more(village: Village, session: Session, number: int) -> None:
    for place in range(number):
        sent(village, f"Grupo {place}", f"I-00{place}")
    contest_id = village.contest.id

    with counted_queries(session) as counted:
        found = entrants(session, contest_id)

    assert (len(found), counted.total) == (number, 1)


def test_the_list_of_the_office_has_sent_ones_by_code_and_then_drafts_by_group(village: Village) -> None:
    make_application(village.session, village.contest, village.group(name="Zorzal"), state="draft")
    make_application(village.session, village.contest, village.group(name="Achira"), state="draft")
    sent(village, "Segundo", "I-002")
    sent(village, "Primero", "I-001")

    names = [view.group_name for view in applications_in(village.session, village.contest.id)]

    assert names == ["Primero", "Segundo", "Achira", "Zorzal"]


def test_profiles_are_read_one_by_one_or_together(village: Village) -> None:
    full, untouched = village.draft(), village.draft(village.group(name="Dos"), profile=empty_profile())
    untouched.profile = "{}"
    village.session.flush()

    assert profile_of(village.session, full.id) == PROFILE
    assert profiles_of(village.session, [full.id, untouched.id, 999]) == {
        full.id: PROFILE,
        untouched.id: empty_profile(),
    }


def test_there_is_no_profile_without_an_application(village: Village) -> None:
    with pytest.raises(NotFound):
        profile_of(village.session, 999)


def test_places_of_its_own_application_do_not_count_against_a_group(village: Village) -> None:
    group = village.group()
    own = make_application(village.session, village.contest, group)

    facts = facts_of(village, group)

    assert facts.claims == {}
    assert len(members_of(village.session, own.id)) == facts.households == 4


def test_a_place_held_by_another_group_is_a_fact_with_its_code(village: Village) -> None:
    holder = sent(village, "Primero", "I-001")
    group = village.group(name="Segundo")
    before = facts_of(village, group)
    household_id = before.members[0].household_id
    village.session.add(
        HouseholdClaim(contest_id=village.contest.id, household_id=household_id, application_id=holder)
    )
    village.session.flush()

    facts = facts_of(village, group)

    assert facts.claims == {household_id: "I-001"}
