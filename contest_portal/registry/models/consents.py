"""What persons decided about the use of their data: kept for ever, one row a decision."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from contest_portal.kernel.database import Base


class PersonConsent(Base):
    """A decision on a day, for purposes (their codes between spaces, one at each end), with its paper.

    What was noted by mistake is undone, with a reason, and stays.
    """

    __tablename__ = "person_consent"
    __table_args__ = (
        CheckConstraint("decision IN ('given', 'refused', 'withdrawn')", name="decision"),
        CheckConstraint("purposes LIKE ' %_% '", name="purposes"),
        CheckConstraint("paper <> '' AND received_by <> ''", name="paper"),
        CheckConstraint("(undone_at IS NULL) = (undo_reason IS NULL)", name="undone"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    decision: Mapped[str] = mapped_column(String(10))
    purposes: Mapped[str] = mapped_column(String(60))
    on_date: Mapped[date]
    paper: Mapped[str] = mapped_column(String(200))
    received_by: Mapped[str] = mapped_column(String(80))
    noted_at: Mapped[datetime]
    noted_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    undo_reason: Mapped[str | None] = mapped_column(String(300))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it from the class
