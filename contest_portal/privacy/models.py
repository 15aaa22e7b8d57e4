"""Runs of the rules of keeping, and contests whose data nobody may remove for now."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from contest_portal.kernel.database import Base

_WAITING = text("state = 'proposed'")
_IN_FORCE = text("lifted_at IS NULL")


class RetentionRun(Base):
    """What one person proposed to withdraw and another approved. `plan` is canonical JSON: contests and counts by rule.

    Applying it and its approval are one transaction; nothing of what was withdrawn is kept.
    """

    __tablename__ = "retention_run"
    __table_args__ = (
        CheckConstraint("state IN ('proposed', 'applied', 'discarded')", name="state"),
        CheckConstraint("reason <> ''", name="reason"),
        CheckConstraint("(state = 'proposed') = (decided_by IS NULL AND decided_at IS NULL)", name="decided"),
        CheckConstraint("state <> 'applied' OR decided_by <> proposed_by", name="two_persons"),
        Index(
            "uq_retention_run_waiting", "state", unique=True, sqlite_where=_WAITING, postgresql_where=_WAITING
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(String(10), default="proposed")
    as_of: Mapped[date]
    reason: Mapped[str] = mapped_column(String(300))
    plan: Mapped[str] = mapped_column(Text)
    plan_sha256: Mapped[str] = mapped_column(String(64))
    proposed_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    proposed_at: Mapped[datetime]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    decided_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it from the class


class WithdrawnFile(Base):
    """A stored file whose keeping a run ended, by its hash; whatever named it still does. `removed` once it is gone."""

    __tablename__ = "withdrawn_file"
    __table_args__ = (CheckConstraint("length(sha256) = 64", name="sha256"),)

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    removed: Mapped[bool] = mapped_column(default=False)
    run_id: Mapped[int] = mapped_column(ForeignKey("retention_run.id"))


class LegalHold(Base):
    """A contest under review: while the hold stands, no run withdraws anything of it."""

    __tablename__ = "legal_hold"
    __table_args__ = (
        CheckConstraint("reason <> ''", name="reason"),
        CheckConstraint("(lifted_by IS NULL) = (lifted_at IS NULL)", name="lifted"),
        Index(
            "uq_legal_hold_in_force",
            "contest_id",
            unique=True,
            sqlite_where=_IN_FORCE,
            postgresql_where=_IN_FORCE,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"))
    reason: Mapped[str] = mapped_column(String(300))
    placed_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    placed_at: Mapped[datetime]
    lifted_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    lifted_at: Mapped[datetime | None]
