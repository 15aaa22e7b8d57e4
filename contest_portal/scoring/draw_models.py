"""Draws that an act took back: what was drawn stays, and no longer decides anything."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from contest_portal.kernel.database import Base


class CancelledDraw(Base):
    """A public lot as it was recorded, and the act by which somebody else cancelled it."""

    __tablename__ = "cancelled_draw"
    __table_args__ = (
        CheckConstraint("recorded_by <> cancelled_by", name="two_persons"),
        CheckConstraint("length(document) > 0 AND length(reason) > 0", name="by_act"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"), index=True)
    numbers: Mapped[str] = mapped_column(String(60))
    witnesses: Mapped[str] = mapped_column(String(400))
    held_at: Mapped[datetime]
    recorded_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    recorded_at: Mapped[datetime]
    document: Mapped[str] = mapped_column(String(120))
    reason: Mapped[str] = mapped_column(String(400))
    cancelled_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    cancelled_at: Mapped[datetime]
