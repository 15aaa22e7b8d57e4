"""Note which jurors are in the hall."""

import logging
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.jury.hall_desk import hold_hall, note_deed
from contest_portal.jury.session_models import HallSession, JurorPresence
from contest_portal.jury.session_queries import PresentJuror, hall_view
from contest_portal.kernel.problems import N_, Problem, refuse

log = logging.getLogger(__name__)


def note_presence(session: Session, act: Act, *, contest_id: int, present: Collection[int]) -> None:
    """Keep who is there from now on: whoever is new arrives now, whoever is missing from `present` left now."""
    hall = hold_hall(session, act, contest_id)
    jurors = hall_view(session, hall).jurors
    refuse([_stranger(jurors, present)])
    came = [one.juror.juror_id for one in jurors if not one.is_present and one.juror.juror_id in present]
    left = [one.juror.juror_id for one in jurors if one.is_present and one.juror.juror_id not in present]
    rows = {row.juror_id: row for row in _rows(session, hall)}
    for juror_id in came:
        row = rows.get(juror_id) or JurorPresence(session_id=hall.id, juror_id=juror_id, arrived_at=act.at)
        row.left_at = None
        session.add(row)
    for juror_id in left:
        rows[juror_id].left_at = act.at
    session.flush()
    note_deed(session, act, hall, "presence_noted", {"came": came, "left": left})
    log.info("presence noted", extra={"contest_id": contest_id, "came": len(came), "left": len(left)})


def _rows(session: Session, hall: HallSession) -> list[JurorPresence]:
    kept = select(JurorPresence).where(JurorPresence.session_id == hall.id).order_by(JurorPresence.id)
    return list(session.scalars(kept))


def _stranger(jurors: Collection[PresentJuror], present: Collection[int]) -> Problem | None:
    if set(present) <= {one.juror.juror_id for one in jurors}:
        return None
    return Problem(
        "session.stranger",
        field="present",
        message=N_("Una de las personas marcadas ya no integra el jurado. Vuelva a cargar la página."),
    )
