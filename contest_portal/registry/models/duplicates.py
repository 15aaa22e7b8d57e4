"""Entries of the register that may be one person, what was decided about them, and which entry stands for which."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from contest_portal.kernel.database import Base


class DuplicatePair(Base):
    """Two persons who may be one; `one_id` is the smaller. A pair that was decided is never proposed again.

    `event_id` is the act that joined them, which is what is undone.
    """

    __tablename__ = "duplicate_pair"
    __table_args__ = (
        UniqueConstraint("one_id", "other_id"),
        CheckConstraint("one_id < other_id", name="order"),
        CheckConstraint(
            "date_sign IN ('same', 'swapped', 'one_digit', 'same_month', 'unknown')", name="date_sign"
        ),
        CheckConstraint("similarity BETWEEN 0 AND 100", name="similarity"),
        CheckConstraint("decision IN ('same', 'different')", name="decision"),
        CheckConstraint(
            "(decision IS NULL) = (decided_at IS NULL) AND (decision IS NULL) = (reason IS NULL)",
            name="decided",
        ),
        CheckConstraint("(coalesce(decision, '') = 'same') = (event_id IS NOT NULL)", name="same_has_event"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    one_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    other_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    date_sign: Mapped[str] = mapped_column(String(10))
    similarity: Mapped[int]
    found_at: Mapped[datetime]
    decision: Mapped[str | None] = mapped_column(String(10))
    reason: Mapped[str | None] = mapped_column(String(300))
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    event_id: Mapped[int | None] = mapped_column(ForeignKey("life_event.id"), unique=True)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it from the class


class PersonMerge(Base):
    """An entry that is the same person as another, which stands for both. Gone when the decision is undone."""

    __tablename__ = "person_merge"
    __table_args__ = (CheckConstraint("person_id <> kept_id", name="two"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, autoincrement=False)
    kept_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    pair_id: Mapped[int] = mapped_column(ForeignKey("duplicate_pair.id"), unique=True)
