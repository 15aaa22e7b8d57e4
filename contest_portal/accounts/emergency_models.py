"""Emergency accesses: who asked for what and why, who confirmed it, until when."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from contest_portal.kernel.database import Base


class EmergencyAccess(Base):
    """A role in a contest for some hours. It counts from `confirmed_at` until `ends_at`, or until somebody ends it.

    `contest_id` is a plain number on this floor, `contest_code` what the contest was called then.
    """

    __tablename__ = "emergency_access"
    __table_args__ = (
        CheckConstraint("role IN ('secretary', 'staff', 'treasurer')", name="role"),
        CheckConstraint("hours IN (1, 2, 4, 8)", name="hours"),
        CheckConstraint("reason <> ''", name="reason"),
        CheckConstraint(
            "(confirmed_by IS NULL) = (confirmed_at IS NULL) AND (confirmed_by IS NULL) = (ends_at IS NULL)",
            name="confirmed",
        ),
        CheckConstraint("confirmed_by <> user_id", name="two_persons"),
        CheckConstraint("(ended_by IS NULL) = (ended_at IS NULL)", name="ended"),
        Index("ix_emergency_access_contest_id", "contest_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    role: Mapped[str] = mapped_column(String(20))
    contest_id: Mapped[int]
    contest_code: Mapped[str] = mapped_column(String(40))
    hours: Mapped[int]
    reason: Mapped[str] = mapped_column(String(300))
    asked_at: Mapped[datetime]
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    confirmed_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    ended_at: Mapped[datetime | None]
