"""Who files for a group besides its representative: since when, and until when."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from contest_portal.kernel.database import Base

_NOW = text("ended_at IS NULL")


class GroupPromoter(Base):
    """A promoter's time with a group. Ended it stays, with who ended it; a second time is a row of its own."""

    __tablename__ = "group_promoter"
    __table_args__ = (
        CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name="end_is_complete"),
        Index(
            "uq_group_promoter_present",
            "group_id",
            "user_id",
            unique=True,
            sqlite_where=_NOW,
            postgresql_where=_NOW,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("producer_group.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    given_at: Mapped[datetime]
    given_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
