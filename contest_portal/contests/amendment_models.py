"""Amendments: what staff would change in published rules, and what they published."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from contest_portal.kernel.database import Base


class Amendment(Base):
    """Number n leads from version n of a contest's rules to version n + 1; so a contest has one draft at most.

    `data` is the whole rulebook as it would be, in canonical JSON. Published, `rulebook_id` is the version it made.
    """

    __tablename__ = "amendment"
    __table_args__ = (
        UniqueConstraint("contest_id", "number"),
        CheckConstraint("number > 0", name="number"),
        CheckConstraint("state IN ('draft', 'published')", name="state"),
        CheckConstraint(
            "(state = 'published') = (published_at IS NOT NULL AND published_by IS NOT NULL "
            "AND rulebook_id IS NOT NULL)",
            name="published_is_complete",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"), index=True)
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(10), default="draft")
    reason: Mapped[str] = mapped_column(String(1000))
    data: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    created_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    published_at: Mapped[datetime | None]
    published_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    rulebook_id: Mapped[int | None] = mapped_column(ForeignKey("contest_rulebook.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it from the class
