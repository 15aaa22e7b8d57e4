"""The screening of what was received: the catalogue of defects, what was found, what was decided and the cure."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contest_portal.applications.models import Application
from contest_portal.kernel.database import Base


class Defect(Base):
    """A defect of the catalogue. `section` is the part of the profile it concerns; None is the whole."""

    __tablename__ = "defect"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    text: Mapped[str] = mapped_column(String(300))
    curable: Mapped[bool]
    section: Mapped[str | None] = mapped_column(String(12))
    in_use: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it from the class


class Screening(Base):
    """Where the screening of an application stands. `profile` is the correction while it is being written."""

    __tablename__ = "screening"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'cure', 'cured', 'admitted', 'rejected')", name="state"),
        CheckConstraint("state NOT IN ('cure', 'cured') OR cure_until IS NOT NULL", name="cure_has_an_end"),
        CheckConstraint("profile IS NULL OR state = 'cure'", name="profile_only_in_cure"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), unique=True)
    state: Mapped[str] = mapped_column(String(10), default="open")
    cure_until: Mapped[datetime | None]
    profile: Mapped[str | None] = mapped_column(Text)
    version: Mapped[int] = mapped_column(default=1)
    application: Mapped[Application] = relationship(lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it from the class


class ScreeningFinding(Base):
    """A defect ticked in an application, in the words of the catalogue of that day."""

    __tablename__ = "screening_finding"
    __table_args__ = (UniqueConstraint("screening_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    screening_id: Mapped[int] = mapped_column(ForeignKey("screening.id"), index=True)
    code: Mapped[str] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(String(300))
    curable: Mapped[bool]
    section: Mapped[str | None] = mapped_column(String(12))


class ScreeningDecision(Base):
    """A decision as it was taken; a later one stands beside it. `codes` are the defects of that moment."""

    __tablename__ = "screening_decision"
    __table_args__ = (
        CheckConstraint(
            "action IN ('admit', 'ask_cure', 'reject', 'lapse_reject', 'lapse_admit', 'reinstate')",
            name="action",
        ),
        CheckConstraint("action NOT IN ('reject', 'reinstate') OR reason <> ''", name="reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    screening_id: Mapped[int] = mapped_column(ForeignKey("screening.id"), index=True)
    action: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str] = mapped_column(String(1000))
    codes: Mapped[str] = mapped_column(String(400))
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    decided_at: Mapped[datetime]
    decided_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
