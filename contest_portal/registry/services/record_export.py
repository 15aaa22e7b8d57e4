"""Record that a file is about to leave the register."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.kernel import audit
from contest_portal.kernel.canonical import Json, canonical_json
from contest_portal.kernel.problems import NotPermitted, refuse
from contest_portal.kernel.spreadsheets import Written
from contest_portal.registry.export_models import RegistryExport
from contest_portal.registry.exporting import permit_export
from contest_portal.registry.rules.exports import LONGEST_REASON, ExportOrder, order_problems

log = logging.getLogger(__name__)


def record_export(session: Session, act: Act, order: ExportOrder, written: Written) -> RegistryExport:
    """Keep who takes which rows away and why; only then may the file be sent.

    The reason stays out of the audit chain: people write names into reasons. Raises Refused without a reason.
    """
    permit_export(act.actor, order)
    if act.actor.user_id is None:
        raise NotPermitted("an export needs a person who answers for it")
    refuse(order_problems(order))
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
        exported_by=act.actor.user_id,
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
        },
    )
    log.info("register exported", extra={"export_id": kept.id, "rows": kept.rows})
    return kept
