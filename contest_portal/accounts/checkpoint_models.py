"""States of the audit log that were put on paper or given to somebody."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from contest_portal.kernel.database import Base


class AuditCheckpoint(Base):
    """How many rows the log had at an instant, and the root over them. Never changed: triggers refuse it.

    `subject` is the contest whose acta prints it, or `command`. What is trusted are the papers that bear the same; this
    only helps to tell between which of them a log was changed.
    """

    __tablename__ = "audit_checkpoint"
    __table_args__ = (CheckConstraint("size >= 0", name="size"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    size: Mapped[int] = mapped_column(BigInteger)
    root: Mapped[str] = mapped_column(String(64))
    subject: Mapped[str] = mapped_column(String(60), index=True)
    taken_at: Mapped[datetime]
    taken_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
