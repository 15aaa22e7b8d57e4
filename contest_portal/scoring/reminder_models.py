"""Reminders to jurors whose sheets are missing."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from contest_portal.kernel.database import Base


class SheetReminder(Base):
    """That a juror was reminded of so many missing sheets, and when it was read."""

    __tablename__ = "sheet_reminder"
    __table_args__ = (
        CheckConstraint("missing > 0", name="missing"),
        CheckConstraint("read_at IS NULL OR read_at >= told_at", name="read_after_told"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    juror_id: Mapped[int] = mapped_column(ForeignKey("juror.id", ondelete="CASCADE"), index=True)
    missing: Mapped[int]
    told_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    told_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
