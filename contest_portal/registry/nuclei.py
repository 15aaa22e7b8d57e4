"""Loading nuclei to be changed, under the locks that keep a centre out of two nuclei at once."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Actor
from contest_portal.accounts.rules.permissions import Action, permit, registry_reach
from contest_portal.kernel.problems import N_, NotFound, NotPermitted, Problem, Stale
from contest_portal.registry.models.nuclei import CentralNucleus, ExecutingNucleus, NucleusCentre
from contest_portal.registry.models.register import Centre
from contest_portal.registry.nucleus_finding import touches


def central_by_id(session: Session, central_id: int) -> CentralNucleus:
    """Give a central nucleus to be looked at; NotFound when there is none."""
    found = session.get(CentralNucleus, central_id)
    if found is None:
        raise NotFound(f"central nucleus {central_id}")
    return found


def locked_central(session: Session, central_id: int) -> CentralNucleus:
    """Give a central nucleus and keep others from changing it; NotFound when there is none."""
    found = session.get(CentralNucleus, central_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise NotFound(f"central nucleus {central_id}")
    return found


def nucleus_with_central(session: Session, nucleus_id: int) -> tuple[ExecutingNucleus, CentralNucleus]:
    """Give an executing nucleus, and its central one locked; NotFound when there is none."""
    nucleus = session.get(ExecutingNucleus, nucleus_id)
    if nucleus is None:
        raise NotFound(f"executing nucleus {nucleus_id}")
    return nucleus, locked_central(session, nucleus.central_nucleus_id)


def permit_nucleus(session: Session, actor: Actor, action: Action, central_id: int) -> None:
    """Raise NotPermitted for whoever may not do it anywhere, or whose territories a central nucleus does not touch.

    NotFound when there is none. A nucleus without centres touches no territory yet: it is everybody's.
    """
    permit(actor, action)
    if session.get(CentralNucleus, central_id) is None:
        raise NotFound(f"central nucleus {central_id}")
    here = select(CentralNucleus.id).where(CentralNucleus.id == central_id, *touches(registry_reach(actor)))
    if session.scalar(here) is None:
        raise NotPermitted(f"central nucleus {central_id}")


def require_version(row: CentralNucleus | ExecutingNucleus, expected: int) -> None:
    """Raise Stale when somebody changed the row since the person read it."""
    if row.version != expected:
        raise Stale(f"{row.__tablename__} {row.id}")


def lock_centres(session: Session, codes: Iterable[str]) -> tuple[str, ...]:
    """Keep others from placing these centres meanwhile; gives the known codes in order.

    Whoever places centres locks the central nucleus first and its centres after it, in the order of their codes:
    so two people never wait for one another.
    """
    wanted = sorted(set(codes))
    return tuple(
        session.scalars(
            select(Centre.code).where(Centre.code.in_(wanted)).order_by(Centre.code).with_for_update()
        )
    )


def centre_codes_of_central(session: Session, central_id: int) -> tuple[str, ...]:
    """Give the codes of all centres of a central nucleus."""
    return tuple(
        session.scalars(
            select(NucleusCentre.centre_code)
            .join(ExecutingNucleus, ExecutingNucleus.id == NucleusCentre.nucleus_id)
            .where(ExecutingNucleus.central_nucleus_id == central_id)
            .order_by(NucleusCentre.centre_code)
        )
    )


def nucleus_ids_of_central(session: Session, central_id: int) -> tuple[int, ...]:
    """Give the ids of the executing nuclei of a central one."""
    return tuple(
        session.scalars(
            select(ExecutingNucleus.id)
            .where(ExecutingNucleus.central_nucleus_id == central_id)
            .order_by(ExecutingNucleus.id)
        )
    )


def central_code_taken(session: Session, code: str, *, except_id: int | None) -> Problem | None:
    """Object when another central nucleus has this code."""
    other = session.scalar(select(CentralNucleus.id).where(CentralNucleus.code == code))
    if other in (None, except_id):
        return None
    return _taken(code, N_("El código %(code)s ya es de otro núcleo ejecutor central. Elija otro."))


def nucleus_code_taken(
    session: Session, central_id: int, code: str, *, except_id: int | None
) -> Problem | None:
    """Object when another executing nucleus of the same central one has this code."""
    other = session.scalar(
        select(ExecutingNucleus.id).where(
            ExecutingNucleus.central_nucleus_id == central_id, ExecutingNucleus.code == code
        )
    )
    if other in (None, except_id):
        return None
    return _taken(code, N_("El código %(code)s ya es de otro núcleo ejecutor de este NEC. Elija otro."))


def _taken(code: str, message: str) -> Problem:
    return Problem("nucleus.code_taken", field="code", message=message, params={"code": code})
