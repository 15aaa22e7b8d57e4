"""Jurors who do not come."""

from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.jury.absence_models import JurorAbsence
from contest_portal.jury.models import Juror
from tests.factories.contests import CLOSES


def make_absence(
    session: Session, juror: Juror, by: User, *, substitute: Juror | None = None
) -> JurorAbsence:
    absence = JurorAbsence(
        juror_id=juror.id,
        substitute_id=substitute.id if substitute else None,
        reason="Bloqueo de la carretera",
        recorded_at=CLOSES,
        recorded_by=by.id,
    )
    session.add(absence)
    session.flush()
    return absence
