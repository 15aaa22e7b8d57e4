"""How many households of a place have what: the programme, a central nucleus or a centre, and its parts.

A household lives in one centre, so counts of centres add up exactly to those of every larger place. A household counts
where it lives now, whoever gave it what it has.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, distinct, extract, func, select
from sqlalchemy.orm import Session

from contest_portal.registry.component_models import ComponentRecord
from contest_portal.registry.models import Centre, Household
from contest_portal.registry.nuclei import centre_codes_of_central
from contest_portal.registry.nucleus_models import CentralNucleus, ExecutingNucleus, NucleusCentre
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
    """A place with its registered households, those with any component, and those with each kind."""

    level: Level
    key: str
    name: str
    households: int
    with_any: int
    by_kind: Mapping[int, int]

    @property
    def share(self) -> int | None:
        """Give the share of households with any component, in thousandths; None without households."""
        return share_per_mille(self.with_any, self.households)

    def share_of(self, kind_id: int) -> int | None:
        """Give the share of households with a kind, in thousandths; None without households."""
        return share_per_mille(self.by_kind.get(kind_id, 0), self.households)


@dataclass(frozen=True, slots=True)
class Totals:
    """A place and its parts: the central nuclei of the programme, or the centres of a central nucleus."""

    place: PlaceTotals
    parts: tuple[PlaceTotals, ...]


@dataclass(frozen=True, slots=True)
class _Counts:
    """Counts of every centre in question."""

    registered: Mapping[str, int]
    with_any: Mapping[str, int]
    by_kind: Mapping[str, Mapping[int, int]]

    def of(self, level: Level, key: str, name: str, centres: Iterable[str]) -> PlaceTotals:
        """Add up the counts of a place's centres."""
        codes = frozenset(centres)
        kinds: dict[int, int] = {}
        for code in codes:
            for kind_id, number in self.by_kind.get(code, {}).items():
                kinds[kind_id] = kinds.get(kind_id, 0) + number
        return PlaceTotals(
            level=level,
            key=key,
            name=name,
            households=sum(self.registered.get(code, 0) for code in codes),
            with_any=sum(self.with_any.get(code, 0) for code in codes),
            by_kind=kinds,
        )


def component_totals(session: Session, wanted: TotalsFilter) -> Totals:
    """Count the households of a place that hold a delivered thing, or use one, and of its parts."""
    if wanted.centre_code is not None:
        return _centre_totals(session, wanted.centre_code, wanted.year)
    if wanted.central_id is not None:
        return _central_totals(session, wanted.central_id, wanted.year)
    return _programme_totals(session, wanted.year)


def record_years(session: Session) -> tuple[int, ...]:
    """List the years in which things came that are still there, the newest first."""
    year = extract("year", ComponentRecord.held_since)
    rows = session.scalars(select(year).where(*_held(None)).distinct().order_by(year.desc()))
    return tuple(int(row) for row in rows)


def _programme_totals(session: Session, year: int | None) -> Totals:
    counts = _count(session, (), year)
    centres = _centres_by_central(session)
    rows = session.execute(
        select(CentralNucleus.id, CentralNucleus.name).order_by(
            CentralNucleus.first_year.desc(), CentralNucleus.sort_key, CentralNucleus.id
        )
    )
    return Totals(
        counts.of(Level.PROGRAMME, "", "", counts.registered),
        tuple(counts.of(Level.CENTRAL, str(row.id), row.name, centres.get(row.id, ())) for row in rows),
    )


def _central_totals(session: Session, central_id: int, year: int | None) -> Totals:
    codes = centre_codes_of_central(session, central_id)
    counts = _count(session, [Household.centre_code.in_(codes)], year)
    name = session.scalar(select(CentralNucleus.name).where(CentralNucleus.id == central_id)) or ""
    rows = session.execute(
        select(Centre.code, Centre.name).where(Centre.code.in_(codes)).order_by(Centre.sort_key, Centre.code)
    )
    return Totals(
        counts.of(Level.CENTRAL, str(central_id), name, codes),
        tuple(counts.of(Level.CENTRE, row.code, row.name, (row.code,)) for row in rows),
    )


def _centre_totals(session: Session, code: str, year: int | None) -> Totals:
    counts = _count(session, [Household.centre_code == code], year)
    name = session.scalar(select(Centre.name).where(Centre.code == code)) or ""
    return Totals(counts.of(Level.CENTRE, code, name, (code,)), ())


def _count(session: Session, where: Iterable[ColumnElement[bool]], year: int | None) -> _Counts:
    conditions = tuple(where)
    centre = Household.centre_code
    registered = session.execute(select(centre, func.count()).where(*conditions).group_by(centre))
    holders = func.count(distinct(ComponentRecord.household_id))
    live = (
        select(centre, holders)
        .join(ComponentRecord, ComponentRecord.household_id == Household.id)
        .where(*conditions, *_held(year))
    )
    by_kind: dict[str, dict[int, int]] = {}
    per_kind = live.add_columns(ComponentRecord.kind_id).group_by(centre, ComponentRecord.kind_id)
    for code, number, kind_id in session.execute(per_kind):
        by_kind.setdefault(code, {})[kind_id] = number
    return _Counts(dict(registered.all()), dict(session.execute(live.group_by(centre)).all()), by_kind)


def _held(year: int | None) -> tuple[ColumnElement[bool], ...]:
    live = (ComponentRecord.voided_at.is_(None), ComponentRecord.held_since.is_not(None))
    if year is None:
        return live
    return (*live, ComponentRecord.held_since.between(date(year, 1, 1), date(year, 12, 31)))


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
