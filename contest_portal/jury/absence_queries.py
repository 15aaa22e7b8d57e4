"""Named reads of who does not come."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from contest_portal.accounts.models import User
from contest_portal.jury.absence_models import JurorAbsence
from contest_portal.jury.models import Juror


@dataclass(frozen=True, slots=True)
class Absence:
    """A juror who takes no part any more; `substitute_name` is empty while nobody sits in the place.

    `document` is the act that took the juror out, if one did.
    """

    juror_id: int
    juror_name: str
    position: str
    institution: str
    reason: str
    substitute_name: str
    recorded_at: datetime
    document: str = ""

    @property
    def told(self) -> str:
        """Give the reason, after the act that says so where there is one."""
        return f"{self.document}: {self.reason}" if self.document else self.reason


def absences(session: Session, contest_id: int) -> tuple[Absence, ...]:
    """List who does not come, by name."""
    seat, person = aliased(Juror), aliased(User)
    rows = session.execute(
        select(JurorAbsence, Juror, User.full_name, person.full_name)
        .join(Juror, Juror.id == JurorAbsence.juror_id)
        .join(User, User.id == Juror.user_id)
        .outerjoin(seat, seat.id == JurorAbsence.substitute_id)
        .outerjoin(person, person.id == seat.user_id)
        .where(Juror.contest_id == contest_id)
        .order_by(User.name_key, Juror.id)
    )
    return tuple(
        Absence(
            juror.id, name, juror.position, juror.institution, absence.reason, substitute or "",
            absence.recorded_at, absence.document,
        )
        for absence, juror, name, substitute in rows
    )  # fmt: skip


def absent_jurors(session: Session, contest_id: int) -> frozenset[int]:
    """Give the juror_id of everybody who does not come."""
    return frozenset(
        session.scalars(
            select(JurorAbsence.juror_id)
            .join(Juror, Juror.id == JurorAbsence.juror_id)
            .where(Juror.contest_id == contest_id)
        )
    )
