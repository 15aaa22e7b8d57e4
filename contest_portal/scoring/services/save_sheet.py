"""Save a juror's draft: the marks given so far, and a comment."""

from collections.abc import Mapping
from types import MappingProxyType

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.kernel.marks import Mark
from contest_portal.kernel.problems import Stale
from contest_portal.scoring.desk import Desk, desk_for_writing
from contest_portal.scoring.models import Sheet
from contest_portal.scoring.sheet_history import PAGE
from contest_portal.scoring.sheet_writing import write_sheet

NO_REASONS: Mapping[str, str] = MappingProxyType({})


def save_sheet(
    session: Session,
    act: Act,
    *,
    application_id: int,
    phase_code: str,
    marks: Mapping[str, Mark],
    comment: str,
    expected_version: int,
    reasons: Mapping[str, str] = NO_REASONS,
    origin: str = PAGE,
    seen: Desk | None = None,
) -> Sheet:
    """Replace the draft's marks by `marks`: a criterion that is not in it becomes a skipped one, never a zero.

    `reasons` say why, by criterion; a draft may still lack one that the rules ask for. `origin` names the page or
    device it comes from, in the history of the sheet; `seen` is the desk that the same request has read.

    A sheet is known by its juror, group and phase, so that any device can send it; `expected_version` is the one it
    was read at, 0 for a sheet not begun. Raises Stale when somebody saved in between, WrongState once it is final or
    the scoring is closed, Refused with every mark that does not fit its criterion.
    """
    desk = desk_for_writing(session, act, application_id=application_id, phase_code=phase_code, seen=seen)
    if (desk.sheet.version if desk.sheet else 0) != expected_version:
        raise Stale(f"sheet of {application_id}, {phase_code} is at another version than {expected_version}")
    return write_sheet(session, act, desk, marks, reasons=reasons, comment=comment, origin=origin)
