"""Lists of districts and centres for the office, filtered and in pages."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from contest_portal.kernel.clock import office_date
from contest_portal.kernel.problems import NotFound
from contest_portal.registry.models.register import (
    Centre,
    CentreTargeting,
    District,
    Household,
    ImportBatch,
    PovertyRate,
)
from contest_portal.registry.models.territory import Area
from contest_portal.registry.rules.targeting import Reason, Status
from contest_portal.registry.searching import digits_only, within_territories, words_in
from contest_portal.registry.standing import is_present


@dataclass(frozen=True, slots=True)
class CentreFilter:
    """What to list: words or code, the first digits of the ubigeo (2, 4 or 6), and a status.

    `within` are the territories of whoever asks; none: the whole country. `gone`: only those that a file left out, or
    with None those too.
    """

    text: str = ""
    territory: str = ""
    status: str = ""
    within: tuple[str, ...] = ()
    gone: bool | None = False


@dataclass(frozen=True, slots=True)
class CentreLine:
    """A centre in a list."""

    code: str
    name: str
    ubigeo: str
    district_name: str
    province: str
    department: str
    area: str
    population: int | None
    households: int | None
    poverty_e4: int | None
    status: str
    reason: str
    gone_on: date | None = None


@dataclass(frozen=True, slots=True)
class DistrictLine:
    """A district in a list, with its newest rate."""

    ubigeo: str
    ubigeo_reniec: str | None
    name: str
    province: str
    department: str
    has_malnutrition_priority: bool | None
    rate_e4: int | None
    rate_year: int | None
    centres: int


@dataclass(frozen=True, slots=True)
class Place:
    """A department, province or district as a choice: its digits and name."""

    code: str
    name: str


def count_centres(session: Session, wanted: CentreFilter) -> int:
    """Count the centres that a filter lets through."""
    statement = select(func.count()).select_from(Centre).where(*_conditions(wanted))
    if wanted.status:
        statement = statement.outerjoin(CentreTargeting, CentreTargeting.centre_code == Centre.code)
    return session.scalars(statement).one()


def centres(session: Session, wanted: CentreFilter, *, limit: int, offset: int) -> tuple[CentreLine, ...]:
    """List one page of centres by name."""
    ordered = _centres(wanted).order_by(Centre.sort_key, Centre.code)
    return tuple(_centre_line(*row) for row in session.execute(ordered.limit(limit).offset(offset)))


def centres_coded(session: Session, codes: Sequence[str]) -> tuple[CentreLine, ...]:
    """Give the centres of these codes, in their order, those that a file left out too."""
    rows = session.execute(_centres(CentreFilter(gone=None)).where(Centre.code.in_(codes)))
    lines = {line.code: line for line in (_centre_line(*row) for row in rows)}
    return tuple(lines[code] for code in codes)


def every_centre(session: Session, wanted: CentreFilter) -> Iterator[CentreLine]:
    """Give all centres that a filter lets through, by code, a thousand at a time."""
    rows = session.execute(_centres(wanted).order_by(Centre.code).execution_options(yield_per=1000))
    for row in rows:
        yield _centre_line(*row)


def count_districts(
    session: Session, *, text: str = "", department: str = "", within: tuple[str, ...] = ()
) -> int:
    """Count the districts that a search finds."""
    return session.scalars(
        select(func.count()).select_from(District).where(*_district_conditions(text, department, within))
    ).one()


def districts(
    session: Session,
    *,
    text: str = "",
    department: str = "",
    within: tuple[str, ...] = (),
    limit: int,
    offset: int,
) -> tuple[DistrictLine, ...]:
    """List one page of districts by department, province and name."""
    rows = session.execute(
        _districts()
        .where(*_district_conditions(text, department, within))
        .order_by(District.sort_key, District.ubigeo)
        .limit(limit)
        .offset(offset)
    )
    return tuple(DistrictLine(*row) for row in rows)


def district_by_ubigeo(session: Session, ubigeo: str) -> DistrictLine:
    """Give a district; NotFound when there is none."""
    row = session.execute(_districts().where(District.ubigeo == ubigeo)).one_or_none()
    if row is None:
        raise NotFound(f"district {ubigeo}")
    return DistrictLine(*row)


def known_territories(session: Session, prefixes: Iterable[str]) -> frozenset[str]:
    """Give those of these territories (first digits of the ubigeo) in which some district lies."""
    return frozenset(
        prefix
        for prefix in prefixes
        if session.scalar(select(District.ubigeo).where(District.ubigeo.startswith(prefix)).limit(1))
    )


def registered_households(session: Session, centre_code: str) -> int:
    """Count the households of our own register in a centre."""
    return session.scalars(
        select(func.count()).where(Household.centre_code == centre_code, is_present(Household))
    ).one()


def departments(session: Session) -> tuple[Place, ...]:
    """List the departments by name."""
    return _areas(session, 2, "")


def provinces(session: Session, department: str) -> tuple[Place, ...]:
    """List the provinces of a department (two digits) by name."""
    return _areas(session, 4, department)


def districts_of(session: Session, province: str) -> tuple[Place, ...]:
    """List the districts of a province (four digits) by name."""
    rows = session.execute(
        select(District.ubigeo, District.name)
        .where(District.ubigeo.startswith(province, autoescape=True))
        .order_by(District.sort_key, District.ubigeo)
    )
    return tuple(Place(*row) for row in rows)


def centres_of(session: Session, district: str) -> tuple[Place, ...]:
    """List the centres of a district (six digits) by name."""
    rows = session.execute(
        select(Centre.code, Centre.name)
        .where(Centre.ubigeo == district)
        .order_by(Centre.sort_key, Centre.code)
    )
    return tuple(Place(row.code, row.name) for row in rows)


def _areas(session: Session, digits: int, within: str) -> tuple[Place, ...]:
    rows = session.execute(
        select(Area.code, Area.name)
        .where(func.length(Area.code) == digits, Area.code.startswith(within, autoescape=True))
        .order_by(Area.sort_key, Area.code)
    )
    return tuple(Place(*row) for row in rows)


def _centre_line(*values: Any) -> CentreLine:
    left_out_at = values[-1]
    line = CentreLine(*values[:-1])
    return line if left_out_at is None else replace(line, gone_on=office_date(left_out_at))


def _centres(wanted: CentreFilter) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Centre.code,
            Centre.name,
            Centre.ubigeo,
            District.name,
            District.province,
            District.department,
            Centre.area,
            Centre.population,
            Centre.households,
            CentreTargeting.poverty_e4,
            func.coalesce(CentreTargeting.status, Status.NO_DATA.value),
            func.coalesce(CentreTargeting.reason, Reason.HOUSEHOLDS_AND_DISTRICT_UNKNOWN.value),
            ImportBatch.applied_at,
        )
        .join(District, District.ubigeo == Centre.ubigeo)
        .outerjoin(ImportBatch, ImportBatch.id == Centre.gone_batch_id)
        .outerjoin(CentreTargeting, CentreTargeting.centre_code == Centre.code)
        .where(*_conditions(wanted))
    )


def _conditions(wanted: CentreFilter) -> list[ColumnElement[bool]]:
    digits = digits_only(wanted.text)
    found = [Centre.code.startswith(digits)] if digits else words_in(Centre.sort_key, wanted.text)
    if wanted.territory:
        found.append(Centre.ubigeo.startswith(wanted.territory, autoescape=True))
    found += within_territories(Centre.ubigeo, wanted.within)
    if wanted.gone is not None:
        found.append(~is_present(Centre) if wanted.gone else is_present(Centre))
    if wanted.status == Status.NO_DATA:
        found.append(or_(CentreTargeting.status == wanted.status, CentreTargeting.status.is_(None)))
    elif wanted.status:
        found.append(CentreTargeting.status == wanted.status)
    return found


def _districts() -> Select[*tuple[Any, ...]]:
    newest = (
        select(PovertyRate.ubigeo, func.max(PovertyRate.year).label("year"))
        .group_by(PovertyRate.ubigeo)
        .subquery()
    )
    number = (
        select(func.count())
        .where(Centre.ubigeo == District.ubigeo, is_present(Centre))
        .correlate(District)
        .scalar_subquery()
    )
    return (
        select(
            District.ubigeo,
            District.ubigeo_reniec,
            District.name,
            District.province,
            District.department,
            District.has_malnutrition_priority,
            PovertyRate.rate_e4,
            PovertyRate.year,
            number,
        )
        .outerjoin(newest, newest.c.ubigeo == District.ubigeo)
        .outerjoin(
            PovertyRate, and_(PovertyRate.ubigeo == District.ubigeo, PovertyRate.year == newest.c.year)
        )
    )


def _district_conditions(text: str, department: str, within: tuple[str, ...]) -> list[ColumnElement[bool]]:
    digits = digits_only(text)
    found = [District.ubigeo.startswith(digits)] if digits else words_in(District.sort_key, text)
    if department:
        found.append(District.ubigeo.startswith(department, autoescape=True))
    return found + within_territories(District.ubigeo, within)
