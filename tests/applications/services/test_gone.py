"""Who vanished from the register can no longer be a member when an application is sent."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.applications.models import GroupMember
from contest_portal.applications.services.submit_application import submit_application
from contest_portal.kernel.problems import Refused
from contest_portal.registry.models.register import Household, ImportBatch, Person
from contest_portal.registry.queries.register import registered_persons
from tests.conftest import NOON
from tests.factories.applying import Village


def newer_file(session: Session) -> ImportBatch:
    batch = ImportBatch(
        kind="households",
        filename="padron.csv",
        sha256="0" * 64,
        rows_read=1,
        rows_new=0,
        rows_changed=0,
        rows_unchanged=1,
        applied_at=NOON,
    )
    session.add(batch)
    session.flush()
    return batch


@pytest.mark.parametrize("of_the_household", [False, True], ids=["the person", "the household"])
def test_a_member_who_is_gone_is_refused_when_the_application_is_sent(
    village: Village, *, of_the_household: bool
) -> None:
    session, draft = village.session, village.draft()
    person = session.scalars(
        select(Person)
        .join(GroupMember, GroupMember.person_id == Person.id)
        .where(GroupMember.group_id == draft.group_id)
        .order_by(Person.id)
        .limit(1)
    ).one()
    thing = session.get_one(Household, person.household_id) if of_the_household else person
    thing.gone_batch_id = newer_file(session).id
    session.flush()

    with pytest.raises(Refused) as refusal:
        submit_application(session, village.act(), application_id=draft.id, expected_version=draft.version)

    (registered,) = registered_persons(session, [person.id])
    assert [problem.code for problem in refusal.value.problems] == ["member.gone"]
    assert registered.gone_on == NOON.date()
