"""How many households of a place have what: the programme, a central nucleus or a centre, and its parts.

A household lives in one centre, so counts of centres add up exactly to those of every larger place. A household counts
where it lives now, whoever gave it what it has.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, Subquery, func, select
from sqlalchemy.orm import Session

from contest_portal.registry.models.components import ComponentRecord
from contest_portal.registry.models.nuclei import CentralNucleus, ExecutingNucleus, NucleusCentre
from contest_portal.registry.models.register import Centre, Household
from contest_portal.registry.nuclei import centre_codes_of_central
from contest_portal.registry.rules.component_shares import share_per_mille


class Level(StrEnum):
    """The size of a place."""

    PROGRAMME = "programme"
    CENTRAL = "central"
    CENTRE = "centre"


@dataclass(frozen=True, slots=True)
class TotalsFilter:
    """Where to count, and in which year things came (None: whenever). A centre goes before a central nucleus."""

    central_id: int | None = None
    centre_code: str | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class PlaceTotals:
    """A place with its registered households and those that hold anything."""

    level: Level
    key: str
    name: str
    households: int
    with_any: int

    @property
    def share(self) -> int | None:
        """Give the share of households with any component, in thousandths; None without households."""
        return share_per_mille(self.with_any, self.households)


@dataclass(frozen=True, slots=True)
class KindTotals:
    """A place with its households that hold each kind."""

    place: PlaceTotals
    by_kind: Mapping[int, int]

    def share_of(self, kind_id: int) -> int | None:
        """Give the share of households with a kind, in thousandths; None without households."""
        return share_per_mille(self.by_kind.get(kind_id, 0), self.place.households)


@dataclass(frozen=True, slots=True)
class Totals:
    """A place kind by kind, and its parts: the programme's central nuclei, or the centres of a central nucleus."""

    whole: KindTotals
    parts: tuple[PlaceTotals, ...]


@dataclass(frozen=True, slots=True)
class _Area:
    """A place and its centres; None is everywhere."""

    level: Level
    key: str
    name: str
    centres: frozenset[str] | None

    def total(self, registered: Mapping[str, int], with_any: Mapping[str, int]) -> PlaceTotals:
        """Add up the counts of its centres."""
        codes = registered.keys() if self.centres is None else self.centres
        return PlaceTotals(
            level=self.level,
            key=self.key,
            name=self.name,
            households=sum(registered.get(code, 0) for code in codes),
            with_any=sum(with_any.get(code, 0) for code in codes),
        )


def component_totals(session: Session, wanted: TotalsFilter) -> Totals:
    """Count the households of a place that hold a delivered thing, or use one, and of its parts."""
    area, parts = _area(session, wanted), _parts(session, wanted)
    registered, with_any = _registered(session, area), _with_any(session, area, wanted.year)
    pairs = _held_pairs(area, wanted.year)
    by_kind = session.execute(select(pairs.c.kind_id, func.count()).group_by(pairs.c.kind_id))
    return Totals(
        KindTotals(area.total(registered, with_any), dict(by_kind.all())),
        tuple(part.total(registered, with_any) for part in parts),
    )


def component_matrix(session: Session, wanted: TotalsFilter) -> tuple[KindTotals, ...]:
    """Count kind by kind in a place and in each of its parts."""
    area, parts = _area(session, wanted), _parts(session, wanted)
    registered, with_any = _registered(session, area), _with_any(session, area, wanted.year)
    pairs = _held_pairs(area, wanted.year)
    rows = session.execute(
        select(Household.centre_code, pairs.c.kind_id, func.count())
        .join(pairs, pairs.c.household_id == Household.id)
        .group_by(Household.centre_code, pairs.c.kind_id)
    )
    cells: dict[str, dict[int, int]] = {}
    for code, kind_id, number in rows:
        cells.setdefault(code, {})[kind_id] = number
    return tuple(
        KindTotals(
            place.total(registered, with_any),
            _added(cells, cells if place.centres is None else place.centres),
        )
        for place in (area, *parts)
    )


def record_years(session: Session) -> tuple[int, ...]:
    """List the years from the first thing that is still there to the last one, the newest first."""
    first, last = session.execute(
        select(func.min(ComponentRecord.held_since), func.max(ComponentRecord.held_since)).where(*_held(None))
    ).one()
    return () if first is None or last is None else tuple(range(last.year, first.year - 1, -1))


