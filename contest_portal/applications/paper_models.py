"""Forms received on paper, what was typed from them, and who settled where two typings differ."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contest_portal.applications.models import ProducerGroup
from contest_portal.contests.models import Contest
from contest_portal.kernel.database import Base


class PaperEntry(Base):
    """A form that a group handed in on paper. `scan_sha256` names the file of the scan in the storage.

    No `group_id`: a group that is registered when its paper enters (`newcomer_models.py`). One that was recorded
    wrongly is cancelled and stays; then the group may hand in another.
    """

    __tablename__ = "paper_entry"
    __table_args__ = (
        Index(
            "uq_paper_entry_live",
            "contest_id",
            "group_id",
            unique=True,
            sqlite_where=text("cancelled_at IS NULL"),
            postgresql_where=text("cancelled_at IS NULL"),
        ),
        CheckConstraint("application_id IS NULL OR group_id IS NOT NULL", name="entered_has_a_group"),
        CheckConstraint("application_id IS NULL OR cancelled_at IS NULL", name="entered_or_cancelled"),
        CheckConstraint(
            "(cancelled_at IS NULL) = (cancelled_by IS NULL) AND (cancelled_at IS NULL) = (cancel_reason IS NULL)",
            name="cancelled_is_complete",
        ),
        CheckConstraint("received_at <= noted_at", name="received_before_noted"),
        CheckConstraint("sheets > 0", name="sheets"),
        CheckConstraint("(scan_sha256 IS NULL) = (scan_type IS NULL)", name="scan_has_a_type"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"), index=True)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("producer_group.id"), index=True)
    received_at: Mapped[datetime]
    noted_at: Mapped[datetime]
    received_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    sheets: Mapped[int]
    scan_sha256: Mapped[str | None] = mapped_column(String(64))
    scan_type: Mapped[str | None] = mapped_column(String(20))
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    application_id: Mapped[int | None] = mapped_column(ForeignKey("application.id"), unique=True)
    cancelled_at: Mapped[datetime | None]
    cancelled_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    cancel_reason: Mapped[str | None] = mapped_column(Text)
    contest: Mapped[Contest] = relationship(lazy="raise_on_sql")
    group: Mapped[ProducerGroup | None] = relationship(lazy="raise_on_sql")


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
