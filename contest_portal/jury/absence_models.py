"""Jurors who were seated and do not come, or were taken out by an act."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from contest_portal.kernel.database import Base


class JurorAbsence(Base):
    """From when on a juror takes no part any more, why, and who sits in the place, if anybody does.

    `document` names the act that took the juror out of the panel; it is empty for who just does not come.
    """

    __tablename__ = "juror_absence"
    __table_args__ = (
        UniqueConstraint("juror_id"),
        UniqueConstraint("substitute_id"),
        CheckConstraint("length(reason) > 0", name="reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    juror_id: Mapped[int] = mapped_column(ForeignKey("juror.id"))
    substitute_id: Mapped[int | None] = mapped_column(ForeignKey("juror.id"))
    reason: Mapped[str] = mapped_column(String(400))
    document: Mapped[str] = mapped_column(String(120), default="", server_default="")
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
