"""Correct what is written down about a source."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.kernel.audit import record
from contest_portal.kernel.problems import Problem, Stale, refuse
from contest_portal.registry.models.sources import FILES, RegistrySource
from contest_portal.registry.queries.sources import source_by_id
from contest_portal.registry.rules import source_settings as settings
from contest_portal.registry.source_checks import precedence_taken, run_under_way

log = logging.getLogger(__name__)


def edit_source(
    session: Session,
    act: Act,
    *,
    source_id: int,
    expected_version: int,
    name: str,
    base_address: str | None,
    token_variable: str | None,
    precedence: int,
    is_active: bool,
) -> RegistrySource:
    """Change a source; of the files, only name and place count. A new address starts from nothing known.

    Raises Stale when somebody changed it meanwhile, Refused as for a new source, and while a run is under way when
    the address changes.
    """
    permit(act.actor, Action.REGISTRY_IMPORT)
    source = source_by_id(session, source_id)
    if source.version != expected_version:
        raise Stale(f"source {source_id}")
    moves = source.code != FILES and source.base_address != base_address
    refuse(
        [
            settings.name_problem(name),
            *_address_problems(source, base_address or "", token_variable or ""),
            run_under_way(session, source_id) if moves else None,
            settings.precedence_problem(precedence)
            or precedence_taken(session, precedence, except_id=source_id),
        ]
    )
    source.name, source.precedence = name, precedence
    if source.code != FILES:
        source.base_address, source.token_variable = base_address, token_variable
        source.is_active = is_active
    if moves:
        source.watermark = None
    session.flush()
    _record(session, act, source)
    return source


def _address_problems(source: RegistrySource, address: str, variable: str) -> list[Problem | None]:
    if source.code == FILES:
        return []
    return [settings.address_problem(address), settings.variable_problem(variable)]


def _record(session: Session, act: Act, source: RegistrySource) -> None:
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="source.edited",
        subject=f"registry_source:{source.id}",
        data={
            "base_address": source.base_address,
            "precedence": source.precedence,
            "is_active": source.is_active,
        },
    )
    log.info("source edited", extra={"source_id": source.id})
