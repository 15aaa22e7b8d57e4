"""What is written when a group sends: its households' places, its members as of that day, the words sent."""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import cast

from sqlalchemy import Table, delete, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import ReturningInsert

from contest_portal.accounts.rules.actor import Act
from contest_portal.applications.models import (
    Application,
    ApplicationMember,
    ApplicationVersion,
    Attachment,
    HouseholdClaim,
)
from contest_portal.applications.queries import claims_on
from contest_portal.applications.rules.eligibility import household_taken
from contest_portal.applications.rules.eligibility_facts import GroupFacts
from contest_portal.applications.rules.profile import read_profile
from contest_portal.applications.rules.submission import SentFile, SentGroup, SentMember, Submission
from contest_portal.kernel.canonical import canonical_json, sha256_hex
from contest_portal.kernel.database import inserting
from contest_portal.kernel.problems import Problem, Refused
from contest_portal.kernel.records import to_data


def claim_places(session: Session, application: Application, facts: GroupFacts) -> None:
    """Take the only place of each household in the contest.

    The table's unique key is the last word between two groups that send at once: who comes second is Refused with
    the household's name, as if the first had been there before the check.
    """
    if not facts.rules.one_group_per_household:
        return
    claims = [
        {"contest_id": application.contest_id, "household_id": one, "application_id": application.id}
        for one in sorted({member.household_id for member in facts.members})
    ]
    if len(session.scalars(_claiming(inserting(session)), claims).all()) < len(claims):
        raise Refused(_taken(session, application, facts))


@cache
def _claiming(insert: Callable[..., postgresql.Insert | sqlite.Insert]) -> ReturningInsert[int]:
    """Take the places that are free, and tell which: one statement, whatever their number."""
    places = cast("Table", HouseholdClaim.__table__)
    return insert(places).on_conflict_do_nothing().returning(places.c.id)


_SNAPSHOT, _VERSION = insert(ApplicationMember), insert(ApplicationVersion)


def snapshot_members(
    session: Session, application: Application, facts: GroupFacts
) -> tuple[ApplicationMember, ...]:
    """Keep the members as the rules judged them; a snapshot of an earlier sending is replaced."""
    if was_sent(application):
        session.execute(delete(ApplicationMember).where(ApplicationMember.application_id == application.id))
    rows = [
        {
            "application_id": application.id,
            "person_id": member.person_id,
            "household_id": member.household_id,
            "centre_code": member.centre_code,
            "dni": member.dni,
            "full_name": member.full_name,
            "sex": member.sex,
            "office": member.office,
        }
        for member in facts.members
    ]
    session.connection().execute(_SNAPSHOT, rows)  # one statement, whatever their number
    return tuple(ApplicationMember(**row) for row in rows)


def was_sent(application: Application) -> bool:
    """Tell whether a version was kept before: its hash stays on the application, taken back or not."""
    return application.content_sha256 is not None


def keep_version(
    session: Session,
    act: Act,
    application: Application,
    members: Sequence[ApplicationMember],
    *,
    rules_sha256: str,
    files: Iterable[Attachment],
) -> ApplicationVersion:
    """Keep what is sent word for word, and its hash on the application."""
    kept = func.count(ApplicationVersion.id)
    earlier = select(kept).where(ApplicationVersion.application_id == application.id)
    number = (session.scalars(earlier).one() if was_sent(application) else 0) + 1
    submission = _submission(application, members, number, rules_sha256, files)
    content = canonical_json(to_data(submission))
    digest = sha256_hex(content)
    row = {
        "application_id": application.id,
        "number": number,
        "content": content,
        "content_sha256": digest,
        "received_at": act.at,
    }
    session.connection().execute(_VERSION, row)
    application.content_sha256 = digest
    application.submitted_at = act.at
    return ApplicationVersion(**row)


def _submission(
    application: Application,
    members: Sequence[ApplicationMember],
    number: int,
    rules_sha256: str,
    files: Iterable[Attachment],
) -> Submission:
    group = application.group
    return Submission(
        contest_code=application.contest.code,
        rules_sha256=rules_sha256,
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
        files=tuple(SentFile(file.name, file.sha256, file.asked) for file in files),
    )


def _taken(session: Session, application: Application, facts: GroupFacts) -> tuple[Problem, ...]:
    claims = claims_on(session, application.contest_id, [member.household_id for member in facts.members])
    holders = {claim.household_id: claim.application_code for claim in claims}
    return tuple(
        household_taken(member.full_name, member.household_code, holders[member.household_id])
        for member in facts.members
        if member.household_id in holders
    )
