"""Add an executing nucleus (NE) to a central one."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action
from contest_portal.kernel.audit import record
from contest_portal.kernel.identifiers import clean_text
from contest_portal.kernel.problems import refuse
from contest_portal.registry.models.nuclei import ExecutingNucleus
from contest_portal.registry.nuclei import locked_central, nucleus_code_taken, permit_nucleus
from contest_portal.registry.rules.nuclei import code_problem, name_problem

log = logging.getLogger(__name__)


def create_executing_nucleus(
    session: Session, act: Act, *, central_id: int, code: str, name: str
) -> ExecutingNucleus:
    """Add an executing nucleus; its centres are chosen afterwards."""
    permit_nucleus(session, act.actor, Action.NUCLEUS_EDIT, central_id)
    central = locked_central(session, central_id)
    code, name = clean_text(code), clean_text(name)
    refuse(
        [
            code_problem(code),
            name_problem(name),
            nucleus_code_taken(session, central_id, code, except_id=None),
        ]
    )
    nucleus = ExecutingNucleus(central_nucleus_id=central.id, code=code, name=name)
    session.add(nucleus)
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="ne.created",
        subject=f"executing_nucleus:{nucleus.id}",
        data={"central_nucleus_id": central.id, "code": code},
    )
    log.info("executing nucleus created", extra={"nucleus_id": nucleus.id})
    return nucleus
