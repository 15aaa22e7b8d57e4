"""Who was told of an amendment, and who has read it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from contest_portal.kernel.database import Base


class AmendmentNotice(Base):
    """The notice to who filed for a group whose application stood, as draft or sent, on the day of publication."""

    __tablename__ = "amendment_notice"
    __table_args__ = (
        UniqueConstraint("amendment_id", "application_id", "user_id"),
        CheckConstraint("read_at IS NULL OR read_at >= told_at", name="read_after_told"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    amendment_id: Mapped[int] = mapped_column(ForeignKey("amendment.id"))
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    told_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
