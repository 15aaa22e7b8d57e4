"""Add a kind to the catalogue of components."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.kernel.audit import record
from contest_portal.kernel.identifiers import sort_key
from contest_portal.kernel.problems import N_, Problem, refuse
from contest_portal.registry.components import cleaned_words, kind_taken
from contest_portal.registry.models.components import ComponentKind
from contest_portal.registry.rules.components import RECORDED, KindWords, kind_code, kind_problems

log = logging.getLogger(__name__)


def create_component_kind(session: Session, act: Act, *, component: str, words: KindWords) -> ComponentKind:
    """Add a kind to a component that is recorded per household; its code follows from its name and stays for ever."""
    permit(act.actor, Action.COMPONENT_EDIT)
    words = cleaned_words(words)
    code = kind_code(words.name)
    refuse(
        [
            _component_problem(component),
            *kind_problems(words),
            kind_taken(session, words.name, code, except_id=None),
        ]
    )
    kind = ComponentKind(
        code=code,
        component=component,
        name=words.name,
        sort_key=sort_key(words.name),
        phrase=words.phrase,
        unit=words.unit,
    )
    session.add(kind)
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="component_kind.created",
        subject=f"component_kind:{kind.id}",
        data={"code": code, "component": component, "unit": words.unit},
    )
    log.info("component kind created", extra={"kind_id": kind.id})
    return kind


def _component_problem(component: str) -> Problem | None:
    if component in RECORDED:
        return None
    message = N_("Elija a qué componente pertenece.")
    return Problem("component_kind.component", field="component", message=message)
