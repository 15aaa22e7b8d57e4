"""Who scores which group, where the rules let only some evaluators score each."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from contest_portal.kernel.database import Base

_LIVE = text("ended_at IS NULL")


class AssignmentDraw(Base):
    """The numbers drawn in public by which the groups of a contest were shared out, once and for all."""

    __tablename__ = "assignment_draw"
    __table_args__ = (UniqueConstraint("contest_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"))
    numbers: Mapped[str] = mapped_column(String(60))
    witnesses: Mapped[str] = mapped_column(String(400))
    made_at: Mapped[datetime]
    made_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))


class JurorAssignment(Base):
    """A group that a juror scores in a phase. One changed by hand says why; an ended one stays, with its end."""

    __tablename__ = "juror_assignment"
    __table_args__ = (
        CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name="end_is_complete"),
        CheckConstraint("ended_at IS NULL OR length(end_reason) > 0", name="end_has_reason"),
        Index(
            "uq_juror_assignment_live",
            "juror_id",
            "application_id",
            "phase_code",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    juror_id: Mapped[int] = mapped_column(ForeignKey("juror.id"), index=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    phase_code: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(String(400), default="")
    made_at: Mapped[datetime]
    made_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    end_reason: Mapped[str] = mapped_column(String(400), default="")
