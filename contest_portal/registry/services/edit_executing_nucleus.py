"""Rename an executing nucleus (NE)."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.kernel.audit import record
from contest_portal.kernel.identifiers import clean_text
from contest_portal.kernel.problems import refuse
from contest_portal.registry.models.nuclei import ExecutingNucleus
from contest_portal.registry.nuclei import (
    nucleus_code_taken,
    nucleus_with_central,
    permit_nucleus,
    require_version,
)
from contest_portal.registry.rules.nuclei import code_problem, name_problem

log = logging.getLogger(__name__)


def edit_executing_nucleus(
    session: Session, act: Act, *, nucleus_id: int, expected_version: int, code: str, name: str
) -> ExecutingNucleus:
    """Change the code or name of an executing nucleus."""
    permit(act.actor, Action.NUCLEUS_EDIT)
    nucleus, central = nucleus_with_central(session, nucleus_id)
    permit_nucleus(session, act.actor, Action.NUCLEUS_EDIT, central.id)
    require_version(nucleus, expected_version)
    code, name = clean_text(code), clean_text(name)
    refuse(
        [
            code_problem(code),
            name_problem(name),
            nucleus_code_taken(session, central.id, code, except_id=nucleus_id),
        ]
    )
    before = nucleus.code
    nucleus.code, nucleus.name = code, name
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="ne.edited",
        subject=f"executing_nucleus:{nucleus.id}",
        data={"code": code, "code_before": before},
    )
    log.info("executing nucleus edited", extra={"nucleus_id": nucleus.id})
    return nucleus
