"""Named reads of the catalogue of programmes and of who belongs to them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from contest_portal.accounts.models import User
from contest_portal.kernel.clock import office_date
from contest_portal.kernel.problems import NotFound
from contest_portal.registry.models.memberships import Membership, MembershipStep, SocialProgramme
from contest_portal.registry.models.register import Household, ImportBatch, Person
from contest_portal.registry.rules.memberships import Life, Period, Said
from contest_portal.registry.rules.row_history import Basis
from contest_portal.registry.searching import within_territories


@dataclass(frozen=True, slots=True)
class ProgrammeLine:
    """A programme of the catalogue; `households` belong to it on the day asked, as a whole or through a member."""

    programme_id: int
    code: str
    name: str
    is_active: bool
    version: int
    households: int = 0


@dataclass(frozen=True, slots=True)
class MembershipLine:
    """A membership as pages list it. `full_name` is empty when it is the household's.

    `filename` and `line` say where in a file it stood; without one, `evidence` says how it is known.
    """

    membership_id: int
    household_id: int
    household_code: str
    person_id: int | None
    full_name: str
    programme: str
    since: date
    until: date | None
    evidence: str
    filename: str | None
    line: int | None
    recorded_at: datetime
    recorded_by: str | None
    voided_at: datetime | None
    voided_by: str | None
    void_reason: str | None
    version: int

    @property
    def is_voided(self) -> bool:
        """Tell whether it was taken back."""
        return self.voided_at is not None

    @property
    def period(self) -> Period:
        """Give from when until when it holds."""
        return Period(self.since, self.until)


def programmes(session: Session) -> tuple[ProgrammeLine, ...]:
    """List the catalogue by name."""
    rows = session.scalars(select(SocialProgramme).order_by(SocialProgramme.sort_key, SocialProgramme.id))
    return tuple(_programme(row) for row in rows)


def counted_programmes(
    session: Session, day: date, within: tuple[str, ...] = ()
) -> tuple[ProgrammeLine, ...]:
    """List the catalogue with the households of each, of these territories alone."""
    of_the_place = within_territories(Household.centre_code, within)
    return tuple(
        _programme(
            row,
            households=session.scalars(
                select(func.count())
                .select_from(Household)
                .where(Household.gone_batch_id.is_(None), belongs_to(row.code, day), *of_the_place)
            ).one(),
        )
        for row in session.scalars(
            select(SocialProgramme).order_by(SocialProgramme.sort_key, SocialProgramme.id)
        ).all()
    )


def programme(session: Session, programme_id: int) -> ProgrammeLine:
    """Give a programme; NotFound when there is none."""
    row = session.get(SocialProgramme, programme_id)
    if row is None:
        raise NotFound(f"social programme {programme_id}")
    return _programme(row)


def memberships_of_household(session: Session, household_id: int) -> tuple[MembershipLine, ...]:
    """List a household's own memberships and those of its present members, the newest first."""
    members = select(Person.id).where(Person.household_id == household_id, Person.gone_batch_id.is_(None))
    return _lines(session, or_(Membership.household_id == household_id, Membership.person_id.in_(members)))


def memberships_of_persons(
    session: Session, person_ids: Collection[int], household_id: int
) -> tuple[MembershipLine, ...]:
    """List the memberships of a person, under every entry of theirs, and of the household, the newest first."""
    return _lines(session, or_(Membership.household_id == household_id, Membership.person_id.in_(person_ids)))


def memberships_on(
    session: Session, household_id: int, person_ids: Iterable[int], day: date, basis: Basis
) -> tuple[MembershipLine, ...]:
    """List what held on a day of a household and of these persons, by what is known today or was held then."""
    whose = or_(Membership.household_id == household_id, Membership.person_id.in_(list(person_ids)))
    lines = _lines(session, whose)
    lives = _lives(session, lines)
    return tuple(line for line in lines if lives[line.membership_id].holds_on(day, basis))


def membership(session: Session, membership_id: int) -> MembershipLine:
    """Give a membership; NotFound when there is none."""
    found = _lines(session, Membership.id == membership_id)
    if not found:
        raise NotFound(f"membership {membership_id}")
    return found[0]


def belongs_to(code: str, day: date) -> ColumnElement[bool]:
    """Ask that a household belongs to a programme on a day, as a whole or through a present member."""
    return _has(and_(_holds_on(day), SocialProgramme.code == code))


def belongs_to_none(day: date) -> ColumnElement[bool]:
    """Ask that a household belongs to no programme on a day, nor any member of it."""
    return ~_has(_holds_on(day))


def _has(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    live = select(Membership).join(SocialProgramme, SocialProgramme.id == Membership.programme_id)
    own = live.where(condition, Membership.household_id.is_not(None)).with_only_columns(
        Membership.household_id
    )
    through_members = (
        live.join(Person, Person.id == Membership.person_id)
        .where(condition, Person.gone_batch_id.is_(None))
        .with_only_columns(Person.household_id)
    )
    return Household.id.in_(own.union_all(through_members))


def _holds_on(day: date) -> ColumnElement[bool]:
    return and_(
        Membership.voided_at.is_(None),
        Membership.since <= day,
        or_(Membership.until.is_(None), Membership.until >= day),
    )


def _lines(session: Session, whose: ColumnElement[bool]) -> tuple[MembershipLine, ...]:
    ordered = _rows().where(whose).order_by(Membership.since.desc(), Membership.id.desc())
    return tuple(
        MembershipLine(
            membership_id=row.id,
            household_id=home.id,
            household_code=home.code,
            person_id=row.person_id,
            full_name="" if person is None else person.full_name,
            programme=name,
            since=row.since,
            until=row.until,
            evidence=row.evidence,
            filename=filename,
            line=row.line,
            recorded_at=row.recorded_at,
            recorded_by=recorder,
            voided_at=row.voided_at,
            voided_by=voider,
            void_reason=row.void_reason,
            version=row.version,
        )
        for row, name, person, home, filename, recorder, voider in session.execute(ordered)
    )


def _rows() -> Select[Membership, str, Person | None, Household, str | None, str | None, str | None]:
    voider = aliased(User)
    return (
        select(
            Membership,
            SocialProgramme.name,
            Person,
            Household,
            ImportBatch.filename,
            User.full_name,
            voider.full_name,
        )
        .join(SocialProgramme, SocialProgramme.id == Membership.programme_id)
        .outerjoin(Person, Person.id == Membership.person_id)
        .join(Household, Household.id == func.coalesce(Membership.household_id, Person.household_id))
        .outerjoin(ImportBatch, ImportBatch.id == Membership.batch_id)
        .outerjoin(User, User.id == Membership.recorded_by)
        .outerjoin(voider, voider.id == Membership.voided_by)
    )


def _lives(session: Session, lines: Iterable[MembershipLine]) -> dict[int, Life]:
    said: dict[int, list[Said]] = {line.membership_id: [] for line in lines}
    steps = session.execute(
        select(MembershipStep.membership_id, MembershipStep.noted_at, MembershipStep.until)
        .where(MembershipStep.membership_id.in_(list(said)))
        .order_by(MembershipStep.membership_id, MembershipStep.number)
    )
    for membership_id, noted_at, until in steps:
        said[membership_id].append(Said(office_date(noted_at), until))
    return {
        line.membership_id: Life(
            line.since,
            tuple(said[line.membership_id]),
            None if line.voided_at is None else office_date(line.voided_at),
        )
        for line in lines
    }


def _programme(row: SocialProgramme, *, households: int = 0) -> ProgrammeLine:
    return ProgrammeLine(row.id, row.code, row.name, row.is_active, row.version, households)
