"""Forms received on paper, what was typed from them, and who settled where two typings differ."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contest_portal.applications.models import ProducerGroup
from contest_portal.contests.models import Contest
from contest_portal.kernel.database import Base


class PaperEntry(Base):
    """A form that a group handed in on paper. `scan_sha256` names the file of the scan in the storage."""

    __tablename__ = "paper_entry"
    __table_args__ = (
        UniqueConstraint("contest_id", "group_id"),
        CheckConstraint("received_at <= noted_at", name="received_before_noted"),
        CheckConstraint("sheets > 0", name="sheets"),
        CheckConstraint("(scan_sha256 IS NULL) = (scan_type IS NULL)", name="scan_has_a_type"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"), index=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("producer_group.id"), index=True)
    received_at: Mapped[datetime]
    noted_at: Mapped[datetime]
    received_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    sheets: Mapped[int]
    scan_sha256: Mapped[str | None] = mapped_column(String(64))
    scan_type: Mapped[str | None] = mapped_column(String(20))
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    application_id: Mapped[int | None] = mapped_column(ForeignKey("application.id"), unique=True)
    contest: Mapped[Contest] = relationship(lazy="raise_on_sql")
    group: Mapped[ProducerGroup] = relationship(lazy="raise_on_sql")


class PaperTyping(Base):
    """A typing of a paper: the first (1), the second (2), or what was settled between them (3)."""

    __tablename__ = "paper_typing"
    __table_args__ = (
        UniqueConstraint("paper_id", "place"),
        CheckConstraint("place IN (1, 2, 3)", name="place"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("paper_entry.id"), index=True)
    place: Mapped[int]
    typist_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    category_code: Mapped[str | None] = mapped_column(String(20))
    line_code: Mapped[str | None] = mapped_column(String(30))
    title: Mapped[str] = mapped_column(String(160), default="")
    profile: Mapped[str] = mapped_column(Text)
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it from the class


class PaperDecision(Base):
    """Who settled a field in which two typings differ; `chosen` 3 is a text written for it."""

    __tablename__ = "paper_decision"
    __table_args__ = (
        UniqueConstraint("paper_id", "field"),
        CheckConstraint("chosen IN (1, 2, 3)", name="chosen"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("paper_entry.id"), index=True)
    field: Mapped[str] = mapped_column(String(40))
    chosen: Mapped[int]
    decided_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    decided_at: Mapped[datetime]
