"""The session in the hall: its plan and screen, who is there, in which order groups present, what happened."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from contest_portal.jury.rules.session import MAX_INCIDENT, MAX_PLACE, MAX_REASON
from contest_portal.kernel.database import Base


class HallSession(Base):
    """The session in which a phase of a contest is heard. `revealed` counts the lines of the ranking on the screen.

    `screen_token` is the unguessable part of the address of that screen.
    """

    __tablename__ = "hall_session"
    __table_args__ = (
        UniqueConstraint("contest_id"),
        UniqueConstraint("screen_token"),
        CheckConstraint("state IN ('open', 'closed')", name="state"),
        CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="closed_has_hour"),
        CheckConstraint("minutes BETWEEN 1 AND 180", name="minutes"),
        CheckConstraint("revealed >= 0", name="revealed"),
        CheckConstraint(
            "(draw_numbers IS NULL) = (drawn_at IS NULL) AND (draw_numbers IS NULL) = (draw_witnesses IS NULL)",
            name="draw_is_whole",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"))
    phase_code: Mapped[str] = mapped_column(String(20))
    place: Mapped[str] = mapped_column(String(MAX_PLACE))
    agenda: Mapped[str] = mapped_column(Text)
    minutes: Mapped[int]
    state: Mapped[str] = mapped_column(String(10), default="open")
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    screen_token: Mapped[str] = mapped_column(String(43))
    draw_numbers: Mapped[str | None] = mapped_column(String(60))
    draw_witnesses: Mapped[str | None] = mapped_column(String(400))
    drawn_at: Mapped[datetime | None]
    revealed: Mapped[int] = mapped_column(default=0)


class JurorPresence(Base):
    """From when a juror was in the hall, and since when no more. Whoever never came has no row."""

    __tablename__ = "juror_presence"
    __table_args__ = (
        UniqueConstraint("session_id", "juror_id"),
        CheckConstraint("left_at IS NULL OR left_at >= arrived_at", name="left_after_arriving"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("hall_session.id"))
    juror_id: Mapped[int] = mapped_column(ForeignKey("juror.id", ondelete="CASCADE"), index=True)
    arrived_at: Mapped[datetime]
    left_at: Mapped[datetime | None]


class Presentation(Base):
    """A group's turn. `drawn` is its place by the lot, `turn` the one it has now: absent groups go to the end."""

    __tablename__ = "presentation"
    __table_args__ = (
        UniqueConstraint("session_id", "application_id"),
        UniqueConstraint("session_id", "turn"),
        CheckConstraint("state IN ('waiting', 'presenting', 'done')", name="state"),
        CheckConstraint("(state = 'waiting') = (began_at IS NULL)", name="begun_has_hour"),
        CheckConstraint("(state = 'done') = (ended_at IS NOT NULL)", name="done_has_hour"),
        CheckConstraint("(postponed_at IS NULL) = (postponed_reason = '')", name="postponed_has_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("hall_session.id"))
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    drawn: Mapped[int]
    turn: Mapped[int]
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    began_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    postponed_at: Mapped[datetime | None]
    postponed_reason: Mapped[str] = mapped_column(String(MAX_REASON), default="")


class HallIncident(Base):
    """Something that happened in the hall and goes to the acta, unless it was taken back."""

    __tablename__ = "hall_incident"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("hall_session.id"), index=True)
    happened_at: Mapped[datetime]
    text: Mapped[str] = mapped_column(String(MAX_INCIDENT))
    noted_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    noted_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
