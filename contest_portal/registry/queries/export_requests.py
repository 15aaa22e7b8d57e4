"""Named reads of the requests for files with whole DNI."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session, aliased

from contest_portal.accounts.models import User
from contest_portal.accounts.rules.actor import Actor
from contest_portal.accounts.rules.permissions import Action, Scope, can, registry_reach
from contest_portal.kernel.problems import NotFound
from contest_portal.registry.export_records import facts_of, order_of
from contest_portal.registry.models.exports import ExportRequest
from contest_portal.registry.rules.export_requests import RequestState, asked_places, reaches
from contest_portal.registry.rules.exports import ExportOrder

MOST = 50


@dataclass(frozen=True, slots=True)
class RequestLine:
    """A request as pages show it; `until` is the end of an approval."""

    request_id: int
    order: ExportOrder
    within: tuple[str, ...]
    state: RequestState
    asked_at: datetime
    asked_by: int
    asker: str
    decided_at: datetime | None
    decider: str | None
    refusal: str | None
    until: datetime | None
    export_id: int | None
    version: int

    @property
    def filter(self) -> Mapping[str, str]:
        """Give what the list is narrowed by."""
        return self.order.filter

    def may_be_decided_by(self, actor: Actor) -> bool:
        """Tell whether somebody may decide it: another person, who sees all that the file tells of."""
        is_another = can(actor, Action.REGISTRY_EXPORT_DECIDE, Scope(proposer_id=self.asked_by))
        return is_another and reaches(registry_reach(actor), asked_places(self.filter, self.within))


def waiting_for(session: Session, actor: Actor, now: datetime) -> tuple[RequestLine, ...]:
    """List what waits for somebody's decision, the oldest first."""
    if not can(actor, Action.REGISTRY_EXPORT_DECIDE):
        return ()
    lines = _lines(
        session, now, and_(ExportRequest.decided_at.is_(None), ExportRequest.withdrawn_at.is_(None))
    )
    return tuple(line for line in reversed(lines) if line.may_be_decided_by(actor))


def asked_by(session: Session, user_id: int | None, now: datetime) -> tuple[RequestLine, ...]:
    """List what somebody asked for, the newest first."""
    return _lines(session, now, ExportRequest.asked_by == user_id)[:MOST]


def decided(session: Session, now: datetime) -> tuple[RequestLine, ...]:
    """List the latest decisions, the newest request first."""
    return _lines(session, now, ExportRequest.decided_at.is_not(None))[:MOST]


def export_request(session: Session, request_id: int, now: datetime) -> RequestLine:
    """Give a request; NotFound when there is none."""
    found = _lines(session, now, ExportRequest.id == request_id)
    if not found:
        raise NotFound(f"export request {request_id}")
    return found[0]


def ready(lines: Iterable[RequestLine]) -> int:
    """Count the files that may be taken now."""
    return sum(line.state is RequestState.APPROVED for line in lines)


def _lines(session: Session, now: datetime, condition: ColumnElement[bool]) -> tuple[RequestLine, ...]:
    decider = aliased(User)
    rows = session.execute(
        select(ExportRequest, User.full_name, decider.full_name)
        .join(User, User.id == ExportRequest.asked_by)
        .outerjoin(decider, decider.id == ExportRequest.decided_by)
        .where(condition)
        .order_by(ExportRequest.id.desc())
    )
    return tuple(_line(row, asker, decided_by, now) for row, asker, decided_by in rows)


def _line(row: ExportRequest, asker: str, decider: str | None, now: datetime) -> RequestLine:
    facts = facts_of(row)
    return RequestLine(
        request_id=row.id,
        order=order_of(row),
        within=tuple(row.within.split()),
        state=facts.state(now),
        asked_at=row.asked_at,
        asked_by=row.asked_by,
        asker=asker,
        decided_at=row.decided_at,
        decider=decider,
        refusal=row.refusal,
        until=facts.until,
        export_id=row.export_id,
        version=row.version,
    )
