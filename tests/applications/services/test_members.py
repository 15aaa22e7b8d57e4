"""Members: found by DNI, given an office, taken out; and when the list stands still."""

import pytest
from sqlalchemy import select

from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.group_queries import group_members
from contest_portal.applications.models import GroupMember, ProducerGroup
from contest_portal.applications.rules.group import MemberOffice
from contest_portal.applications.services.add_member import add_member
from contest_portal.applications.services.edit_group import edit_group
from contest_portal.applications.services.remove_member import remove_member
from contest_portal.applications.services.set_member_office import set_member_office
from contest_portal.applications.services.submit_application import submit_application
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.problems import NotFound, Refused
from contest_portal.registry.models.register import Person
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_user
from tests.factories.applying import Village
from tests.factories.registry import make_household, make_person


def person(village: Village, dni: str = "00418672") -> Person:
    return make_person(village.session, make_household(village.session, village.centre), dni=dni)


def names(village: Village, group: ProducerGroup) -> list[str]:
    return [member.office for member in group_members(village.session, group.id)]


@pytest.mark.parametrize("typed", ["00418672", "0041-8672", " 00.418.672 "], ids=["plain", "hyphen", "dots"])
def test_a_person_is_found_by_dni_with_its_leading_zeros(village: Village, typed: str) -> None:
    found = person(village)
    group = village.group(households=0)

    add_member(village.session, village.act(), group_id=group.id, dni=typed)

    (member,) = group_members(village.session, group.id)
    assert (member.person_id, member.dni, member.office) == (found.id, "00418672", "member")


@pytest.mark.parametrize("typed", ["4541867", "45a18672", "", "454186721"])
def test_what_is_no_dni_adds_nobody(village: Village, typed: str) -> None:
    group = village.group(households=0)

    with pytest.raises(Refused, match=r"dni\.invalid"):
        add_member(village.session, village.act(), group_id=group.id, dni=typed)

    assert group_members(village.session, group.id) == ()


def test_a_dni_nobody_has_says_what_to_do(village: Village) -> None:
    group = village.group(households=0)

    with pytest.raises(Refused) as refusal:
        add_member(village.session, village.act(), group_id=group.id, dni="45418672")

    (problem,) = refusal.value.problems
    assert (problem.code, problem.field) == ("member.not_registered", "dni")
    assert "pida a la oficina del programa que registre a la persona" in problem.text


def test_a_person_is_in_the_group_once(village: Village) -> None:
    person(village)
    group = village.group(households=0)
    add_member(village.session, village.act(), group_id=group.id, dni="00418672")

    with pytest.raises(Refused, match=r"member\.already"):
        add_member(village.session, village.act(), group_id=group.id, dni="00418672")


def test_who_left_may_come_back(village: Village) -> None:
    person(village)
    group = village.group(households=0)
    member = add_member(village.session, village.act(), group_id=group.id, dni="00418672")
    remove_member(village.session, village.act(), group_id=group.id, member_id=member.id)

    again = add_member(village.session, village.act(), group_id=group.id, dni="00418672")

    assert [view.member_id for view in group_members(village.session, group.id)] == [again.id]
    assert village.session.get_one(GroupMember, member.id).left_at == NOON


def test_adding_is_on_the_audit_chain_with_ids_alone(village: Village) -> None:
    found = person(village)
    group = village.group(households=0)

    member = add_member(village.session, village.act(), group_id=group.id, dni="00418672")

    row = village.session.scalars(select(AuditRow)).one()
    assert (row.subject, row.data) == (
        f"group:{group.id}",
        f'{{"member_id":{member.id},"person_id":{found.id}}}',
    )


def test_an_office_passes_from_one_member_to_another(village: Village) -> None:
    group = village.group()
    fourth = group_members(village.session, group.id)[3]

    set_member_office(
        village.session,
        village.act(),
        group_id=group.id,
        member_id=fourth.member_id,
        office=MemberOffice.PRESIDENT,
    )

    assert names(village, group) == ["member", "treasurer", "secretary", "president"]


def test_an_office_can_be_laid_down(village: Village) -> None:
    group = village.group()
    first = group_members(village.session, group.id)[0]

    set_member_office(
        village.session,
        village.act(),
        group_id=group.id,
        member_id=first.member_id,
        office=MemberOffice.MEMBER,
    )

    assert names(village, group) == ["member", "treasurer", "secretary", "member"]


def test_a_member_of_another_group_does_not_exist_in_this_one(village: Village) -> None:
    group, other = village.group(name="Uno"), village.group(name="Dos")
    member = group_members(village.session, other.id)[0]

    with pytest.raises(NotFound):
        remove_member(village.session, village.act(), group_id=group.id, member_id=member.member_id)


def test_a_group_of_somebody_else_does_not_exist(village: Village) -> None:
    group = village.group()
    stranger = act_of(make_user(village.session, Role.REPRESENTATIVE), NOON)

    with pytest.raises(NotFound):
        add_member(village.session, stranger, group_id=group.id, dni="45418672")


@pytest.mark.parametrize("change", ["add", "remove", "office", "edit"])
def test_a_group_in_a_contest_stands_still_until_the_result(village: Village, change: str) -> None:
    session, act, group = village.session, village.act(), village.group()
    draft = village.draft(group)
    submit_application(session, act, application_id=draft.id, expected_version=draft.version)
    person(village)
    member = group_members(session, group.id)[0].member_id
    changes = {
        "add": lambda: add_member(session, act, group_id=group.id, dni="00418672"),
        "remove": lambda: remove_member(session, act, group_id=group.id, member_id=member),
        "office": lambda: set_member_office(
            session, act, group_id=group.id, member_id=member, office=MemberOffice.MEMBER
        ),
        "edit": lambda: edit_group(
            session,
            act,
            group_id=group.id,
            expected_version=group.version,
            name="Otro",
            centre_code=group.centre_code,
            ruc=None,
        ),
    }

    with pytest.raises(Refused) as refusal:
        changes[change]()

    assert [problem.code for problem in refusal.value.problems] == ["group.in_contest"]


def test_after_the_result_a_group_changes_again(village: Village) -> None:
    group = village.group()
    draft = village.draft(group)
    submit_application(
        village.session, village.act(), application_id=draft.id, expected_version=draft.version
    )
    village.contest.state = "announced"
    village.session.flush()
    person(village)

    add_member(village.session, village.act(), group_id=group.id, dni="00418672")

    assert len(group_members(village.session, group.id)) == 5
