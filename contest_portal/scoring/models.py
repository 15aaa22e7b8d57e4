"""Score sheets with their marks, who was present in the field, and the ranking that closed the scoring."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contest_portal.applications.models import Application
from contest_portal.jury.models import Juror
from contest_portal.kernel.database import Base

_EXPLAINED = text("reason <> ''")


class Attendance(Base):
    """Whether a household of an applying group was there in a phase that asks for it."""

    __tablename__ = "attendance"
    __table_args__ = (UniqueConstraint("application_id", "phase_code", "household_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    phase_code: Mapped[str] = mapped_column(String(20))
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"))
    present: Mapped[bool]
    recorded_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    recorded_at: Mapped[datetime]


class Sheet(Base):
    """One juror's sheet for one group and phase. `comment` is what the juror writes below the marks."""

    __tablename__ = "sheet"
    __table_args__ = (
        UniqueConstraint("juror_id", "application_id", "phase_code"),
        CheckConstraint("state IN ('draft', 'final')", name="state"),
        CheckConstraint(
            "(state = 'final') = (sealed_at IS NOT NULL AND sealed_sha256 IS NOT NULL)",
            name="final_is_sealed",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    juror_id: Mapped[int] = mapped_column(ForeignKey("juror.id"), index=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    phase_code: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(10), default="draft")
    comment: Mapped[str] = mapped_column(Text, default="")
    sealed_at: Mapped[datetime | None]
    sealed_sha256: Mapped[str | None] = mapped_column(String(64))
    returned_reason: Mapped[str | None] = mapped_column(String(400))
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    juror: Mapped[Juror] = relationship(lazy="raise_on_sql")
    application: Mapped[Application] = relationship(lazy="raise_on_sql")
    marks: Mapped[list["SheetMark"]] = relationship(
        lazy="raise_on_sql", order_by="SheetMark.id", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it from the class


class SheetMark(Base):
    """A mark for one criterion, in units of the contest's scale, and why, where it is asked for.

    A criterion without a row was skipped: no zero.
    """

    __tablename__ = "sheet_mark"
    __table_args__ = (
        UniqueConstraint("sheet_id", "criterion_code"),
        CheckConstraint("units >= 0", name="units"),
        Index("ix_sheet_mark_written", "sheet_id", "criterion_code", "units"),
        Index("ix_sheet_mark_explained", "sheet_id", sqlite_where=_EXPLAINED, postgresql_where=_EXPLAINED),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("sheet.id", ondelete="CASCADE"))
    criterion_code: Mapped[str] = mapped_column(String(20))
    units: Mapped[int]
    reason: Mapped[str] = mapped_column(String(400), default="", server_default="")


class RankingLine(Base):
    """A group's line in the ranking that closed the scoring: the exact total as a fraction, rounded, and its place."""

    __tablename__ = "ranking_line"
    __table_args__ = (
        UniqueConstraint("contest_id", "application_id"),
        CheckConstraint("standing IN ('passed', 'below_pass', 'disqualified')", name="standing"),
        CheckConstraint("(standing = 'passed') = (place IS NOT NULL)", name="place"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"), index=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    category_code: Mapped[str] = mapped_column(String(20))
    standing: Mapped[str] = mapped_column(String(14))
    place: Mapped[int | None]
    total_numerator: Mapped[int | None] = mapped_column(BigInteger)
    total_denominator: Mapped[int | None] = mapped_column(BigInteger)
    total_units: Mapped[int | None]
    detail: Mapped[str] = mapped_column(Text)


class PublicDraw(Base):
    """The lot drawn in public for a contest's ties: `numbers` as hashed, `witnesses` before whom.

    There is one; if an act cancels it, it becomes a `CancelledDraw`.
    """

    __tablename__ = "public_draw"
    __table_args__ = (UniqueConstraint("contest_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"))
    numbers: Mapped[str] = mapped_column(String(60))
    witnesses: Mapped[str] = mapped_column(String(400))
    held_at: Mapped[datetime]
    recorded_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    recorded_at: Mapped[datetime]
