"""Sheets printed for a juror to fill in by hand, and what was typed from them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contest_portal.applications.models import Application
from contest_portal.jury.models import Juror
from contest_portal.kernel.database import Base

_LIVE = text("state <> 'void'")


class SheetPaper(Base):
    """One printed sheet of a juror for a group and phase. Received, it is the sheet; entered, `sheet_id` holds it.

    `reason` says why the juror wrote on paper, `void_reason` why the paper does not count.
    """

    __tablename__ = "sheet_paper"
    __table_args__ = (
        UniqueConstraint("serial"),
        CheckConstraint("state IN ('printed', 'received', 'entered', 'void')", name="state"),
        CheckConstraint("(state = 'void') = (void_reason IS NOT NULL)", name="void_has_reason"),
        CheckConstraint("state NOT IN ('received', 'entered') OR received_by IS NOT NULL", name="received"),
        CheckConstraint("(received_by IS NULL) = (received_at IS NULL)", name="received_when"),
        CheckConstraint("state <> 'entered' OR sheet_id IS NOT NULL", name="entered_has_sheet"),
        CheckConstraint("(scan_sha256 IS NULL) = (scan_type IS NULL)", name="scan_has_a_type"),
        Index(
            "uq_sheet_paper_live",
            "juror_id",
            "application_id",
            "phase_code",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    serial: Mapped[str] = mapped_column(String(9))
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"), index=True)
    juror_id: Mapped[int] = mapped_column(ForeignKey("juror.id"), index=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    phase_code: Mapped[str] = mapped_column(String(20))
    rulebook_sha256: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(10))
    printed_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    printed_at: Mapped[datetime]
    received_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    received_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(400), default="")
    scan_sha256: Mapped[str | None] = mapped_column(String(64))
    scan_type: Mapped[str | None] = mapped_column(String(20))
    void_reason: Mapped[str | None] = mapped_column(String(400))
    sheet_id: Mapped[int | None] = mapped_column(ForeignKey("sheet.id"))
    juror: Mapped[Juror] = relationship(lazy="raise_on_sql")
    application: Mapped[Application] = relationship(lazy="raise_on_sql")


class SheetTyping(Base):
    """What somebody read on a paper sheet: the first (1), the second (2), or what was settled (3)."""

    __tablename__ = "sheet_typing"
    __table_args__ = (
        UniqueConstraint("paper_id", "place"),
        CheckConstraint("place IN (1, 2, 3)", name="place"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("sheet_paper.id"), index=True)
    place: Mapped[int]
    typist_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    content: Mapped[str] = mapped_column(Text)
    typed_at: Mapped[datetime]
