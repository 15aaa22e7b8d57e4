"""Sheets whose reasons name somebody, noted before the names they were known by are withdrawn."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from contest_portal.kernel.database import Base


class WithheldReason(Base):
    """A sheet whose reasons stay out of the bundle for good: without the names nobody could tell any more."""

    __tablename__ = "withheld_reason"

    sheet_id: Mapped[int] = mapped_column(ForeignKey("sheet.id"), primary_key=True)
