"""Send a group that is not there to the end of the order."""

import logging

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.jury.hall_desk import hold_hall, note_deed, presentation_of
from contest_portal.jury.rules.session import MAX_REASON, PRESENTATION, written_problems
from contest_portal.jury.session_models import Presentation
from contest_portal.kernel.problems import N_, refuse

log = logging.getLogger(__name__)


def postpone_group(
    session: Session, act: Act, *, contest_id: int, application_id: int, reason: str
) -> Presentation:
    """Give the group the last turn, with the reason that goes to the acta; its place by the lot stays on record."""
    hall = hold_hall(session, act, contest_id)
    presentation = presentation_of(session, hall, application_id)
    PRESENTATION.require(presentation, "postpone")
    refuse(
        written_problems(
            "reason", reason, MAX_REASON, N_("Escriba por qué el grupo pasa al final: consta en el acta.")
        )
    )
    last = session.scalar(select(func.max(Presentation.turn)).where(Presentation.session_id == hall.id)) or 0
    presentation.turn = last + 1
    presentation.postponed_at, presentation.postponed_reason = act.at, reason.strip()
    session.flush()
    note_deed(session, act, hall, "group_postponed", {"application_id": application_id})
    log.info("group postponed", extra={"contest_id": contest_id, "application_id": application_id})
    return presentation
