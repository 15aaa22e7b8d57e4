"""Rename a kind of the catalogue of components."""

import logging

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.kernel.audit import record
from contest_portal.kernel.identifiers import sort_key
from contest_portal.kernel.problems import N_, Problem, refuse
from contest_portal.registry.components import cleaned_words, kind_taken, kind_to_change
from contest_portal.registry.models.components import ComponentKind, ComponentRecord
from contest_portal.registry.rules.components import KindWords, kind_problems

log = logging.getLogger(__name__)


def edit_component_kind(
    session: Session, act: Act, *, kind_id: int, expected_version: int, words: KindWords
) -> ComponentKind:
    """Change what a kind is called; its code stays. The unit stays too once quantities were recorded in it."""
    permit(act.actor, Action.COMPONENT_EDIT)
    kind = kind_to_change(session, kind_id, expected_version)
    words = cleaned_words(words)
    refuse(
        [
            *kind_problems(words),
            kind_taken(session, words.name, None, except_id=kind_id),
            None if words.unit == kind.unit else _unit_in_use(session, kind),
        ]
    )
    before = {"name": kind.name, "unit": kind.unit}
    kind.name, kind.sort_key = words.name, sort_key(words.name)
    kind.phrase, kind.unit = words.phrase, words.unit
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="component_kind.edited",
        subject=f"component_kind:{kind.id}",
        data={"name": kind.name, "unit": kind.unit, "before": before},
    )
    log.info("component kind edited", extra={"kind_id": kind.id})
    return kind


def _unit_in_use(session: Session, kind: ComponentKind) -> Problem | None:
    counted = select(ComponentRecord.id).where(
        ComponentRecord.kind_id == kind.id, ComponentRecord.quantity.is_not(None)
    )
    if session.scalar(counted.limit(1)) is None:
        return None
    message = N_("Ya hay cantidades registradas en «%(unit)s». Deje esa unidad, o agregue otro tipo.")
    return Problem(
        "component_kind.unit_in_use", field="unit", message=message, params={"unit": kind.unit or ""}
    )
