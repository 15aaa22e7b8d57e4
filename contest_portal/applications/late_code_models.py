"""Codes with which a single group may still send after the closing."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contest_portal.applications.models import ProducerGroup
from contest_portal.kernel.database import Base


class LateCode(Base):
    """A code for one group in one contest: given with a reason, used once, or withdrawn while it is unused."""

    __tablename__ = "late_code"
    __table_args__ = (
        CheckConstraint("state IN ('given', 'used', 'withdrawn')", name="state"),
        CheckConstraint("(state = 'used') = (used_at IS NOT NULL)", name="used_has_its_day"),
        CheckConstraint(
            "(state = 'withdrawn') = (withdrawn_at IS NOT NULL AND withdrawn_by IS NOT NULL)",
            name="withdrawn_has_its_day",
        ),
        CheckConstraint("valid_until > given_at", name="valid_until"),
        Index(
            "uq_late_code_open",
            "contest_id",
            "group_id",
            unique=True,
            sqlite_where=text("state = 'given'"),
            postgresql_where=text("state = 'given'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"))
    group_id: Mapped[int] = mapped_column(ForeignKey("producer_group.id"), index=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    reason: Mapped[str] = mapped_column(String(300))
    valid_until: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(10), default="given")
    given_at: Mapped[datetime]
    given_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    used_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    group: Mapped[ProducerGroup] = relationship(lazy="raise_on_sql")
