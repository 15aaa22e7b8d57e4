"""What the register holds, what it lacks, and where its values came from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.registry.models.register import (
    ACT,
    Centre,
    CentreTargeting,
    District,
    Household,
    ImportBatch,
    Person,
    PovertyRate,
    TargetingRule,
)
from contest_portal.registry.rules.targeting import Reason, Status
from contest_portal.registry.standing import is_present


@dataclass(frozen=True, slots=True)
class Overview:
    """Counts of the whole register."""

    districts: int
    districts_with_rate: int
    districts_with_priority: int
    centres: int
    centres_with_households: int
    households: int
    persons: int
    by_status: Mapping[str, int]

    @property
    def next_kind(self) -> str | None:
        """Name the kind of file that is missing next, or None when every kind is there."""
        held = {
            "districts": self.districts,
            "poverty": self.districts_with_rate,
            "centres": self.centres,
            "households": self.households,
        }
        return next((kind for kind, number in held.items() if not number), None)


@dataclass(frozen=True, slots=True)
class ReasonCount:
    """How many centres have a standing for a reason."""

    status: str
    reason: str
    number: int


@dataclass(frozen=True, slots=True)
class BatchLine:
    """One applied file in the history."""

    batch_id: int
    kind: str
    filename: str
    sha256: str
    rows_read: int
    rows_new: int
    rows_changed: int
    rows_unchanged: int
    applied_at: datetime
    applied_by: str | None


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A version of the targeting rule, numbered from the first."""

    rule_id: int
    number: int
    min_households: int
    poverty_above_e4: int
    source: str
    created_at: datetime
    created_by: str | None
    is_in_force: bool


def overview(session: Session) -> Overview:
    """Count everything; of centres, households and persons, those who are not gone, as every list does."""
    return Overview(
        districts=_count(session, select(func.count()).select_from(District)),
        districts_with_rate=_count(session, select(func.count(PovertyRate.ubigeo.distinct()))),
        districts_with_priority=_count(session, select(func.count(District.has_malnutrition_priority))),
        centres=_count(session, _present(Centre)),
        centres_with_households=_count(session, _present(Centre).where(Centre.households.is_not(None))),
        households=_count(session, _present(Household)),
        persons=_count(session, _present(Person)),
        by_status=centres_by_status(session),
    )


def _present(model: type[Centre] | type[Household] | type[Person]) -> Select[int]:
    return select(func.count()).select_from(model).where(is_present(model))


def centres_by_status(session: Session) -> Mapping[str, int]:
    """Count the assessed centres by status, but for those that are gone; every status is there, if need be zero."""
    rows = session.execute(
        select(CentreTargeting.status, func.count())
        .join(Centre, Centre.code == CentreTargeting.centre_code)
        .where(is_present(Centre))
        .group_by(CentreTargeting.status)
    )
    found = dict(rows.all())
    return {status.value: found.get(status.value, 0) for status in Status}


def centres_by_reason(session: Session) -> tuple[ReasonCount, ...]:
    """Count the assessed centres by status and reason, the commonest reason of each status first."""
    rows = session.execute(
        select(CentreTargeting.status, CentreTargeting.reason, func.count())
        .join(Centre, Centre.code == CentreTargeting.centre_code)
        .where(is_present(Centre))
        .group_by(CentreTargeting.status, CentreTargeting.reason)
    )
    order, reasons = [status.value for status in Status], [reason.value for reason in Reason]
    found = (ReasonCount(*row) for row in rows)
    return tuple(
        sorted(found, key=lambda row: (order.index(row.status), -row.number, reasons.index(row.reason)))
    )


def count_batches(session: Session) -> int:
    """Count the applied files."""
    return _count(session, select(func.count()).select_from(ImportBatch).where(ImportBatch.kind != ACT))


def batches(session: Session, *, limit: int, offset: int = 0) -> tuple[BatchLine, ...]:
    """List the applied files, the newest first."""
    rows = session.execute(
        select(ImportBatch, User.full_name)
        .outerjoin(User, User.id == ImportBatch.applied_by)
        .where(ImportBatch.kind != ACT)
        .order_by(ImportBatch.id.desc())
        .limit(limit)
        .offset(offset)
    )
    return tuple(_batch_line(batch, name) for batch, name in rows)


def targeting_rules(session: Session) -> tuple[RuleLine, ...]:
    """List the versions of the rule, the one in force first."""
    rows = session.execute(
        select(TargetingRule, User.full_name)
        .outerjoin(User, User.id == TargetingRule.created_by)
        .order_by(TargetingRule.id.desc())
    ).all()
    return tuple(
        RuleLine(
            rule_id=rule.id,
            number=len(rows) - place,
            min_households=rule.min_households,
            poverty_above_e4=rule.poverty_above_e4,
            source=rule.source,
            created_at=rule.created_at,
            created_by=name,
            is_in_force=place == 0,
        )
        for place, (rule, name) in enumerate(rows)
    )


def _count(session: Session, statement: Select[int]) -> int:
    return session.scalars(statement).one()


def _batch_line(batch: ImportBatch, name: str | None) -> BatchLine:
    return BatchLine(
        batch_id=batch.id,
        kind=batch.kind,
        filename=batch.filename,
        sha256=batch.sha256,
        rows_read=batch.rows_read,
        rows_new=batch.rows_new,
        rows_changed=batch.rows_changed,
        rows_unchanged=batch.rows_unchanged,
        applied_at=batch.applied_at,
        applied_by=name,
    )
