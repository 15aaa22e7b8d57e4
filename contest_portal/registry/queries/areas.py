"""The territory from department to centre: what lies in each part, with counts."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from contest_portal.kernel.problems import NotFound
from contest_portal.registry.models.register import Centre, CentreTargeting, District, Household, PovertyRate
from contest_portal.registry.models.territory import Area
from contest_portal.registry.rules.targeting import Status
from contest_portal.registry.searching import within_territories
from contest_portal.registry.standing import is_present

DISTRICT = 6


@dataclass(frozen=True, slots=True)
class AreaLine:
    """A part of the territory with counts of what lies in it. Centres never assessed count as "no data"."""

    code: str
    name: str
    districts: int
    districts_with_rate: int
    targeted: int
    not_targeted: int
    no_data: int
    households: int

    @property
    def centres(self) -> int:
        """Count its centres."""
        return self.targeted + self.not_targeted + self.no_data


@dataclass(frozen=True, slots=True)
class RateLine:
    """A district's poverty rate of a year, with the file and line that told it."""

    year: int
    rate_e4: int
    batch_id: int | None
    line: int | None


def parts_of(session: Session, code: str, *, within: tuple[str, ...] = ()) -> tuple[AreaLine, ...]:
    """List the parts of an area by name: departments of the country (""), provinces, or districts."""
    digits = len(code) + 2
    districts = _districts(session, code, digits, within)
    standings = _standings(session, code, digits, within)
    households = _households(session, code, digits, within)
    return tuple(
        AreaLine(
            code=part,
            name=name,
            districts=districts[part][0],
            districts_with_rate=districts[part][1],
            targeted=standings.get((part, Status.TARGETED), 0),
            not_targeted=standings.get((part, Status.NOT_TARGETED), 0),
            no_data=standings.get((part, Status.NO_DATA), 0),
            households=households.get(part, 0),
        )
        for part, name in _names(session, code, digits)
        if part in districts
    )


def total(lines: tuple[AreaLine, ...]) -> AreaLine:
    """Add up the parts of an area."""
    numbers = ("districts", "districts_with_rate", "targeted", "not_targeted", "no_data", "households")
    return AreaLine("", "", *(sum(getattr(line, name) for line in lines) for name in numbers))


def area_name(session: Session, code: str) -> str:
    """Give the name of a department, province or district; NotFound when there is none."""
    if len(code) == DISTRICT:
        name = session.scalar(select(District.name).where(District.ubigeo == code))
    else:
        name = session.scalar(select(Area.name).where(Area.code == code))
    if name is None:
        raise NotFound(f"area {code[:DISTRICT]}")
    return name


def rates_of(session: Session, ubigeo: str) -> tuple[RateLine, ...]:
    """List a district's rates, the newest year first."""
    rows = session.execute(
        select(PovertyRate.year, PovertyRate.rate_e4, PovertyRate.batch_id, PovertyRate.line)
        .where(PovertyRate.ubigeo == ubigeo)
        .order_by(PovertyRate.year.desc())
    )
    return tuple(RateLine(*row) for row in rows)


def _names(session: Session, code: str, digits: int) -> list[tuple[str, str]]:
    here, name, key = (
        (District.ubigeo, District.name, District.sort_key)
        if digits == DISTRICT
        else (Area.code, Area.name, Area.sort_key)
    )
    rows = session.execute(
        select(here, name)
        .where(here.startswith(code, autoescape=True), func.length(here) == digits)
        .order_by(key, here)
    )
    return [(part, written) for part, written in rows]


def _districts(
    session: Session, code: str, digits: int, within: tuple[str, ...]
) -> Mapping[str, tuple[int, int]]:
    part = func.substr(District.ubigeo, 1, digits)
    with_rate = select(PovertyRate.ubigeo).distinct().subquery()
    rows = session.execute(
        select(part, func.count(), func.count(with_rate.c.ubigeo))
        .select_from(District)
        .outerjoin(with_rate, with_rate.c.ubigeo == District.ubigeo)
        .where(*_inside(District.ubigeo, code, within))
        .group_by(part)
    )
    return {code: (number, rated) for code, number, rated in rows}


def _standings(
    session: Session, code: str, digits: int, within: tuple[str, ...]
) -> Mapping[tuple[str, str], int]:
    status = func.coalesce(CentreTargeting.status, Status.NO_DATA.value)
    part = func.substr(Centre.ubigeo, 1, digits)
    rows = session.execute(
        select(part, status, func.count())
        .select_from(Centre)
        .outerjoin(CentreTargeting, CentreTargeting.centre_code == Centre.code)
        .where(*_inside(Centre.ubigeo, code, within), is_present(Centre))
        .group_by(part, status)
    )
    return {(code, found): number for code, found, number in rows}


def _households(session: Session, code: str, digits: int, within: tuple[str, ...]) -> Mapping[str, int]:
    part = func.substr(Household.centre_code, 1, digits)
    rows = session.execute(
        select(part, func.count())
        .where(*_inside(Household.centre_code, code, within), is_present(Household))
        .group_by(part)
    )
    return dict(rows.all())


def _inside(
    column: InstrumentedAttribute[str], code: str, within: tuple[str, ...]
) -> list[ColumnElement[bool]]:
    here = [column.startswith(code, autoescape=True)] if code else []
    return [*here, *within_territories(column, within)]
