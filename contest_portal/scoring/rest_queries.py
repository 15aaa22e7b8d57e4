"""Which sheets lost their reasons by a withdrawal of old data, and the seals of what is left of them."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.applications.models import Application
from contest_portal.scoring.models import Sheet
from contest_portal.scoring.rest_models import SheetRest


def rests_of(session: Session, contest_id: int) -> Mapping[int, str]:
    """Give the seals of what is left, by sheet."""
    rows = session.execute(
        select(SheetRest.sheet_id, SheetRest.seal)
        .join(Sheet, Sheet.id == SheetRest.sheet_id)
        .join(Application, Application.id == Sheet.application_id)
        .where(Application.contest_id == contest_id)
        .order_by(SheetRest.sheet_id)
    )
    return {row.sheet_id: row.seal for row in rows}
