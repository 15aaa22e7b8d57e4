"""The record of who looked at whose file. Database triggers refuse UPDATE and DELETE."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from contest_portal.kernel.database import Base


class FileAccess(Base):
    """One look at a file, one reveal of fields of it, or one export of this record. Numbers only: no name, no DNI.

    `roles` are those the person held then; `fields` the codes of what was shown in clear, separated by spaces; `detail`
    of an export is what the file was taken for. The number of an export stands in its file (`kernel/file_marks.py`).
    """

    __tablename__ = "access_log"
    __table_args__ = (
        CheckConstraint("kind IN ('look', 'reveal', 'export')", name="kind"),
        CheckConstraint(
            "(kind = 'reveal') = (reason IS NOT NULL AND detail IS NOT NULL AND fields <> '')",
            name="reveal_has_reason",
        ),
        CheckConstraint("person_id IS NULL OR household_id IS NULL", name="one_file"),
        CheckConstraint(
            "kind = 'export' OR person_id IS NOT NULL OR household_id IS NOT NULL", name="whose_file"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    roles: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(10))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    household_id: Mapped[int | None] = mapped_column(ForeignKey("household.id"), index=True)
    fields: Mapped[str] = mapped_column(String(120), default="")
    reason: Mapped[str | None] = mapped_column(String(20))
    detail: Mapped[str | None] = mapped_column(String(200))
    screen: Mapped[str] = mapped_column(String(60))
    request_id: Mapped[str] = mapped_column(String(20))
