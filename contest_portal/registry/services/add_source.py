"""Write down an outside registry."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.kernel.audit import record
from contest_portal.kernel.problems import refuse
from contest_portal.registry.models.sources import RegistrySource
from contest_portal.registry.rules import source_settings as settings
from contest_portal.registry.source_checks import code_taken, precedence_taken

log = logging.getLogger(__name__)


def add_source(
    session: Session,
    act: Act,
    *,
    code: str,
    name: str,
    base_address: str,
    token_variable: str,
    precedence: int,
) -> RegistrySource:
    """Keep where an outside registry is and in which variable its token stands. Nothing is asked of it yet.

    Raises Refused for an unsafe address, a variable that may hold another secret, or a code or place that is taken.
    """
    permit(act.actor, Action.REGISTRY_IMPORT)
    refuse(
        [
            settings.code_problem(code) or code_taken(session, code),
            settings.name_problem(name),
            settings.address_problem(base_address),
            settings.variable_problem(token_variable),
            settings.precedence_problem(precedence) or precedence_taken(session, precedence, except_id=None),
        ]
    )
    source = RegistrySource(
        code=code,
        kind="http",
        name=name,
        base_address=base_address,
        token_variable=token_variable,
        is_active=True,
        precedence=precedence,
    )
    session.add(source)
    session.flush()
    _record(session, act, source)
    return source


def _record(session: Session, act: Act, source: RegistrySource) -> None:
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="source.added",
        subject=f"registry_source:{source.id}",
        data={
            "code": source.code,
            "base_address": source.base_address,
            "precedence": source.precedence,
        },
    )
    log.info("source added", extra={"source_id": source.id})
