"""The lot that was drawn for a contest, and what it holds still from then on."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.kernel.problems import N_, Problem
from contest_portal.scoring.draw_models import CancelledDraw
from contest_portal.scoring.models import PublicDraw, Sheet
from contest_portal.scoring.rules.lifecycle import SheetState
from contest_portal.scoring.rules.lot import Cancelled, Draw


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


def cancelled_draws(session: Session, contest_id: int) -> tuple[Cancelled, ...]:
    """List the draws that acts took back, in order."""
    rows = session.scalars(
        select(CancelledDraw).where(CancelledDraw.contest_id == contest_id).order_by(CancelledDraw.id)
    )
    return tuple(
        Cancelled(row.numbers, row.held_at, row.witnesses, row.document, row.reason, row.cancelled_at)
        for row in rows
    )


def drawn_already(session: Session, contest_id: int) -> Problem | None:
    """Object when the lot is drawn: whoever knows its numbers must not change what they decide."""
    return None if draw_of(session, contest_id) is None else draw_problem()


def draw_problem() -> Problem:
    """Say that what the lot was drawn on does not change any more."""
    return Problem(
        "draw.held",
        field="closing",
        message=N_(
            "El sorteo ya se hizo: desde entonces no cambian fichas ni asistencias. Cierre la calificación."
        ),
    )


def held_by_draw(
    session: Session, contest_id: int, *, juror_id: int, application_id: int, field: str
) -> Problem | None:
    """Object to a recusal that takes a final sheet out of the count after the lot was drawn on it."""
    pair = (Sheet.juror_id == juror_id, Sheet.application_id == application_id)
    counted = select(Sheet.id).where(*pair, Sheet.state == SheetState.FINAL.value).limit(1)
    if draw_of(session, contest_id) is None or session.scalar(counted) is None:
        return None
    return Problem(
        "draw.sheet_counts",
        field=field,
        message=N_(
            "El sorteo de los empates ya se hizo y esa ficha definitiva cuenta: no se retira. Cierre la calificación "
            "e informe del vínculo por escrito a la unidad territorial."
        ),
    )
