"""What left the register as a file, who took it and why; and what a second person had to allow first."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from contest_portal.kernel.database import Base


class RegistryExport(Base):
    """A file that left, what for, and how many persons stand in it without a name.

    `filter` is canonical JSON; `sha256` is of the table as CSV, whatever the format.
    """

    __tablename__ = "registry_export"
    __table_args__ = (
        CheckConstraint("content IN ('households', 'persons')", name="content"),
        CheckConstraint("file_format IN ('csv', 'xlsx')", name="file_format"),
        CheckConstraint("rows >= 0", name="rows"),
        CheckConstraint("purpose IN ('work', 'sharing', 'study', 'image')", name="purpose"),
        CheckConstraint("withheld >= 0", name="withheld"),
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
    purpose: Mapped[str] = mapped_column(String(10), default="work", server_default="work")
    withheld: Mapped[int] = mapped_column(default=0, server_default="0")


class ExportRequest(Base):
    """A file with whole DNI that somebody wants to take away: another person decides, then it is taken once.

    `within` names the territories of whoever asks, empty for the whole country. `export_id` is the file once taken;
    `withdrawn_at` when whoever asked no longer wanted it.
    """

    __tablename__ = "export_request"
    __table_args__ = (
        CheckConstraint("content IN ('households', 'persons')", name="content"),
        CheckConstraint("file_format IN ('csv', 'xlsx')", name="file_format"),
        CheckConstraint("purpose IN ('work', 'sharing', 'study', 'image')", name="purpose"),
        CheckConstraint("reason <> ''", name="reason"),
        CheckConstraint(
            "(decided_at IS NULL) = (is_approved IS NULL) AND (decided_at IS NULL) = (decided_by IS NULL)",
            name="decided",
        ),
        CheckConstraint("decided_by <> asked_by", name="second_person"),
        CheckConstraint("(refusal IS NULL) OR NOT is_approved", name="refusal"),
        CheckConstraint("export_id IS NULL OR is_approved", name="taken"),
        CheckConstraint("withdrawn_at IS NULL OR export_id IS NULL", name="withdrawn"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[str] = mapped_column(String(12))
    file_format: Mapped[str] = mapped_column(String(4))
    filter: Mapped[str] = mapped_column(Text)
    within: Mapped[str] = mapped_column(Text)
    purpose: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(300))
    asked_at: Mapped[datetime]
    asked_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    is_approved: Mapped[bool | None]
    refusal: Mapped[str | None] = mapped_column(String(300))
    export_id: Mapped[int | None] = mapped_column(ForeignKey("registry_export.id"), unique=True)
    withdrawn_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it from the class
