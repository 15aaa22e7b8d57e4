"""The groups that persons joined and left."""

from datetime import timedelta

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.member_queries import memberships_of
from contest_portal.applications.models import GroupMember, ProducerGroup
from tests.factories.accounts import make_user
from tests.factories.contests import OPENS
from tests.factories.files import Family, make_family
from tests.query_count import counted_queries


def make_own_group(session: Session, family: Family, name: str) -> ProducerGroup:
    centre = family.household.centre_code
    group = ProducerGroup(
        name=name,
        centre_code=centre,
        representative_id=make_user(session, Role.REPRESENTATIVE).id,
        created_at=OPENS,
    )
    session.add(group)
    session.flush()
    return group


def join(session: Session, group: ProducerGroup, person_id: int, *, years: int, left: bool = False) -> None:
    joined_at = OPENS - timedelta(days=365 * years)
    left_at = joined_at + timedelta(days=200) if left else None
    session.add(
        GroupMember(
            group_id=group.id, person_id=person_id, office="treasurer", joined_at=joined_at, left_at=left_at
        )
    )
    session.flush()


def test_present_groups_come_first_then_the_latest_joined(session: Session) -> None:
    family = make_family(session)
    for name, years, left in (("Antiguo", 4, True), ("Reciente", 1, True), ("De hoy", 3, False)):
        join(session, make_own_group(session, family, name), family.head.id, years=years, left=left)

    found = memberships_of(session, [family.head.id])

    assert [(one.group_name, one.office, one.left_at is None) for one in found] == [
        ("De hoy", "treasurer", True),
        ("Reciente", "treasurer", False),
        ("Antiguo", "treasurer", False),
    ]


def test_a_membership_says_whose_it_is_and_where(session: Session) -> None:
    family = make_family(session)
    group = make_own_group(session, family, "Sumaq Kuy")
    join(session, group, family.child.id, years=0)

    (one,) = memberships_of(session, [family.head.id, family.child.id])

    assert (one.person_id, one.full_name, one.group_id, one.centre_name, one.joined_at) == (
        family.child.id,
        "Saúl Quispe Huamaní",
        group.id,
        "Chahuarma",
        OPENS,
    )


def test_somebody_in_no_group_has_none(session: Session) -> None:
    family = make_family(session)

    assert memberships_of(session, [family.head.id]) == ()
    assert memberships_of(session, []) == ()


def test_number_of_queries_does_not_grow_with_the_groups(session: Session) -> None:
    family = make_family(session)
    join(session, make_own_group(session, family, "Uno"), family.head.id, years=1)
    with counted_queries(session) as few:
        memberships_of(session, [family.head.id])
    for name in ("Dos", "Tres"):
        join(session, make_own_group(session, family, name), family.child.id, years=2)
    with counted_queries(session) as many:
        memberships_of(session, [family.head.id, family.child.id])

    assert few.total == many.total == 1


def test_members_of_other_households_do_not_show(session: Session) -> None:
    family = make_family(session)
    group = make_own_group(session, family, "Allin Ruway")
    join(session, group, family.head.id, years=1)

    assert memberships_of(session, [family.child.id]) == ()
