"""What members of a group who share a household are to its head, on the group's own page and the office's."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.applications.models import GroupMember, ProducerGroup
from contest_portal.applications.services.submit_application import submit_application
from contest_portal.registry.models.register import Household, Person
from contest_portal.registry.queries.kin import Kin, kin_among
from tests.factories.applications import OPENS
from tests.factories.applying import Village, make_village
from tests.factories.registry import make_person
from tests.page_client import PageClient, words


def sharing(
    session: Session, village: Village, kinship: str | None
) -> tuple[ProducerGroup, str, list[Person]]:
    """Make a group whose first household stands in it with two people."""
    group = village.group()
    head = session.scalars(
        select(Person).join(GroupMember, GroupMember.person_id == Person.id).order_by(GroupMember.id)
    ).first()
    assert head is not None
    home = session.get_one(Household, head.household_id)
    child = make_person(session, home, given_names="Nilo", sex="M", is_head=False)
    child.kinship = kinship
    member = GroupMember(
        group_id=group.id, person_id=child.id, office="member", joined_at=OPENS + timedelta(1)
    )
    session.add(member)
    session.commit()
    return group, home.code, [head, child]


def test_both_pages_say_what_two_of_a_household_are_in_it(client: PageClient, session: Session) -> None:
    village = make_village(session)
    group, code, (head, child) = sharing(session, village, "child")

    client.sign_in(village.representative.id)
    own = words(client.get(f"/grupo/grupos/{group.id}").text)
    draft = village.draft(group)
    sent = submit_application(
        session, village.act(), application_id=draft.id, expected_version=draft.version
    ).application
    session.commit()
    client.sign_in(village.staff.id)
    office = words(client.get(f"/oficina/solicitudes/{sent.id}").text)

    for page in (own, office):
        assert f"{head.full_name} Jefa de hogar · hogar {code}" in page
        assert f"{child.full_name} Hijo o hija · hogar {code}" in page
        assert page.count(" · hogar ") == 2


def test_kin_are_those_who_share_a_household_of_today(session: Session) -> None:
    village = make_village(session)
    _, code, (head, child) = sharing(session, village, None)

    alone = kin_among(session, {head.id})
    both = kin_among(session, {head.id, child.id})

    assert alone == {}
    assert both == {
        head.id: Kin(code, is_head=True, kinship=None, sex="F"),
        child.id: Kin(code, is_head=False, kinship=None, sex="M"),
    }
    assert [one.is_known for one in both.values()] == [True, False]
