"""Add a production line to the catalogue."""

import logging

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.contests.models import ProductionLine
from contest_portal.contests.rules.line_codes import line_code
from contest_portal.kernel.audit import record
from contest_portal.kernel.problems import N_, Problem, refuse

log = logging.getLogger(__name__)


def create_line(session: Session, act: Act, *, name: str) -> ProductionLine:
    """Add a line; its code follows from its name. Two lines may share neither."""
    permit(act.actor, Action.CONTEST_EDIT)
    code = line_code(name)
    refuse([_unusable(session, name, code)])
    line = ProductionLine(code=code, name=name)
    session.add(line)
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="line.created",
        subject=f"line:{code}",
        data={"code": code},
    )
    log.info("production line created", extra={"line_code": code})
    return line


def _unusable(session: Session, name: str, code: str) -> Problem | None:
    if not code:
        return Problem(
            "line.no_letters", field="name", message=N_("Escriba el nombre de la línea con letras.")
        )
    taken = session.scalars(
        select(ProductionLine.code)
        .where(or_(ProductionLine.code == code, ProductionLine.name == name))
        .limit(1)
    ).one_or_none()
    if taken is None:
        return None
    return Problem(
        "line.taken",
        field="name",
        message=N_("La línea «%(name)s» ya está en el catálogo."),
        params={"name": name},
    )
