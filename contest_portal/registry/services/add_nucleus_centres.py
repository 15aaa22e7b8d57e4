"""Put populated centres into an executing nucleus."""

import logging
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.kernel.audit import record
from contest_portal.kernel.problems import N_, Problem, refuse
from contest_portal.registry.models.nuclei import NucleusCentre
from contest_portal.registry.nuclei import lock_centres, nucleus_with_central, permit_nucleus
from contest_portal.registry.queries.nuclei import places_of
from contest_portal.registry.rules.nuclei import Years, placement_problems

log = logging.getLogger(__name__)


def add_nucleus_centres(
    session: Session, act: Act, *, nucleus_id: int, centre_codes: Sequence[str]
) -> tuple[str, ...]:
    """Add centres, all or none; gives the codes that are new. Those already there stay as they are.

    Raises Refused naming the nucleus that has a centre in the same years, NotPermitted for a centre outside the
    actor's territories.
    """
    permit(act.actor, Action.NUCLEUS_EDIT)
    nucleus, central = nucleus_with_central(session, nucleus_id)
    permit_nucleus(session, act.actor, Action.NUCLEUS_EDIT, central.id)
    known = lock_centres(session, centre_codes)
    for code in known:
        permit(act.actor, Action.NUCLEUS_EDIT, Scope(ubigeo=code))
    years = Years(central.first_year, central.last_year)
    held = places_of(session, known)
    refuse(
        [
            _none_chosen(centre_codes),
            *(_unknown(code) for code in sorted(set(centre_codes) - set(known))),
            *placement_problems(years, held, nucleus_ids=(nucleus.id,), field="centres"),
        ]
    )
    present = set(
        session.scalars(select(NucleusCentre.centre_code).where(NucleusCentre.nucleus_id == nucleus_id))
    )
    added = tuple(code for code in known if code not in present)
    session.add_all(NucleusCentre(nucleus_id=nucleus_id, centre_code=code) for code in added)
    session.flush()
    if added:
        record(
            session,
            at=act.at,
            actor_id=act.actor.user_id,
            action="ne.centres_added",
            subject=f"executing_nucleus:{nucleus_id}",
            data={"centres": list(added)},
        )
    log.info("nucleus centres added", extra={"nucleus_id": nucleus_id, "centres": len(added)})
    return added


def _none_chosen(codes: Sequence[str]) -> Problem | None:
    if codes:
        return None
    message = N_("Marque por lo menos un centro poblado.")
    return Problem("nucleus.no_centre", field="centres", message=message)


def _unknown(code: str) -> Problem:
    return Problem(
        "nucleus.unknown_centre",
        field="centres",
        message=N_("El padrón no tiene un centro poblado con el código %(code)s. Búsquelo otra vez."),
        params={"code": code[:10]},
    )
