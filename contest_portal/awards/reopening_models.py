"""Results that an act set aside: the ranking, the awards and who approved them stay here as they were."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from contest_portal.kernel.database import Base


class UndoneResult(Base):
    """A contest that went back to a stage. `content` is the canonical JSON of what was undone, under its hash.

    `run_id` is the allocation that no longer stands, with the awards and calls that name it; without one none was
    approved yet. Who asked for it is another than who did it; older acts have nobody who asked.
    """

    __tablename__ = "undone_result"
    __table_args__ = (
        UniqueConstraint("contest_id", "number"),
        CheckConstraint("to_state IN ('evaluating', 'scored')", name="to_state"),
        CheckConstraint("length(document) > 0 AND length(reason) > 0", name="by_act"),
        CheckConstraint("(run_id IS NULL) = (approved_by IS NULL)", name="approved"),
        CheckConstraint(
            "(approved_by IS NULL OR approved_by <> undone_by) AND (asked_by IS NULL OR asked_by <> undone_by)",
            name="two_persons",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"), index=True)
    number: Mapped[int]
    from_state: Mapped[str] = mapped_column(String(12))
    to_state: Mapped[str] = mapped_column(String(12))
    document: Mapped[str] = mapped_column(String(120))
    reason: Mapped[str] = mapped_column(String(400))
    ground: Mapped[str] = mapped_column(String(160), default="")
    run_id: Mapped[int | None] = mapped_column(ForeignKey("allocation_run.id"))
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    announced_at: Mapped[datetime | None]
    content: Mapped[str] = mapped_column(Text)
    content_sha256: Mapped[str] = mapped_column(String(64))
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    undone_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    undone_at: Mapped[datetime]
