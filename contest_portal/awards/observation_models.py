"""Observations of groups on their announced result, with the answers that two people gave."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contest_portal.kernel.database import Base


class Observation(Base):
    """An observation as it arrived; without a phase it is about the allocation of the fund.

    `announced_at` and `closes_at` are its window as it was then. A proposed answer waits for somebody else; where it
    corrects a mark, `correction` is that with the effect that was shown. `document_id` is the receipt, `answer_id` the
    letter.
    """

    __tablename__ = "observation"
    __table_args__ = (
        UniqueConstraint("document_id"),
        UniqueConstraint("answer_id"),
        CheckConstraint("state IN ('received', 'proposed', 'rejected', 'upheld')", name="state"),
        CheckConstraint("received_at >= announced_at AND received_at < closes_at", name="in_the_window"),
        CheckConstraint("criterion_code IS NULL OR phase_code IS NOT NULL", name="criterion_of_phase"),
        CheckConstraint("text <> ''", name="text"),
        CheckConstraint(
            "(state = 'received') = (proposed_by IS NULL AND proposed_at IS NULL AND outcome IS NULL "
            "AND answer IS NULL)",
            name="proposed",
        ),
        CheckConstraint("outcome IN ('reject', 'uphold')", name="outcome"),
        CheckConstraint("correction IS NULL OR outcome = 'uphold'", name="correction"),
        CheckConstraint(
            "(state IN ('rejected', 'upheld')) = (decided_by IS NOT NULL AND decided_at IS NOT NULL "
            "AND answer_id IS NOT NULL)",
            name="decided",
        ),
        CheckConstraint("state <> 'rejected' OR outcome = 'reject'", name="rejected"),
        CheckConstraint("state <> 'upheld' OR outcome = 'uphold'", name="upheld"),
        CheckConstraint("decided_by IS NULL OR decided_by <> proposed_by", name="two_persons"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"), index=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    state: Mapped[str] = mapped_column(String(10), default="received")
    phase_code: Mapped[str | None] = mapped_column(String(20))
    criterion_code: Mapped[str | None] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(String(2000))
    announced_at: Mapped[datetime]
    received_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    on_paper: Mapped[bool]
    filed_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    filed_at: Mapped[datetime]
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    outcome: Mapped[str | None] = mapped_column(String(10))
    answer: Mapped[str | None] = mapped_column(String(2000))
    correction: Mapped[str | None] = mapped_column(Text)
    proposed_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    proposed_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    decided_at: Mapped[datetime | None]
    answer_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    version: Mapped[int] = mapped_column(default=1)
    files: Mapped[list["ObservationFile"]] = relationship(
        lazy="raise_on_sql", order_by="ObservationFile.number"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it from the class


class ObservationFile(Base):
    """A file that came with an observation, named by us; its bytes lie in the storage under their hash.

    As with those of an application `original_sha256` is of the bytes that came: a photo is kept as it was written anew.
    """

    __tablename__ = "observation_file"
    __table_args__ = (
        UniqueConstraint("observation_id", "number"),
        UniqueConstraint("observation_id", "sha256"),
        CheckConstraint("number BETWEEN 1 AND 3", name="number"),
        CheckConstraint("scan IN ('absent', 'clean', 'failed')", name="scan"),
        CheckConstraint("size > 0", name="size"),
        CheckConstraint("media_type IN ('application/pdf', 'image/jpeg')", name="media_type"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    observation_id: Mapped[int] = mapped_column(ForeignKey("observation.id"), index=True)
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(40))
    media_type: Mapped[str] = mapped_column(String(20))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    original_sha256: Mapped[str] = mapped_column(String(64))
    preview_sha256: Mapped[str | None] = mapped_column(String(64))
    pages: Mapped[int | None]
    scan: Mapped[str] = mapped_column(String(10))
