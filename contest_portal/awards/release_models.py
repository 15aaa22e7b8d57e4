"""What an award that was settled with less than its amount gave back to its envelope."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from contest_portal.kernel.database import Base
from contest_portal.kernel.money import Money


class AwardRelease(Base):
    """The part that was not transferred and will not be, and why. The envelope's `committed` fell with its row."""

    __tablename__ = "award_release"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("reason <> ''", name="reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    follow_up_id: Mapped[int] = mapped_column(ForeignKey("follow_up.id"), unique=True)
    amount: Mapped[Money]
    reason: Mapped[str] = mapped_column(String(300))
    released_at: Mapped[datetime]
    released_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
