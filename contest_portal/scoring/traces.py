"""Which jurors left a trace in a contest: they do not leave the panel without one, but by act."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from contest_portal.jury.absence_models import JurorAbsence
from contest_portal.jury.assignment_models import JurorAssignment
from contest_portal.jury.models import Juror
from contest_portal.scoring.models import Sheet
from contest_portal.scoring.paper_models import SheetPaper
from contest_portal.scoring.phone_models import JurorDevice

_TRACES = (
    Sheet.juror_id,
    SheetPaper.juror_id,
    JurorDevice.juror_id,
    JurorAssignment.juror_id,
    JurorAbsence.juror_id,
    JurorAbsence.substitute_id,
)


def jurors_with_traces(session: Session, contest_id: int) -> frozenset[int]:
    """Give the jurors who began a sheet, were given groups, enrolled a phone, were away or stand in for somebody."""
    traced = or_(*(select(column).where(column == Juror.id).exists() for column in _TRACES))
    return frozenset(session.scalars(select(Juror.id).where(Juror.contest_id == contest_id, traced)))
