"""Acts of two persons: one asks for it and another confirms it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from contest_portal.kernel.database import Base

_WAITING = text("state = 'asked'")


class JointAct(Base):
    """An act that waits for its second person. `content` is canonical JSON: all that both decide on, under its hash.

    `contest_id` is a plain number on this floor; None for an act of no contest.
    """

    __tablename__ = "joint_act"
    __table_args__ = (
        CheckConstraint("state IN ('asked', 'done', 'withdrawn')", name="state"),
        CheckConstraint("(state = 'asked') = (decided_by IS NULL AND decided_at IS NULL)", name="decided"),
        CheckConstraint("state <> 'done' OR decided_by <> asked_by", name="two_persons"),
        Index("ix_joint_act_contest_id", "contest_id"),
        Index(
            "uq_joint_act_waiting",
            "kind",
            "subject",
            unique=True,
            sqlite_where=_WAITING,
            postgresql_where=_WAITING,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(30))
    subject: Mapped[str] = mapped_column(String(40))
    contest_id: Mapped[int | None]
    content: Mapped[str] = mapped_column(Text)
    content_sha256: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(10), default="asked")
    asked_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    asked_at: Mapped[datetime]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    decided_at: Mapped[datetime | None]
