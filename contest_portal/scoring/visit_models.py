"""Photos of the visit to a group: evidence for who scores and who audits."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from contest_portal.kernel.database import Base


class VisitPhoto(Base):
    """A photo as it was written anew, with its small copy; `original_sha256` is of the bytes that came."""

    __tablename__ = "visit_photo"
    __table_args__ = (
        UniqueConstraint("application_id", "phase_code", "original_sha256"),
        CheckConstraint("scan IN ('absent', 'clean', 'failed')", name="scan"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    phase_code: Mapped[str] = mapped_column(String(20))
    caption: Mapped[str] = mapped_column(String(160))
    sha256: Mapped[str] = mapped_column(String(64))
    preview_sha256: Mapped[str] = mapped_column(String(64))
    original_sha256: Mapped[str] = mapped_column(String(64))
    scan: Mapped[str] = mapped_column(String(10))
    uploaded_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    uploaded_at: Mapped[datetime]
