"""Which contests were brought in from a file, so that none is brought in twice and each can be told apart."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from contest_portal.kernel.database import Base


class ImportedBundle(Base):
    """The file of a contest: its hash, where it comes from, and whether its sheets came with seals that held.

    `undone` is the canonical JSON of the results that were set aside before it came, word for word; `documents` that of
    the papers issued elsewhere. Those are in no series here, have no file here, and are found by no verification code.
    """

    __tablename__ = "imported_bundle"
    __table_args__ = (UniqueConstraint("sha256"),)

    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"), primary_key=True, autoincrement=False)
    sha256: Mapped[str] = mapped_column(String(64))
    source: Mapped[str] = mapped_column(String(200))
    was_sealed: Mapped[bool]
    imported_at: Mapped[datetime]
    undone: Mapped[str] = mapped_column(Text, default="[]")
    documents: Mapped[str] = mapped_column(Text, default="[]")
