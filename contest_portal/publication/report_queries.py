"""Named reads of what the announced contests of the years came to."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, joinedload

from contest_portal.allocation.models import Award
from contest_portal.applications.benefit_models import Benefit
from contest_portal.applications.models import ApplicationMember
from contest_portal.applications.queries import Entrant, entrants
from contest_portal.contests.models import Contest, Fund
from contest_portal.contests.queries import rulebook_of
from contest_portal.contests.rules.lifecycle import ContestState
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.kernel.clock import office_date
from contest_portal.kernel.money import ZERO, Money
from contest_portal.kernel.problems import NotFound
from contest_portal.publication.rules.report import ReportedGroup, ReportedMember
from contest_portal.registry.models.register import Centre, District, Household, Person
from contest_portal.scoring.rules.register_facts import age_on


@dataclass(frozen=True, slots=True)
class ReportedContest:
    """A contest of the year: `funded` is what its fund set aside for it; `office_code` is a RUC where there is one."""

    code: str
    title: str
    office_name: str
    office_code: str
    programme: str
    announced_at: datetime
    funded: Money


@dataclass(frozen=True, slots=True)
class YearReport:
    """The announced contests whose funds are of a year, and every group that stood in them."""

    year: int
    contests: tuple[ReportedContest, ...]
    groups: tuple[ReportedGroup, ...]

    @property
    def newest(self) -> datetime:
        """Give the instant of the last announcement in it."""
        return max(contest.announced_at for contest in self.contests)


@dataclass(frozen=True, slots=True)
class _Facts:
    """What is read at once for all groups of a year: their places by centre, and by application what winners have."""

    places: Mapping[str, tuple[str, str, str, str]]
    granted: Mapping[int, tuple[Money, date]]
    members: Mapping[int, tuple[ReportedMember, ...]]


def reported_years(session: Session) -> tuple[int, ...]:
    """List the years of which a contest was announced, the newest first."""
    query = select(Fund.year).join(Contest).where(_is_announced()).distinct().order_by(Fund.year.desc())
    return tuple(session.scalars(query))


def year_report(session: Session, year: int) -> YearReport:
    """Gather a year; NotFound where no contest of it was announced."""
    contests = session.scalars(
        select(Contest)
        .join(Contest.fund)
        .where(_is_announced(), Fund.year == year)
        .options(joinedload(Contest.office), joinedload(Contest.fund))
        .order_by(Contest.announced_at, Contest.id)
    ).all()
    if not contests:
        raise NotFound(f"announced contests of {year}")
    books = {contest.id: rulebook_of(session, contest.id) for contest in contests}
    standing = {contest.id: entrants(session, contest.id) for contest in contests}
    facts = _facts(session, [one for mine in standing.values() for one in mine])
    return YearReport(
        year,
        tuple(_contest(contest, books[contest.id]) for contest in contests),
        tuple(
            _group(contest.code, books[contest.id], entrant, facts)
            for contest in contests
            for entrant in standing[contest.id]
        ),
    )


def _is_announced() -> ColumnElement[bool]:
    return Contest.state == ContestState.ANNOUNCED.value


def _contest(contest: Contest, rulebook: Rulebook) -> ReportedContest:
    if contest.announced_at is None:
        raise NotFound(f"announcement of contest {contest.id}")
    return ReportedContest(
        code=contest.code,
        title=contest.title,
        office_name=contest.office.name,
        office_code=contest.office.ruc or contest.office.code,
        programme=contest.office.programme,
        announced_at=contest.announced_at,
        funded=rulebook.fund,
    )


def _facts(session: Session, standing: Collection[Entrant]) -> _Facts:
    granted = _granted(session, [entrant.application_id for entrant in standing])
    return _Facts(
        places=_places(session, {entrant.centre_code for entrant in standing}),
        granted=granted,
        members=_members(session, [entrant for entrant in standing if entrant.application_id in granted]),
    )


def _group(contest_code: str, rulebook: Rulebook, entrant: Entrant, facts: _Facts) -> ReportedGroup:
    ubigeo, department, province, district = facts.places[entrant.centre_code]
    granted, granted_on = facts.granted.get(entrant.application_id, (ZERO, None))
    return ReportedGroup(
        contest_code=contest_code,
        code=entrant.code,
        name=entrant.group_name,
        title=entrant.title,
        line=rulebook.line(entrant.line_code).name,
        department=department,
        province=province,
        district=district,
        ubigeo=ubigeo,
        granted=granted,
        people=entrant.members,
        women=entrant.women,
        granted_on=granted_on,
        members=facts.members.get(entrant.application_id, ()),
    )


def _granted(session: Session, application_ids: Collection[int]) -> dict[int, tuple[Money, date]]:
    """Give what each of these was granted and the day: that of the announcement, or of its call from the reserve."""
    query = (
        select(Award.application_id, Award.amount, Benefit.granted_at)
        .join(Benefit, Benefit.application_id == Award.application_id)
        .where(Award.application_id.in_(application_ids), Award.state == "granted")
    )
    return {found: (amount, office_date(at)) for found, amount, at in session.execute(query)}


def _places(session: Session, centre_codes: Collection[str]) -> dict[str, tuple[str, str, str, str]]:
    query = (
        select(Centre.code, District.ubigeo, District.department, District.province, District.name)
        .join(District, District.ubigeo == Centre.ubigeo)
        .where(Centre.code.in_(centre_codes))
    )
    return {row[0]: (row[1], row[2], row[3], row[4]) for row in session.execute(query)}


def _members(session: Session, winners: Collection[Entrant]) -> dict[int, tuple[ReportedMember, ...]]:
    """Give the members of each group: age on the day of sending, the class of today's register."""
    days = {entrant.application_id: office_date(entrant.submitted_at) for entrant in winners}
    query = (
        select(ApplicationMember.application_id, Person.birth_date, Household.sisfoh_class)
        .join(Person, Person.id == ApplicationMember.person_id)
        .join(Household, Household.id == ApplicationMember.household_id)
        .where(ApplicationMember.application_id.in_(days))
        .order_by(ApplicationMember.application_id, ApplicationMember.id)
    )
    found: dict[int, list[ReportedMember]] = {}
    for application_id, born_on, poverty_class in session.execute(query):
        age = None if born_on is None else age_on(born_on, days[application_id])
        found.setdefault(application_id, []).append(ReportedMember(age, poverty_class))
    return {application_id: tuple(members) for application_id, members in found.items()}
