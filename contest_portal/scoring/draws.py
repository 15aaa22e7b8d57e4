"""The lot that was drawn for a contest, and what it holds still from then on."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.kernel.problems import N_, Problem
from contest_portal.scoring.models import PublicDraw
from contest_portal.scoring.rules.lot import Draw


def draw_of(session: Session, contest_id: int) -> Draw | None:
    """Give the lot drawn for a contest; None while there is none."""
    row = session.execute(
        select(PublicDraw, User.full_name)
        .join(User, User.id == PublicDraw.recorded_by)
        .where(PublicDraw.contest_id == contest_id)
    ).one_or_none()
    if row is None:
        return None
    drawn, recorded_by = row
    return Draw(drawn.numbers, drawn.held_at, drawn.witnesses, recorded_by, drawn.recorded_at)


def drawn_already(session: Session, contest_id: int) -> Problem | None:
    """Object when the lot is drawn: whoever knows its numbers must not change what they decide."""
    if draw_of(session, contest_id) is None:
        return None
    return Problem(
        "draw.held",
        field="closing",
        message=N_(
            "El sorteo ya se hizo: desde entonces no cambian fichas ni asistencias. Cierre la calificación."
        ),
    )
