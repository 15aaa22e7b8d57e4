"""Rename a central executing nucleus, or change or close its years."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.queries import office_by_id
from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action
from contest_portal.kernel.audit import record
from contest_portal.kernel.identifiers import clean_text, sort_key
from contest_portal.kernel.problems import Problem, refuse
from contest_portal.registry.models.nuclei import CentralNucleus
from contest_portal.registry.nuclei import (
    central_code_taken,
    centre_codes_of_central,
    lock_centres,
    locked_central,
    nucleus_ids_of_central,
    permit_nucleus,
    require_version,
)
from contest_portal.registry.queries.nuclei import places_of
from contest_portal.registry.rules.nuclei import (
    Years,
    code_problem,
    name_problem,
    placement_problems,
    years_problems,
)

log = logging.getLogger(__name__)


def edit_central_nucleus(
    session: Session,
    act: Act,
    *,
    central_id: int,
    expected_version: int,
    code: str,
    name: str,
    years: Years,
    office_id: int | None,
) -> CentralNucleus:
    """Change a central nucleus. Refused when new years would put one of its centres in two nuclei at once."""
    permit_nucleus(session, act.actor, Action.NUCLEUS_EDIT, central_id)
    central = locked_central(session, central_id)
    require_version(central, expected_version)
    code, name = clean_text(code), clean_text(name)
    refuse(
        [
            code_problem(code),
            name_problem(name),
            *years_problems(years),
            central_code_taken(session, code, except_id=central_id),
            *_collisions(session, central_id, years),
        ]
    )
    before = Years(central.first_year, central.last_year)
    central.code, central.name, central.sort_key = code, name, sort_key(name)
    central.first_year, central.last_year = years.first, years.last
    central.office_id = None if office_id is None else office_by_id(session, office_id).id
    session.flush()
    _note(session, act, central, before)
    log.info("central nucleus edited", extra={"central_id": central.id})
    return central


def _collisions(session: Session, central_id: int, years: Years) -> tuple[Problem, ...]:
    codes = lock_centres(session, centre_codes_of_central(session, central_id))
    own = nucleus_ids_of_central(session, central_id)
    return placement_problems(years, places_of(session, codes), nucleus_ids=own, field="first_year")


def _note(session: Session, act: Act, central: CentralNucleus, before: Years) -> None:
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="nec.edited",
        subject=f"central_nucleus:{central.id}",
        data={
            "code": central.code,
            "office_id": central.office_id,
            "years": [central.first_year, central.last_year],
            "years_before": [before.first, before.last],
        },
    )
