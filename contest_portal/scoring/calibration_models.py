"""The calibration exercise: an invented group that every juror marks before the evaluation. It is never counted."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from contest_portal.kernel.database import Base


class Calibration(Base):
    """The exercise of a contest. Jurors mark while it is open; shown, all see the spread and the agreed reference."""

    __tablename__ = "calibration"
    __table_args__ = (
        UniqueConstraint("contest_id"),
        CheckConstraint("(state = 'shown') = (shown_at IS NOT NULL)", name="shown_has_hour"),
        CheckConstraint("state IN ('open', 'shown')", name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"))
    phase_code: Mapped[str] = mapped_column(String(20))
    group_name: Mapped[str] = mapped_column(String(120))
    profile: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(10), default="open")
    reference: Mapped[str] = mapped_column(Text, default="{}")
    opened_at: Mapped[datetime]
    shown_at: Mapped[datetime | None]


class CalibrationSheet(Base):
    """What a juror gave the invented group: `marks` is canonical JSON."""

    __tablename__ = "calibration_sheet"
    __table_args__ = (UniqueConstraint("calibration_id", "juror_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    calibration_id: Mapped[int] = mapped_column(ForeignKey("calibration.id"))
    juror_id: Mapped[int] = mapped_column(ForeignKey("juror.id", ondelete="CASCADE"), index=True)
    marks: Mapped[str] = mapped_column(Text)
    sent_at: Mapped[datetime]
