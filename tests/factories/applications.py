"""Groups and what they sent."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.accounts.rules.actor import Act
from contest_portal.applications.attachment_queries import attachments_of
from contest_portal.applications.entry import keep_version
from contest_portal.applications.models import (
    Application,
    ApplicationMember,
    ApplicationVersion,
    GroupMember,
    HouseholdClaim,
    ProducerGroup,
)
from contest_portal.applications.rules.submission import SentMember
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import rulebook_sha256
from contest_portal.kernel.canonical import canonical_json, sha256_hex
from contest_portal.kernel.money import Money
from contest_portal.kernel.records import to_data
from contest_portal.registry.models.register import Centre, Household, Person
from tests.factories.contests import OPENS
from tests.factories.numbers import new_number
from tests.factories.registry import make_household, make_person


def make_group(
    session: Session,
    centre: Centre,
    representative: User,
    *,
    name: str = "Sumaq Kuy",
    households: int = 4,
    women: int = 2,
) -> ProducerGroup:
    """Make a group of one person per household; the first `women` members are women."""
    group = ProducerGroup(
        name=name, centre_code=centre.code, representative_id=representative.id, created_at=OPENS
    )
    session.add(group)
    session.flush()
    offices = ("president", "treasurer", "secretary")
    for number in range(households):
        person = make_person(
            session,
            make_household(session, centre),
            paternal_surname=f"Apellido{new_number()}",
            sex="F" if number < women else "M",
        )
        office = offices[number] if number < len(offices) else "member"
        session.add(GroupMember(group_id=group.id, person_id=person.id, office=office, joined_at=OPENS))
    session.flush()
    session.expire(group)
    return group


def make_application(
    session: Session,
    contest: Contest,
    group: ProducerGroup,
    *,
    state: str = "submitted",
    category_code: str = "IDEA",
    line_code: str = "cuyes",
    requested: Money = Money.soles(10_000),
    submitted_at: datetime = OPENS,
    profile: str = "{}",
) -> Application:
    """Make an application; a submitted one has its code, version, member snapshot and household claims."""
    application = Application(
        contest_id=contest.id,
        group_id=group.id,
        state=state,
        category_code=category_code,
        line_code=line_code,
        title=f"Perfil de {group.name}",
        profile=profile,
        requested=requested,
        created_at=OPENS,
    )
    if state != "draft":
        application.code = f"{contest.code}-{new_number()}"
        application.submitted_at = submitted_at
        application.content_sha256 = sha256_hex(profile)
    session.add(application)
    session.flush()
    if state == "submitted":
        _snapshot(session, application, group)
    return application


def _snapshot(session: Session, application: Application, group: ProducerGroup) -> None:
    joined = session.query(GroupMember).filter_by(group_id=group.id).order_by(GroupMember.id)
    members = [_add_member(session, application, member.office, member.person_id) for member in joined]
    sent = tuple(
        SentMember(
            dni=member.dni,
            full_name=member.full_name,
            sex=member.sex,
            office=member.office,
            household_id=member.household_id,
            centre_code=member.centre_code,
        )
        for member in members
    )
    content = canonical_json({"members": to_data(sent), "profile": application.profile})
    application.content_sha256 = sha256_hex(content)
    session.add(
        ApplicationVersion(
            application_id=application.id,
            number=1,
            content=content,
            content_sha256=application.content_sha256,
            received_at=application.submitted_at or OPENS,
        )
    )
    session.flush()


def _add_member(session: Session, application: Application, office: str, person_id: int) -> ApplicationMember:
    person = session.get_one(Person, person_id)
    household = session.get_one(Household, person.household_id)
    member = ApplicationMember(
        application_id=application.id,
        person_id=person.id,
        household_id=household.id,
        centre_code=household.centre_code,
        dni=person.dni,
        full_name=person.full_name,
        sex=person.sex,
        office=office,
    )
    session.add(member)
    session.add(
        HouseholdClaim(
            contest_id=application.contest_id, household_id=household.id, application_id=application.id
        )
    )
    return member


def send_whole(session: Session, act: Act, application: Application) -> None:
    """Keep the content of an application as sending does, in the place of what `make_application` wrote."""
    session.execute(delete(ApplicationVersion).where(ApplicationVersion.application_id == application.id))
    session.refresh(application, ["contest", "group", "members"])
    rules_sha256 = rulebook_sha256(session, application.contest_id)
    files = attachments_of(session, application.id)
    keep_version(session, act, application, application.members, rules_sha256=rules_sha256, files=files)
    session.flush()
