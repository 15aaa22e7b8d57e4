"""For which group a question on a call was asked: whoever files for the group reads it."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from contest_portal.kernel.database import Base


class QuestionGroup(Base):
    """The group of a question; one without is the asker's own."""

    __tablename__ = "question_group"

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), unique=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("producer_group.id"), index=True)
