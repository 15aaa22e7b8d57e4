"""Add a defect to the catalogue, or change one."""

import logging

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.applications.rules.screening import Finding, defect_problems
from contest_portal.applications.screening_models import Defect
from contest_portal.applications.screening_queries import defect_by_id
from contest_portal.kernel.audit import record
from contest_portal.kernel.problems import N_, Problem, Stale, refuse

log = logging.getLogger(__name__)


def keep_defect(
    session: Session,
    act: Act,
    *,
    wanted: Finding,
    in_use: bool = True,
    defect_id: int | None = None,
    expected_version: int = 0,
) -> Defect:
    """Keep a defect as wanted; without an id it is a new one. What was ticked before keeps its words.

    Raises Refused for a code that another one bears, Stale when somebody saved since.
    """
    permit(act.actor, Action.DEFECT_EDIT)
    defect = Defect() if defect_id is None else defect_by_id(session, defect_id)
    if defect_id is not None and defect.version != expected_version:
        raise Stale(f"defect {defect_id}")
    bearer = session.scalar(select(Defect.id).where(Defect.code == wanted.code))
    refuse(
        [
            *defect_problems(wanted),
            None if bearer in (None, defect_id) else _CODE_TAKEN,
        ]
    )
    defect.code, defect.text, defect.curable = wanted.code, wanted.text.strip(), wanted.curable
    defect.section, defect.in_use = wanted.section, in_use
    session.add(defect)
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="defect.kept",
        subject=f"defect:{defect.id}",
        data={"code": defect.code, "curable": defect.curable, "in_use": in_use, "version": defect.version},
    )
    log.info("defect kept", extra={"defect_id": defect.id})
    return defect


_CODE_TAKEN = Problem(
    "defect.code_taken", field="code", message=N_("Ya hay un defecto con este código. Elija otro.")
)
