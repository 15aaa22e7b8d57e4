"""The standing of every centre under the rule in force, kept beside the figures it was taken from."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache

from sqlalchemy import Table, func, select
from sqlalchemy.orm import Session

from contest_portal.kernel import audit
from contest_portal.registry.models.register import (
    Centre,
    CentreTargeting,
    District,
    Household,
    PovertyRate,
    TargetingRule,
)
from contest_portal.registry.rules.targeting import (
    Assessment,
    Figures,
    Move,
    Status,
    TargetingChange,
    Thresholds,
    assess,
)
from contest_portal.registry.standing import is_present
from contest_portal.registry.standing_writes import write_standings

FIRST_SOURCE = "Directiva N.° 006-2012-MIDIS"


def rule_in_force(session: Session) -> TargetingRule | None:
    """Give the newest version of the rule, or None before the first."""
    return session.scalars(select(TargetingRule).order_by(TargetingRule.id.desc()).limit(1)).one_or_none()


def ensure_rule(session: Session, *, at: datetime, actor_id: int | None) -> TargetingRule:
    """Give the rule in force; the first time, keep the programme's own thresholds as version one."""
    return rule_in_force(session) or add_rule(
        session, Thresholds(), source=FIRST_SOURCE, at=at, actor_id=actor_id
    )


def add_rule(
    session: Session, thresholds: Thresholds, *, source: str, at: datetime, actor_id: int | None
) -> TargetingRule:
    """Keep a new version and put it on record."""
    rule = TargetingRule(
        min_households=thresholds.min_households,
        poverty_above_e4=thresholds.poverty_above_e4,
        source=source,
        created_at=at,
        created_by=actor_id,
    )
    session.add(rule)
    session.flush()  # the audit row needs the new id
    audit.record(
        session,
        at=at,
        actor_id=actor_id,
        action="targeting_rule.set",
        subject=f"targeting_rule:{rule.id}",
        data={
            "min_households": rule.min_households,
            "poverty_above_e4": rule.poverty_above_e4,
            "source": source,
        },
    )
    return rule


def thresholds_of(rule: TargetingRule | None) -> Thresholds:
    """Give a version's thresholds; before the first version, the programme's own."""
    return Thresholds() if rule is None else Thresholds(rule.min_households, rule.poverty_above_e4)


def refresh_targeting(session: Session, rule: TargetingRule) -> int:
    """Assess every centre anew under a rule; give how many changed standing, reason or figures."""
    return write_standings(session, thresholds_of(rule), rule_id=rule.id)


def preview_rule(session: Session, thresholds: Thresholds) -> TargetingChange:
    """Count what new thresholds would change; nothing is written."""
    return _change(session, assess_land(land_of(session), thresholds))


def preview_figures(session: Session, told: "Land") -> TargetingChange:
    """Count what the figures of a file would change under the rule in force; nothing is written."""
    land = land_of(session)
    land.rates.update(told.rates)
    land.priorities.update(told.priorities)
    for code, figures in told.centres.items():
        land.centres[code] = land.centres.get(code, figures).completed_by(figures)
    assessed = assess_land(land, thresholds_of(rule_in_force(session)))
    return _change(session, assessed, told=frozenset(told.centres))


def told_by_file(session: Session, kind: str, rows: Table) -> "Land | None":
    """Give the deciding figures in a file's staged rows, or None for a kind that holds none."""
    if kind == "poverty":
        told = session.execute(
            select(rows.c.ubigeo, rows.c.year, rows.c.rate_e4).where(rows.c.rate_e4.is_not(None))
        )
        return Land(rates={(ubigeo, year): rate for ubigeo, year, rate in told})
    if kind == "districts":
        known = rows.c.has_malnutrition_priority.is_not(None)
        priorities = session.execute(select(rows.c.ubigeo, rows.c.has_malnutrition_priority).where(known))
        return Land(priorities=dict(priorities.all()))
    if kind == "centres":
        figures = [rows.c[name] for name in ("ubigeo", "area", "households", "dwellings")]
        centres = session.execute(select(rows.c.code, *figures))
        return Land(centres={code: CentreFigures(*told) for code, *told in centres})
    return None


