"""Register a central executing nucleus (NEC)."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.queries import office_by_id
from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.kernel.audit import record
from contest_portal.kernel.identifiers import clean_text, sort_key
from contest_portal.kernel.problems import refuse
from contest_portal.registry.models.nuclei import CentralNucleus
from contest_portal.registry.nuclei import central_code_taken
from contest_portal.registry.rules.nuclei import Years, code_problem, name_problem, years_problems

log = logging.getLogger(__name__)


def create_central_nucleus(
    session: Session, act: Act, *, code: str, name: str, years: Years, office_id: int | None = None
) -> CentralNucleus:
    """Register a central nucleus with its years; its executing nuclei are added afterwards."""
    permit(act.actor, Action.NUCLEUS_EDIT)
    code, name = clean_text(code), clean_text(name)
    refuse(
        [
            code_problem(code),
            name_problem(name),
            *years_problems(years),
            central_code_taken(session, code, except_id=None),
        ]
    )
    central = CentralNucleus(
        code=code,
        name=name,
        sort_key=sort_key(name),
        office_id=None if office_id is None else office_by_id(session, office_id).id,
        first_year=years.first,
        last_year=years.last,
    )
    session.add(central)
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="nec.created",
        subject=f"central_nucleus:{central.id}",
        data={"code": code, "first_year": years.first, "last_year": years.last, "office_id": office_id},
    )
    log.info("central nucleus created", extra={"central_id": central.id})
    return central
