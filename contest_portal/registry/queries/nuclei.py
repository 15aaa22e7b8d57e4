"""Named reads of the nuclei: lists with their households, one with its centres, and where a centre stands."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, distinct, func, select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import Office
from contest_portal.kernel.problems import NotFound
from contest_portal.registry.models.nuclei import CentralNucleus, ExecutingNucleus, NucleusCentre
from contest_portal.registry.models.register import Centre, District, Household
from contest_portal.registry.nucleus_finding import touches
from contest_portal.registry.rules.nuclei import Place, Years, format_years, overlap
from contest_portal.registry.searching import digits_only, within_territories, words_in
from contest_portal.registry.standing import is_present


@dataclass(frozen=True, slots=True)
class CentralLine:
    """A central nucleus in the list. Households are those of our register in its centres."""

    central_id: int
    code: str
    name: str
    office_name: str | None
    first_year: int
    last_year: int | None
    version: int
    nuclei: int
    centres: int
    households: int

    @property
    def years(self) -> str:
        """Write the years it works."""
        return format_years(Years(self.first_year, self.last_year))


@dataclass(frozen=True, slots=True)
class NucleusCentreLine:
    """A centre of an executing nucleus; `declared` households is the directory's figure, None is "no data"."""

    code: str
    name: str
    district_name: str
    declared: int | None
    households: int


@dataclass(frozen=True, slots=True)
class CentreChoice:
    """A centre that may be put into a nucleus; `place` is the nucleus it already lies in during those years."""

    code: str
    name: str
    district_name: str
    declared: int | None
    place: Place | None


@dataclass(frozen=True, slots=True)
class NucleusView:
    """An executing nucleus with its central one and its centres by name."""

    nucleus_id: int
    central_id: int
    central_name: str
    central_years: str
    code: str
    name: str
    version: int
    centres: tuple[NucleusCentreLine, ...]

    @property
    def households(self) -> int:
        """Count the registered households of all its centres."""
        return sum(centre.households for centre in self.centres)


def central_nuclei(session: Session, *, within: tuple[str, ...] = ()) -> tuple[CentralLine, ...]:
    """List the central nuclei that touch these territories (none: all), the newest years first, then by name."""
    ordered = (
        _centrals()
        .where(*touches(within))
        .order_by(CentralNucleus.first_year.desc(), CentralNucleus.sort_key, CentralNucleus.id)
    )
    return tuple(CentralLine(*row) for row in session.execute(ordered))


def central_nucleus(session: Session, central_id: int) -> CentralLine:
    """Give a central nucleus; NotFound when there is none."""
    row = session.execute(_centrals().where(CentralNucleus.id == central_id)).one_or_none()
    if row is None:
        raise NotFound(f"central nucleus {central_id}")
    return CentralLine(*row)


def nuclei_of(session: Session, central_id: int) -> tuple[NucleusView, ...]:
    """List the executing nuclei of a central one by code, each with its centres."""
    return _nuclei(session, _nucleus_rows().where(ExecutingNucleus.central_nucleus_id == central_id))


def nucleus_view(session: Session, nucleus_id: int) -> NucleusView:
    """Give an executing nucleus with its centres; NotFound when there is none."""
    found = _nuclei(session, _nucleus_rows().where(ExecutingNucleus.id == nucleus_id))
    if not found:
        raise NotFound(f"executing nucleus {nucleus_id}")
    return found[0]


def centre_choices(
    session: Session, nucleus_id: int, text: str, *, limit: int, within: tuple[str, ...] = ()
) -> tuple[CentreChoice, ...]:
    """Find centres by name or code that are not in this nucleus yet, in these territories (none: all).

    Nothing typed gives those of the districts where its central nucleus already works.
    """
    years = _years_above(session, nucleus_id)
    own = select(NucleusCentre.centre_code).where(NucleusCentre.nucleus_id == nucleus_id)
    wanted = _typed(text) if text else [Centre.ubigeo.in_(_districts_around(nucleus_id))]
    rows = session.execute(
        select(Centre.code, Centre.name, District.name, Centre.households)
        .join(District, District.ubigeo == Centre.ubigeo)
        .where(
            *wanted, *within_territories(Centre.ubigeo, within), Centre.code.not_in(own), is_present(Centre)
        )
        .order_by(Centre.sort_key, Centre.code)
        .limit(limit)
    ).all()
    taken = {
        place.centre_code: place
        for place in places_of(session, [row.code for row in rows])
        if overlap(years, place.years)
    }
    return tuple(CentreChoice(*row, taken.get(row.code)) for row in rows)


def _years_above(session: Session, nucleus_id: int) -> Years:
    row = session.execute(
        select(CentralNucleus.first_year, CentralNucleus.last_year)
        .join(ExecutingNucleus, ExecutingNucleus.central_nucleus_id == CentralNucleus.id)
        .where(ExecutingNucleus.id == nucleus_id)
    ).one()
    return Years(row.first_year, row.last_year)


