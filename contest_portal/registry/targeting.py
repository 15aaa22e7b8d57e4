"""The standing of every centre under the rule in force, kept beside the figures it was taken from."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from contest_portal.kernel import audit
from contest_portal.registry.models import (
    Centre,
    CentreTargeting,
    District,
    Household,
    PovertyRate,
    TargetingRule,
)
from contest_portal.registry.rules.targeting import Assessment, Figures, Status, Thresholds, assess
from contest_portal.registry.stores import upsert

FIRST_SOURCE = "Directiva N.° 006-2012-MIDIS"


@dataclass(frozen=True, slots=True)
class StatusChange:
    """Centres of one status before and after."""

    status: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class TargetingChange:
    """What a change of the rule would do, in centres: counts before and after, and how many change standing."""

    before: Mapping[str, int]
    after: Mapping[str, int]
    enters: int
    leaves: int

    @property
    def rows(self) -> tuple[StatusChange, ...]:
        """Give the counts of each status side by side."""
        return tuple(StatusChange(s.value, self.before[s.value], self.after[s.value]) for s in Status)


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
    session.execute(update(CentreTargeting).where(CentreTargeting.rule_id != rule.id).values(rule_id=rule.id))
    columns = [getattr(CentreTargeting, name) for name in _COLUMNS]
    kept = {row.centre_code: tuple(row) for row in session.execute(select(*columns))}
    writes = []
    for code, found in assess_all(session, thresholds_of(rule)):
        now = (code, found.status.value, found.reason.value, found.households, found.poverty_e4)
        if kept.get(code) != now:
            writes.append({**dict(zip(_COLUMNS, now, strict=True)), "rule_id": rule.id})
    upsert(session, CentreTargeting, ("centre_code",), writes)
    return len(writes)


def preview_rule(session: Session, thresholds: Thresholds) -> TargetingChange:
    """Count what new thresholds would change; nothing is written."""
    before = dict(session.execute(select(CentreTargeting.centre_code, CentreTargeting.status)).all())
    counts: Counter[str] = Counter()
    enters = leaves = 0
    for code, found in assess_all(session, thresholds):
        counts[found.status.value] += 1
        was, is_now = before.get(code) == Status.TARGETED, found.status is Status.TARGETED
        enters += is_now and not was
        leaves += was and not is_now
    return TargetingChange(_every_status(Counter(before.values())), _every_status(counts), enters, leaves)


def assess_all(session: Session, thresholds: Thresholds) -> Iterator[tuple[str, Assessment]]:
    """Assess every centre by code. Centres that share their figures share one assessment."""
    judge = cache(lambda figures: assess(figures, thresholds))
    rates = latest_rates(session)
    priorities = dict(session.execute(select(District.ubigeo, District.has_malnutrition_priority)).all())
    registered = dict(
        session.execute(select(Household.centre_code, func.count()).group_by(Household.centre_code)).all()
    )
    centres = session.execute(
        select(Centre.code, Centre.ubigeo, Centre.area, Centre.households).order_by(Centre.code)
    )
    for code, ubigeo, area, households in centres:
        figures = Figures(
            is_rural=area == "R",
            households=households,
            registered_households=registered.get(code, 0),
            poverty_e4=rates.get(ubigeo),
            has_malnutrition_priority=priorities.get(ubigeo),
        )
        yield code, judge(figures)


def latest_rates(session: Session) -> dict[str, int]:
    """Give each district's rate of its newest year."""
    rows = session.execute(
        select(PovertyRate.ubigeo, PovertyRate.rate_e4).order_by(PovertyRate.ubigeo, PovertyRate.year)
    )
    return dict(rows.all())


def _every_status(counts: Mapping[str, int]) -> Mapping[str, int]:
    return {status.value: counts.get(status.value, 0) for status in Status}


_COLUMNS = ("centre_code", "status", "reason", "households", "poverty_e4")