@dataclass(frozen=True, slots=True)
class CentreFigures:
    """What decides of a centre; None is "no data"."""

    ubigeo: str
    area: str
    households: int | None
    dwellings: int | None

    def completed_by(self, told: "CentreFigures") -> "CentreFigures":
        """Give the figures after a file told of the centre: what it does not know stays."""
        return CentreFigures(
            told.ubigeo,
            told.area,
            self.households if told.households is None else told.households,
            self.dwellings if told.dwellings is None else told.dwellings,
        )


@dataclass(frozen=True, slots=True)
class Land:
    """The figures that decide: rates by district and year, priorities by district, centres by code, and how many
    households our own register has in each.
    """

    rates: dict[tuple[str, int], int] = field(default_factory=dict)
    priorities: dict[str, bool | None] = field(default_factory=dict)
    centres: dict[str, CentreFigures] = field(default_factory=dict)
    registered: Mapping[str, int] = field(default_factory=dict)


def land_of(session: Session, codes: Collection[str] | None = None) -> Land:
    """Read every figure of the register that decides; of the centres with these codes alone, when they are named."""
    rates = select(PovertyRate.ubigeo, PovertyRate.year, PovertyRate.rate_e4)
    priorities = select(District.ubigeo, District.has_malnutrition_priority)
    registered = (
        select(Household.centre_code, func.count())
        .where(Household.gone_batch_id.is_(None))
        .group_by(Household.centre_code)
    )
    centres = select(Centre.code, Centre.ubigeo, Centre.area, Centre.households, Centre.dwellings).order_by(
        Centre.code
    )
    if codes is not None:
        theirs = select(Centre.ubigeo).where(Centre.code.in_(codes))
        rates, priorities = (
            rates.where(PovertyRate.ubigeo.in_(theirs)),
            priorities.where(District.ubigeo.in_(theirs)),
        )
        registered, centres = (
            registered.where(Household.centre_code.in_(codes)),
            centres.where(Centre.code.in_(codes)),
        )
    return Land(
        rates={(ubigeo, year): rate for ubigeo, year, rate in session.execute(rates)},
        priorities=dict(session.execute(priorities).all()),
        centres={
            row.code: CentreFigures(row.ubigeo, row.area, row.households, row.dwellings)
            for row in session.execute(centres)
        },
        registered=dict(session.execute(registered).all()),
    )


def assess_all(session: Session, thresholds: Thresholds) -> Iterator[tuple[str, Assessment]]:
    """Assess every centre by code."""
    return assess_land(land_of(session), thresholds)


def assess_land(land: Land, thresholds: Thresholds) -> Iterator[tuple[str, Assessment]]:
    """Assess every centre of a land. Centres that share their figures share one assessment."""
    judge = cache(lambda figures: assess(figures, thresholds))
    rates = {ubigeo: rate for (ubigeo, _), rate in sorted(land.rates.items())}
    for code, centre in land.centres.items():
        figures = Figures(
            is_rural=centre.area == "R",
            households=centre.households,
            registered_households=land.registered.get(code, 0),
            poverty_e4=rates.get(centre.ubigeo),
            has_malnutrition_priority=land.priorities.get(centre.ubigeo),
            dwellings=centre.dwellings,
        )
        yield code, judge(figures)


def _change(
    session: Session, assessed: Iterator[tuple[str, Assessment]], *, told: frozenset[str] = frozenset()
) -> TargetingChange:
    """Count what changes, but for centres that are gone; one that a file tells of again is not."""
    gone = frozenset(session.scalars(select(Centre.code).where(~is_present(Centre))).all())
    standings = session.execute(select(CentreTargeting.centre_code, CentreTargeting.status))
    before = {code: status for code, status in standings if code not in gone}
    counts: Counter[str] = Counter()
    moves = []
    for code, found in assessed:
        if code in gone - told:
            continue
        counts[found.status.value] += 1
        was = before.get(code)
        if was != found.status.value:
            moves.append(Move(code, None if was is None else Status(was), found))
    ordered = tuple(sorted(moves, key=lambda move: move.centre_code))
    return TargetingChange(_every_status(Counter(before.values())), _every_status(counts), ordered)


def _every_status(counts: Mapping[str, int]) -> Mapping[str, int]:
    return {status.value: counts.get(status.value, 0) for status in Status}
