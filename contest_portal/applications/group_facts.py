"""Gathering what the eligibility rules ask for: the group, its members as the register knows them, places taken."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from contest_portal.applications.benefits import newest_earlier_awards
from contest_portal.applications.group_queries import GroupMemberView, GroupView, group_members
from contest_portal.applications.queries import claims_on
from contest_portal.applications.rules.eligibility_facts import GroupFacts, MemberFacts
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.kernel.clock import office_date
from contest_portal.registry.queries.register import RegisteredPerson, registered_persons
from contest_portal.registry.rules.targeting import Reason, Status


def group_facts(
    session: Session,
    *,
    group: GroupView,
    contest_id: int,
    rulebook: Rulebook,
    members: Sequence[GroupMemberView] | None = None,
) -> GroupFacts:
    """Gather the facts of a group before a contest. Places held by its own application do not count against it.

    `members` are those it has now, or those it was sent with.
    """
    members = group_members(session, group.group_id) if members is None else members
    registered = {
        person.person_id: person
        for person in registered_persons(session, [member.person_id for member in members])
    }
    household_ids = [member.household_id for member in members]
    claims = claims_on(session, contest_id, household_ids)
    return GroupFacts(
        members=tuple(_member_facts(member, registered[member.person_id]) for member in members),
        centre_name=group.centre_name,
        ubigeo=group.ubigeo,
        district_name=group.district_name,
        rules=rulebook.group,
        territory=rulebook.territory,
        opens_on=office_date(rulebook.calendar.opens_at),
        claims={
            claim.household_id: claim.application_code for claim in claims if claim.group_id != group.group_id
        },
        earlier=newest_earlier_awards(session, contest_id, household_ids),
    )


def _member_facts(member: GroupMemberView, person: RegisteredPerson) -> MemberFacts:
    return MemberFacts(
        person_id=member.person_id,
        dni=member.dni,
        full_name=member.full_name,
        sex=member.sex,
        office=member.office,
        household_id=member.household_id,
        household_code=member.household_code,
        centre_code=person.centre_code,
        centre_name=person.centre_name,
        ubigeo=person.ubigeo,
        district_name=person.district_name,
        targeting_status=Status(person.targeting_status),
        targeting_reason=Reason(person.targeting_reason),
        centre_households=person.centre_households,
        gone_on=person.gone_on,
        class_expires_on=person.class_expires_on,
    )
