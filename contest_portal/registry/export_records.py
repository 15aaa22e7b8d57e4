"""Keeping who takes which rows away, and the requests for files with whole DNI."""

import json

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.kernel import audit
from contest_portal.kernel.canonical import Json, canonical_json
from contest_portal.kernel.problems import NotFound, NotPermitted
from contest_portal.registry.models.exports import ExportRequest, RegistryExport
from contest_portal.registry.rules.consent import Purpose
from contest_portal.registry.rules.export_requests import RequestFacts
from contest_portal.registry.rules.exports import LONGEST_REASON, Content, ExportOrder, FileFormat, Leaving


def keep_export(session: Session, act: Act, order: ExportOrder, written: Leaving) -> RegistryExport:
    """Write the row without which no file leaves; the reason stays out of the audit chain: people write names there."""
    asked: Json = dict(order.filter)
    kept = RegistryExport(
        content=order.content.value,
        file_format=order.file_format.value,
        filter=canonical_json(asked),
        has_dni=order.has_dni,
        reason=order.reason[:LONGEST_REASON],
        rows=written.rows,
        sha256=written.sha256,
        exported_at=act.at,
        exported_by=accountable(act),
        purpose=order.purpose.value,
        withheld=written.withheld,
    )
    session.add(kept)
    session.flush()
    audit.record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="registry.exported",
        subject=f"registry_export:{kept.id}",
        data={
            "content": kept.content,
            "format": kept.file_format,
            "filter": asked,
            "has_dni": kept.has_dni,
            "rows": kept.rows,
            "sha256": kept.sha256,
            "purpose": kept.purpose,
            "withheld": kept.withheld,
            "access": written.access,
        },
    )
    return kept


def accountable(act: Act) -> int:
    """Give the person who answers for a file; NotPermitted for whoever has no account."""
    if act.actor.user_id is None:
        raise NotPermitted("an export needs a person who answers for it")
    return act.actor.user_id


def request_by_id(session: Session, request_id: int, *, locked: bool = False) -> ExportRequest:
    """Give a request; NotFound when there is none."""
    row = session.get(ExportRequest, request_id, with_for_update=locked)
    if row is None:
        raise NotFound(f"export request {request_id}")
    return row


def facts_of(row: ExportRequest) -> RequestFacts:
    """Give what decides where a request stands."""
    return RequestFacts(
        row.asked_by,
        row.decided_at,
        row.is_approved,
        is_taken=row.export_id is not None,
        is_withdrawn=row.withdrawn_at is not None,
    )


def order_of(row: ExportRequest) -> ExportOrder:
    """Give the file that was asked for."""
    return ExportOrder(
        content=Content(row.content),
        file_format=FileFormat(row.file_format),
        filter=json.loads(row.filter),
        reason=row.reason,
        has_dni=True,
        purpose=Purpose(row.purpose),
    )


def note_request(session: Session, act: Act, row: ExportRequest, *, action: str) -> None:
    """Write a step of a request into the chain, without anybody's words."""
    audit.record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action=action,
        subject=f"export_request:{row.id}",
        data={
            "content": row.content,
            "filter": json.loads(row.filter),
            "purpose": row.purpose,
            "export_id": row.export_id,
        },
    )