def _typed(text: str) -> list[ColumnElement[bool]]:
    digits = digits_only(text)
    return [Centre.code.startswith(digits)] if digits else words_in(Centre.sort_key, text)


def _districts_around(nucleus_id: int) -> Select[str]:
    central = (
        select(ExecutingNucleus.central_nucleus_id).where(ExecutingNucleus.id == nucleus_id).scalar_subquery()
    )
    return (
        select(Centre.ubigeo)
        .join(NucleusCentre, NucleusCentre.centre_code == Centre.code)
        .join(ExecutingNucleus, ExecutingNucleus.id == NucleusCentre.nucleus_id)
        .where(ExecutingNucleus.central_nucleus_id == central)
    )


def places_of(session: Session, centre_codes: Iterable[str]) -> tuple[Place, ...]:
    """Give every nucleus that these centres lie in, by centre and years."""
    rows = session.execute(
        select(
            Centre.code,
            Centre.name,
            ExecutingNucleus.id,
            ExecutingNucleus.name,
            CentralNucleus.id,
            CentralNucleus.name,
            CentralNucleus.first_year,
            CentralNucleus.last_year,
        )
        .join(NucleusCentre, NucleusCentre.centre_code == Centre.code)
        .join(ExecutingNucleus, ExecutingNucleus.id == NucleusCentre.nucleus_id)
        .join(CentralNucleus, CentralNucleus.id == ExecutingNucleus.central_nucleus_id)
        .where(Centre.code.in_(sorted(set(centre_codes))))
        .order_by(Centre.code, CentralNucleus.first_year, ExecutingNucleus.id)
    )
    return tuple(
        Place(code, name, nucleus_id, nucleus, central_id, central, Years(first, last))
        for code, name, nucleus_id, nucleus, central_id, central, first, last in rows
    )


def _centrals() -> Select[int, str, str, str | None, int, int | None, int, int, int, int]:
    nuclei = (
        select(func.count())
        .where(ExecutingNucleus.central_nucleus_id == CentralNucleus.id)
        .correlate(CentralNucleus)
        .scalar_subquery()
    )
    own_centres = (
        select(NucleusCentre.centre_code)
        .join(ExecutingNucleus, ExecutingNucleus.id == NucleusCentre.nucleus_id)
        .where(ExecutingNucleus.central_nucleus_id == CentralNucleus.id)
        .correlate(CentralNucleus)
    )
    centres = (
        select(func.count(distinct(NucleusCentre.centre_code)))
        .join(ExecutingNucleus, ExecutingNucleus.id == NucleusCentre.nucleus_id)
        .where(ExecutingNucleus.central_nucleus_id == CentralNucleus.id)
        .correlate(CentralNucleus)
        .scalar_subquery()
    )
    households = (
        select(func.count())
        .where(Household.centre_code.in_(own_centres))
        .correlate(CentralNucleus)
        .scalar_subquery()
    )
    return select(
        CentralNucleus.id,
        CentralNucleus.code,
        CentralNucleus.name,
        Office.name,
        CentralNucleus.first_year,
        CentralNucleus.last_year,
        CentralNucleus.version,
        nuclei,
        centres,
        households,
    ).outerjoin(Office, Office.id == CentralNucleus.office_id)


def _nucleus_rows() -> Select[ExecutingNucleus, CentralNucleus]:
    return (
        select(ExecutingNucleus, CentralNucleus)
        .join(CentralNucleus, CentralNucleus.id == ExecutingNucleus.central_nucleus_id)
        .order_by(ExecutingNucleus.code, ExecutingNucleus.id)
    )


def _nuclei(session: Session, wanted: Select[ExecutingNucleus, CentralNucleus]) -> tuple[NucleusView, ...]:
    found = session.execute(wanted).all()
    centres = _centres_of(session, [nucleus.id for nucleus, _central in found])
    return tuple(
        NucleusView(
            nucleus_id=nucleus.id,
            central_id=central.id,
            central_name=central.name,
            central_years=format_years(Years(central.first_year, central.last_year)),
            code=nucleus.code,
            name=nucleus.name,
            version=nucleus.version,
            centres=tuple(centres.get(nucleus.id, ())),
        )
        for nucleus, central in found
    )


def _centres_of(session: Session, nucleus_ids: list[int]) -> dict[int, list[NucleusCentreLine]]:
    registered = (
        select(func.count()).where(Household.centre_code == Centre.code).correlate(Centre).scalar_subquery()
    )
    rows = session.execute(
        select(
            NucleusCentre.nucleus_id, Centre.code, Centre.name, District.name, Centre.households, registered
        )
        .join(Centre, Centre.code == NucleusCentre.centre_code)
        .join(District, District.ubigeo == Centre.ubigeo)
        .where(NucleusCentre.nucleus_id.in_(nucleus_ids))
        .order_by(Centre.sort_key, Centre.code)
    )
    found: dict[int, list[NucleusCentreLine]] = {}
    for nucleus_id, *line in rows:
        found.setdefault(nucleus_id, []).append(NucleusCentreLine(*line))
    return found
