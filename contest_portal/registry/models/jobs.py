"""Jobs that check or import an uploaded file, one row each. What is personal stays beside the upload, not here."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from contest_portal.kernel.database import Base

_APPLYING = text("state = 'running' AND work = 'apply'")


class ImportJob(Base):
    """A file to check or to import. `choices` is what was chosen, as JSON; `taken_by` names the worker.

    One import runs at a time, whatever the number of workers.
    """

    __tablename__ = "import_job"
    __table_args__ = (
        CheckConstraint("work IN ('check', 'apply')", name="work"),
        CheckConstraint(
            "state IN ('waiting', 'running', 'done', 'refused', 'cancelled', 'interrupted', 'failed')",
            name="state",
        ),
        CheckConstraint("(state IN ('waiting', 'running')) = (ended_at IS NULL)", name="ended_at"),
        CheckConstraint("(taken_by IS NULL) = (taken_at IS NULL)", name="taken"),
        CheckConstraint("state <> 'waiting' OR taken_by IS NULL", name="waiting"),
        CheckConstraint("state IN ('waiting', 'cancelled') OR taken_by IS NOT NULL", name="taken_by"),
        CheckConstraint(
            "(state IN ('done', 'refused')) = (rows_read IS NOT NULL AND rows_rejected IS NOT NULL)",
            name="rows",
        ),
        CheckConstraint("(state = 'done' AND work = 'apply') = (batch_id IS NOT NULL)", name="batch_id"),
        Index(
            "uq_import_job_applying",
            "work",
            unique=True,
            sqlite_where=_APPLYING,
            postgresql_where=_APPLYING,
        ),
        Index("ix_import_job_state_id", "state", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    work: Mapped[str] = mapped_column(String(5))
    kind: Mapped[str] = mapped_column(String(20))
    filename: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    is_complete: Mapped[bool]
    choices: Mapped[str | None] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(11), default="waiting")
    asked_at: Mapped[datetime]
    asked_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    taken_by: Mapped[str | None] = mapped_column(String(80))
    taken_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    rows_read: Mapped[int | None]
    rows_rejected: Mapped[int | None]
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batch.id"))
