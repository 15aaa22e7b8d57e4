"""What left the register as a file, who took it and why."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from contest_portal.kernel.database import Base


class RegistryExport(Base):
    """A file that left. `filter` is canonical JSON; `sha256` is of the table as CSV, whatever the format."""

    __tablename__ = "registry_export"
    __table_args__ = (
        CheckConstraint("content IN ('households', 'persons')", name="content"),
        CheckConstraint("file_format IN ('csv', 'xlsx')", name="file_format"),
        CheckConstraint("rows >= 0", name="rows"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[str] = mapped_column(String(12))
    file_format: Mapped[str] = mapped_column(String(4))
    filter: Mapped[str] = mapped_column(Text)
    has_dni: Mapped[bool]
    reason: Mapped[str] = mapped_column(String(300))
    rows: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    exported_at: Mapped[datetime]
    exported_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
