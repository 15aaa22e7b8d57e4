"""Acts that move money between the envelopes of a contest, and between them and what is free of its fund."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from contest_portal.kernel.database import Base
from contest_portal.kernel.money import Money


class EnvelopeMove(Base):
    """Money that goes from one place to another; no source or no target is the fund. Approved, it has its act.

    `run_id` is the allocation that stood approved by then: the move changed what was left after it.
    """

    __tablename__ = "envelope_move"
    __table_args__ = (
        CheckConstraint("state IN ('proposed', 'approved', 'discarded')", name="state"),
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("reason <> ''", name="reason"),
        CheckConstraint(
            "(source_id IS NOT NULL OR target_id IS NOT NULL) AND (source_id <> target_id OR source_id IS NULL "
            "OR target_id IS NULL)",
            name="two_places",
        ),
        CheckConstraint("(state = 'proposed') = (decided_at IS NULL AND decided_by IS NULL)", name="decided"),
        CheckConstraint("(state = 'approved') = (document_id IS NOT NULL)", name="act"),
        CheckConstraint("state <> 'approved' OR decided_by <> proposed_by", name="two_persons"),
        Index(
            "uq_envelope_move_open",
            "contest_id",
            unique=True,
            sqlite_where=text("state = 'proposed'"),
            postgresql_where=text("state = 'proposed'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"), index=True)
    source_id: Mapped[int | None] = mapped_column(ForeignKey("envelope.id"))
    target_id: Mapped[int | None] = mapped_column(ForeignKey("envelope.id"))
    state: Mapped[str] = mapped_column(String(10), default="proposed")
    amount: Mapped[Money]
    reason: Mapped[str] = mapped_column(String(300))
    proposed_at: Mapped[datetime]
    proposed_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), unique=True)
    run_id: Mapped[int | None] = mapped_column(ForeignKey("allocation_run.id"))
