"""What is written when a group sends: its households' places, its members as of that day, the words sent."""

from collections.abc import Sequence

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.applications.attachment_queries import attachments_of
from contest_portal.applications.group_queries import group_members
from contest_portal.applications.models import (
    Application,
    ApplicationMember,
    ApplicationVersion,
    HouseholdClaim,
)
from contest_portal.applications.queries import claims_on
from contest_portal.applications.rules.eligibility import household_taken
from contest_portal.applications.rules.eligibility_facts import GroupFacts
from contest_portal.applications.rules.profile import read_profile
from contest_portal.applications.rules.submission import SentFile, SentGroup, SentMember, Submission
from contest_portal.contests.queries import rulebook_sha256
from contest_portal.kernel.canonical import canonical_json, sha256_hex
from contest_portal.kernel.problems import Problem, Refused
from contest_portal.kernel.records import to_data
from contest_portal.registry.queries.register import registered_persons


def claim_places(session: Session, application: Application, facts: GroupFacts) -> None:
    """Take the only place of each household in the contest.

    The table's unique key is the last word between two groups that send at once: who comes second is Refused with
    the household's name, as if the first had been there before the check.
    """
    if not facts.rules.one_group_per_household:
        return
    households = sorted({member.household_id for member in facts.members})
    try:
        with session.begin_nested():
            session.add_all(
                HouseholdClaim(
                    contest_id=application.contest_id,
                    household_id=household_id,
                    application_id=application.id,
                )
                for household_id in households
            )
    except IntegrityError as error:
        raise Refused(_taken(session, application, facts)) from error


def snapshot_members(session: Session, application: Application) -> tuple[ApplicationMember, ...]:
    """Keep the members as the register knows them now; a snapshot of an earlier sending is replaced."""
    session.execute(delete(ApplicationMember).where(ApplicationMember.application_id == application.id))
    present = group_members(session, application.group_id)
    centres = {
        person.person_id: person.centre_code
        for person in registered_persons(session, [member.person_id for member in present])
    }
    members = tuple(
        ApplicationMember(
            application_id=application.id,
            person_id=member.person_id,
            household_id=member.household_id,
            centre_code=centres[member.person_id],
            dni=member.dni,
            full_name=member.full_name,
            sex=member.sex,
            office=member.office,
        )
        for member in present
    )
    session.add_all(members)
    return members


def keep_version(
    session: Session, act: Act, application: Application, members: Sequence[ApplicationMember]
) -> ApplicationVersion:
    """Keep what is sent word for word, and its hash on the application."""
    sent_before = session.scalar(
        select(func.count(ApplicationVersion.id)).where(ApplicationVersion.application_id == application.id)
    )
    number = (sent_before or 0) + 1
    content = canonical_json(to_data(_submission(session, application, members, number)))
    version = ApplicationVersion(
        application_id=application.id,
        number=number,
        content=content,
        content_sha256=sha256_hex(content),
        received_at=act.at,
    )
    session.add(version)
    application.content_sha256 = version.content_sha256
    application.submitted_at = act.at
    return version


def _submission(
    session: Session, application: Application, members: Sequence[ApplicationMember], number: int
) -> Submission:
    group = application.group
    return Submission(
        contest_code=application.contest.code,
        rules_sha256=rulebook_sha256(session, application.contest_id),
        application_code=application.code or "",
        version=number,
        category_code=application.category_code or "",
        line_code=application.line_code or "",
        title=application.title,
        group=SentGroup(
            name=group.name,
            ruc=group.ruc,
            centre_code=group.centre_code,
            members=tuple(
                SentMember(
                    dni=member.dni,
                    full_name=member.full_name,
                    sex=member.sex,
                    office=member.office,
                    household_id=member.household_id,
                    centre_code=member.centre_code,
                )
                for member in members
            ),
        ),
        profile=read_profile(application.profile),
        files=tuple(
            SentFile(file.name, file.sha256, file.asked) for file in attachments_of(session, application.id)
        ),
    )


def _taken(session: Session, application: Application, facts: GroupFacts) -> tuple[Problem, ...]:
    claims = claims_on(session, application.contest_id, [member.household_id for member in facts.members])
    holders = {claim.household_id: claim.application_code for claim in claims}
    return tuple(
        household_taken(member.full_name, member.household_code, holders[member.household_id])
        for member in facts.members
        if member.household_id in holders
    )
