"""Every version of a sheet: what it said each time it was saved, made final or given back."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from contest_portal.kernel.database import Base


class SheetVersion(Base):
    """A sheet as it stood after a deed: `marks` is canonical JSON, `origin` the page or device it came from.

    `seal` is that of a final sheet, `reason` why one was given back.
    """

    __tablename__ = "sheet_version"
    __table_args__ = (
        UniqueConstraint("sheet_id", "number"),
        CheckConstraint("deed IN ('saved', 'finalised', 'returned')", name="deed"),
        CheckConstraint("(deed = 'finalised') = (seal IS NOT NULL)", name="final_has_seal"),
        CheckConstraint("number > 0", name="number"),
        CheckConstraint("origin IN ('page', 'phone', 'file', 'paper')", name="origin"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("sheet.id"), index=True)
    number: Mapped[int]
    deed: Mapped[str] = mapped_column(String(10))
    marks: Mapped[str] = mapped_column(Text)
    comment: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(String(400))
    seal: Mapped[str | None] = mapped_column(String(64))
    origin: Mapped[str] = mapped_column(String(20))
    kept_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    kept_at: Mapped[datetime]
