"""What people asked about their own data, and how they were answered."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from contest_portal.kernel.database import Base


class PersonRequest(Base):
    """A request of the person concerned, of Law 29733. `due_on` is the last day to answer, fixed when it came.

    `receipt_id` is its receipt, `answer_id` the letter. `office_id` is the office that answers for it.
    """

    __tablename__ = "person_request"
    __table_args__ = (
        UniqueConstraint("receipt_id"),
        UniqueConstraint("answer_id"),
        CheckConstraint("kind IN ('access', 'rectification', 'cancellation', 'opposition')", name="kind"),
        CheckConstraint("state IN ('received', 'answered')", name="state"),
        CheckConstraint("outcome IN ('granted', 'partly', 'denied')", name="outcome"),
        CheckConstraint("text <> ''", name="text"),
        CheckConstraint("received_at <= filed_at", name="received_before_filed"),
        CheckConstraint(
            "(state = 'answered') = (outcome IS NOT NULL AND answer IS NOT NULL AND answer_id IS NOT NULL "
            "AND answered_by IS NOT NULL AND answered_at IS NOT NULL)",
            name="answered",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    kind: Mapped[str] = mapped_column(String(14))
    text: Mapped[str] = mapped_column(String(2000))
    state: Mapped[str] = mapped_column(String(10), default="received")
    received_at: Mapped[datetime]
    due_on: Mapped[date] = mapped_column(index=True)
    on_paper: Mapped[bool]
    filed_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    filed_at: Mapped[datetime]
    receipt_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    outcome: Mapped[str | None] = mapped_column(String(10))
    answer: Mapped[str | None] = mapped_column(String(2000))
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    answered_at: Mapped[datetime | None]
    answer_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it from the class
