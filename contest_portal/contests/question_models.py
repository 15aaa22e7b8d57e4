"""Questions on a call and their answers."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from contest_portal.kernel.database import Base


class Question(Base):
    """A question as it was asked; `public_text` is how it is published, without who asked.

    `clarification` numbers within its contest the answers that clarify the rules.
    """

    __tablename__ = "question"
    __table_args__ = (
        UniqueConstraint("contest_id", "clarification"),
        CheckConstraint("state IN ('waiting', 'answered', 'published')", name="state"),
        CheckConstraint(
            "(state = 'published') = (published_at IS NOT NULL AND public_text IS NOT NULL)",
            name="published_is_complete",
        ),
        CheckConstraint("clarification IS NULL OR state = 'published'", name="clarification_is_public"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"), index=True)
    asker_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    text: Mapped[str] = mapped_column(String(1000))
    asked_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    public_text: Mapped[str | None] = mapped_column(String(1000))
    published_at: Mapped[datetime | None]
    clarification: Mapped[int | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it from the class


class QuestionAnswer(Base):
    """An answer; a later one corrects it and stands above it, the earlier stays to be read."""

    __tablename__ = "question_answer"
    __table_args__ = (UniqueConstraint("question_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), index=True)
    number: Mapped[int]
    text: Mapped[str] = mapped_column(String(1000))
    answered_at: Mapped[datetime]
    answered_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
