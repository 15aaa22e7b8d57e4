"""Loading programmes and memberships to be changed, and what their services share."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.kernel.audit import record
from contest_portal.kernel.identifiers import sort_key
from contest_portal.kernel.problems import N_, NotFound, Problem, Stale, WrongState
from contest_portal.registry.life_acts import household_to_change, person_to_change
from contest_portal.registry.models.memberships import Membership, MembershipStep, SocialProgramme
from contest_portal.registry.rules.disclosure import FileOf, FileRef
from contest_portal.registry.rules.memberships import Period, voided_problem


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose membership it is: a person, or a household as a whole."""

    household_id: int | None
    person_id: int | None


def subject_to_change(session: Session, act: Act, file: FileRef) -> Subject:
    """Lock the household of a file for somebody who may correct the register where it lies."""
    if file.kind is FileOf.PERSON:
        person, _ = person_to_change(session, act, file.id)
        return Subject(None, person.id)
    return Subject(household_to_change(session, act, file.id).id, None)


def membership_to_change(session: Session, act: Act, membership_id: int, expected_version: int) -> Membership:
    """Give a live membership, its household locked; Stale when it changed meanwhile, WrongState when it is void."""
    row = session.get(Membership, membership_id)
    if row is None:
        raise NotFound(f"membership {membership_id}")
    if row.person_id is None:
        household_to_change(session, act, row.household_id or 0)
    else:
        person_to_change(session, act, row.person_id)
    session.refresh(row)
    if row.version != expected_version:
        raise Stale(f"membership {membership_id}")
    problem = voided_problem(is_voided=row.voided_at is not None)
    if problem is not None:
        raise WrongState([problem])
    return row


def other_periods(
    session: Session, subject: Subject, programme_id: int, *, except_id: int | None = None
) -> list[Period]:
    """Give when a person or a household belongs to a programme, without one membership."""
    rows = session.scalars(
        select(Membership)
        .where(
            Membership.programme_id == programme_id,
            Membership.household_id.is_not_distinct_from(subject.household_id),
            Membership.person_id.is_not_distinct_from(subject.person_id),
            Membership.voided_at.is_(None),
        )
        .order_by(Membership.since, Membership.id)
    )
    return [Period(row.since, row.until) for row in rows if row.id != except_id]


def say_until(session: Session, act: Act, row: Membership, until: date | None) -> None:
    """Set the last day, and keep that it was said."""
    row.until = until
    session.flush()
    number = session.scalar(
        select(func.max(MembershipStep.number)).where(MembershipStep.membership_id == row.id)
    )
    session.add(
        MembershipStep(
            membership_id=row.id,
            number=(number or 0) + 1,
            until=until,
            noted_at=act.at,
            noted_by=act.actor.user_id,
        )
    )
    session.flush()


def note_membership(session: Session, act: Act, row: Membership, *, action: str) -> None:
    """Write what was done into the chain: numbers and days, nobody's words."""
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action=action,
        subject=f"membership:{row.id}",
        data={
            "programme_id": row.programme_id,
            "household_id": row.household_id,
            "person_id": row.person_id,
            "since": row.since.isoformat(),
            "until": None if row.until is None else row.until.isoformat(),
        },
    )


def programme_to_change(session: Session, programme_id: int, expected_version: int) -> SocialProgramme:
    """Give a programme; NotFound when there is none, Stale when it changed since the person read it."""
    row = programme_by_id(session, programme_id)
    if row.version != expected_version:
        raise Stale(f"social programme {programme_id}")
    return row


def programme_by_id(session: Session, programme_id: int) -> SocialProgramme:
    """Give a programme; NotFound when there is none."""
    row = session.get(SocialProgramme, programme_id)
    if row is None:
        raise NotFound(f"social programme {programme_id}")
    return row


def programme_taken(
    session: Session, name: str, code: str | None, *, except_id: int | None
) -> Problem | None:
    """Object when another programme has this name, whatever its accents, or this code."""
    same = SocialProgramme.sort_key == sort_key(name)
    wanted = same if code is None else same | (SocialProgramme.code == code)
    if not set(session.scalars(select(SocialProgramme.id).where(wanted))) - {except_id}:
        return None
    message = N_("«%(name)s» ya está en el catálogo. Si está retirado, vuelva a activarlo.")
    return Problem("programme.taken", field="name", message=message, params={"name": name})


def note_programme(session: Session, act: Act, row: SocialProgramme, *, action: str) -> None:
    """Write a change of the catalogue into the chain."""
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action=action,
        subject=f"social_programme:{row.id}",
        data={"code": row.code, "name": row.name},
    )
