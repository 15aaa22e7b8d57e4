"""What a person decided of a tie that was proposed."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from contest_portal.kernel.database import Base


class TieDecision(Base):
    """A tie confirmed (`is_conflict`, then the juror is recused) or dismissed, with the grounds as they stood.

    `keys` are those of the grounds, one a line: a ground found later asks again. `evidence` is their text.
    """

    __tablename__ = "tie_decision"
    __table_args__ = (CheckConstraint("length(reason) > 0", name="reason"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    juror_id: Mapped[int] = mapped_column(ForeignKey("juror.id"), index=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    is_conflict: Mapped[bool]
    keys: Mapped[str] = mapped_column(Text)
    evidence: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(String(300))
    decided_at: Mapped[datetime]
    decided_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
