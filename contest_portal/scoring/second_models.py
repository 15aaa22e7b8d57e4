"""The scoring of a group's progress before its second transfer: opened, closed with an acta, or called off."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from contest_portal.kernel.database import Base


class SecondScoring(Base):
    """The second scoring of a group. Its sheets are those of the jury in `phases`, the codes that its rules name.

    Closed, it has its acta, the exact total as a fraction (none for a group left out) and what it was made of, as a
    ranking line keeps it.
    """

    __tablename__ = "second_scoring"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'closed', 'cancelled')", name="state"),
        CheckConstraint(
            "(state = 'closed') = (closed_at IS NOT NULL AND closed_by IS NOT NULL AND acta_id IS NOT NULL "
            "AND passed IS NOT NULL)",
            name="closed",
        ),
        CheckConstraint("(state = 'cancelled') = (cancel_reason IS NOT NULL)", name="cancelled"),
        CheckConstraint("(total_numerator IS NULL) = (total_denominator IS NULL)", name="whole_total"),
        CheckConstraint("total_numerator IS NULL OR state = 'closed'", name="total_when_closed"),
        CheckConstraint(
            "passed IS NULL OR NOT passed OR total_numerator IS NOT NULL", name="passed_with_total"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), unique=True)
    phases: Mapped[str] = mapped_column(String(240))
    state: Mapped[str] = mapped_column(String(10))
    opened_at: Mapped[datetime]
    opened_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    cancel_reason: Mapped[str | None] = mapped_column(String(300))
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    acta_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), unique=True)
    passed: Mapped[bool | None]
    total_numerator: Mapped[int | None] = mapped_column(BigInteger)
    total_denominator: Mapped[int | None] = mapped_column(BigInteger)
    detail: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it from the class
