"""Close a difference between sources that a person has looked into."""

import logging

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.kernel.audit import record
from contest_portal.kernel.identifiers import clean_text
from contest_portal.kernel.problems import N_, NotFound, Problem, Stale, refuse
from contest_portal.registry.models.sources import SourceConflict

log = logging.getLogger(__name__)


def close_conflict(
    session: Session, act: Act, *, conflict_id: int, expected_version: int, note: str
) -> SourceConflict:
    """Keep who looked into a difference and what came of it. The register's value is not changed by this.

    The same difference is not listed again; other values are. Raises Stale when it changed or was closed meanwhile,
    Refused without a note.
    """
    permit(act.actor, Action.REGISTRY_IMPORT)
    conflict = session.scalars(
        select(SourceConflict).where(SourceConflict.id == conflict_id).with_for_update()
    ).one_or_none()
    if conflict is None:
        raise NotFound(f"conflict {conflict_id}")
    if conflict.version != expected_version or conflict.closed_at is not None:
        raise Stale(f"conflict {conflict_id}")
    note = clean_text(note)
    refuse([_note_problem(note)])
    conflict.closed_at, conflict.closed_by, conflict.note = act.at, act.actor.user_id, note
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="source_conflict.closed",
        subject=f"source_conflict:{conflict.id}",
        data={"field": conflict.field, "winner": conflict.winner},
    )
    log.info("conflict closed", extra={"conflict_id": conflict.id})
    return conflict


def _note_problem(note: str) -> Problem | None:
    if 0 < len(note) <= 300:
        return None
    message = N_("Escriba qué se averiguó y qué se hizo, en 300 letras como máximo.")
    return Problem("conflict.note", field="note", message=message)
