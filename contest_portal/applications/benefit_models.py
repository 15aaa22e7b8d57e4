"""What applications won, where this floor can see it: awards themselves lie two floors up."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from contest_portal.kernel.database import Base
from contest_portal.kernel.money import Money


class Benefit(Base):
    """An announced award of an application; its households are those of the members it was sent with.

    Written when the result is announced, in the same transaction. An invariant compares it with the awards.
    """

    __tablename__ = "benefit"
    __table_args__ = (CheckConstraint("amount > 0", name="amount"),)

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), primary_key=True)
    amount: Mapped[Money]
    granted_at: Mapped[datetime]
