"""Invitations to judge a contest."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from contest_portal.kernel.database import Base

_OPEN = text("state IN ('sent', 'accepted')")


class JurorInvitation(Base):
    """A person asked to judge a contest, as what and in which phases; the answer is the person's own.

    What was told on accepting (`dni` to `territory`) fills the form that seats the person.
    """

    __tablename__ = "juror_invitation"
    __table_args__ = (
        CheckConstraint("state IN ('sent', 'accepted', 'declined', 'withdrawn')", name="state"),
        CheckConstraint("position IN ('president', 'secretary', 'member')", name="position"),
        CheckConstraint(
            "state NOT IN ('accepted', 'declined') OR answered_at IS NOT NULL", name="answer_has_its_day"
        ),
        CheckConstraint("state != 'declined' OR length(reason) > 0", name="refusal_has_reason"),
        Index(
            "uq_juror_invitation_open",
            "contest_id",
            "user_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    position: Mapped[str] = mapped_column(String(10))
    phases: Mapped[str] = mapped_column(String(120))
    evaluator_class: Mapped[str] = mapped_column(String(20), default="")
    state: Mapped[str] = mapped_column(String(10), default="sent")
    sent_at: Mapped[datetime]
    sent_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    reminded_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(400), default="")
    dni: Mapped[str] = mapped_column(String(8), default="")
    institution: Mapped[str] = mapped_column(String(160), default="")
    specialty: Mapped[str] = mapped_column(String(160), default="")
    lines: Mapped[str] = mapped_column(String(300), default="")
    territory: Mapped[str] = mapped_column(String(6), default="")