def _area(session: Session, wanted: TotalsFilter) -> _Area:
    if wanted.centre_code is not None:
        name = session.scalar(select(Centre.name).where(Centre.code == wanted.centre_code)) or ""
        return _Area(Level.CENTRE, wanted.centre_code, name, frozenset({wanted.centre_code}))
    if wanted.central_id is not None:
        name = session.scalar(select(CentralNucleus.name).where(CentralNucleus.id == wanted.central_id)) or ""
        codes = frozenset(centre_codes_of_central(session, wanted.central_id))
        return _Area(Level.CENTRAL, str(wanted.central_id), name, codes)
    return _Area(Level.PROGRAMME, "", "", None)


def _parts(session: Session, wanted: TotalsFilter) -> tuple[_Area, ...]:
    if wanted.centre_code is not None:
        return ()
    if wanted.central_id is not None:
        codes = centre_codes_of_central(session, wanted.central_id)
        rows = session.execute(
            select(Centre.code, Centre.name)
            .where(Centre.code.in_(codes))
            .order_by(Centre.sort_key, Centre.code)
        )
        return tuple(_Area(Level.CENTRE, row.code, row.name, frozenset({row.code})) for row in rows)
    centres = _centres_by_central(session)
    centrals = session.execute(
        select(CentralNucleus.id, CentralNucleus.name).order_by(
            CentralNucleus.first_year.desc(), CentralNucleus.sort_key, CentralNucleus.id
        )
    )
    return tuple(
        _Area(Level.CENTRAL, str(row.id), row.name, frozenset(centres.get(row.id, ()))) for row in centrals
    )


def _registered(session: Session, area: _Area) -> dict[str, int]:
    centre = Household.centre_code
    return dict(session.execute(select(centre, func.count()).where(*_inside(area)).group_by(centre)).all())


def _with_any(session: Session, area: _Area, year: int | None) -> dict[str, int]:
    centre, holders = Household.centre_code, select(ComponentRecord.household_id).where(*_held(year))
    # of everywhere one pass over the records is quickest, of a few centres a look for each household is
    is_holder = (
        Household.id.in_(holders)
        if area.centres is None
        else holders.where(ComponentRecord.household_id == Household.id).exists()
    )
    counted = select(centre, func.count()).where(*_inside(area), is_holder).group_by(centre)
    return dict(session.execute(counted).all())


def _held_pairs(area: _Area, year: int | None) -> Subquery:
    """Give household and kind of what is held, once each."""
    pairs = select(ComponentRecord.kind_id, ComponentRecord.household_id).where(*_held(year)).distinct()
    if area.centres is not None:
        pairs = pairs.join(Household, Household.id == ComponentRecord.household_id).where(*_inside(area))
    return pairs.subquery()


def _inside(area: _Area) -> tuple[ColumnElement[bool], ...]:
    return () if area.centres is None else (Household.centre_code.in_(sorted(area.centres)),)


def _held(year: int | None) -> tuple[ColumnElement[bool], ...]:
    live = (ComponentRecord.voided_at.is_(None), ComponentRecord.held_since.is_not(None))
    if year is None:
        return live
    return (*live, ComponentRecord.held_since.between(date(year, 1, 1), date(year, 12, 31)))


def _added(cells: Mapping[str, Mapping[int, int]], codes: Iterable[str]) -> dict[int, int]:
    kinds: dict[int, int] = {}
    for code in codes:
        for kind_id, number in cells.get(code, {}).items():
            kinds[kind_id] = kinds.get(kind_id, 0) + number
    return kinds


def _centres_by_central(session: Session) -> dict[int, list[str]]:
    rows = session.execute(
        select(ExecutingNucleus.central_nucleus_id, NucleusCentre.centre_code)
        .join(NucleusCentre, NucleusCentre.nucleus_id == ExecutingNucleus.id)
        .order_by(ExecutingNucleus.central_nucleus_id, NucleusCentre.centre_code)
    )
    found: dict[int, list[str]] = {}
    for central_id, code in rows:
        found.setdefault(central_id, []).append(code)
    return found
