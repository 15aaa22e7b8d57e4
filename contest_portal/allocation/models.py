"""Runs of the allocation: proposed by one person, approved by others, frozen."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contest_portal.applications.models import Application
from contest_portal.kernel.database import Base
from contest_portal.kernel.money import Money


class AllocationRun(Base):
    """One run of the contest's rule over its ranking. Inputs and steps are kept so that it can be replayed."""

    __tablename__ = "allocation_run"
    __table_args__ = (
        CheckConstraint("state IN ('proposed', 'approved', 'discarded')", name="state"),
        CheckConstraint(
            "(state = 'approved') = (approved_by IS NOT NULL AND approved_at IS NOT NULL)", name="approved_by"
        ),
        CheckConstraint("approved_by IS NULL OR approved_by <> proposed_by", name="two_persons"),
        Index(
            "uq_allocation_run_live",
            "contest_id",
            unique=True,
            sqlite_where=text("state IN ('proposed', 'approved')"),
            postgresql_where=text("state IN ('proposed', 'approved')"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"), index=True)
    state: Mapped[str] = mapped_column(String(10), default="proposed")
    rule: Mapped[str] = mapped_column(String(40))
    inputs: Mapped[str] = mapped_column(Text)
    inputs_sha256: Mapped[str] = mapped_column(String(64))
    result_sha256: Mapped[str] = mapped_column(String(64))
    proposed_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    proposed_at: Mapped[datetime]
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    approved_at: Mapped[datetime | None]
    lines: Mapped[list["AllocationLine"]] = relationship(lazy="raise_on_sql", order_by="AllocationLine.step")
    approvals: Mapped[list["AllocationApproval"]] = relationship(
        lazy="raise_on_sql", order_by="AllocationApproval.step"
    )


class AllocationApproval(Base):
    """What one person decided on a step of the chain, tied to the hashes of the run that was looked at."""

    __tablename__ = "allocation_approval"
    __table_args__ = (
        UniqueConstraint("run_id", "step"),
        UniqueConstraint("run_id", "decided_by"),
        CheckConstraint("step BETWEEN 1 AND 4", name="step"),
        CheckConstraint("outcome IN ('approved', 'refused')", name="outcome"),
        CheckConstraint("(outcome = 'refused') = (reason IS NOT NULL AND reason <> '')", name="reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("allocation_run.id"), index=True)
    step: Mapped[int]
    outcome: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str | None] = mapped_column(String(300))
    decided_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    decided_at: Mapped[datetime]
    inputs_sha256: Mapped[str] = mapped_column(String(64))
    result_sha256: Mapped[str] = mapped_column(String(64))


class AllocationLine(Base):
    """One step of a run: a group, what became of it, the amount, the balance after it, and the reason's code.

    `pot_code` is the envelope of the step, where that is not the one of the group's category.
    """

    __tablename__ = "allocation_line"
    __table_args__ = (
        UniqueConstraint("run_id", "application_id"),
        UniqueConstraint("run_id", "step"),
        CheckConstraint("outcome IN ('awarded', 'reserve', 'below_pass', 'disqualified')", name="outcome"),
        CheckConstraint("(outcome = 'awarded') = (amount > 0)", name="amount"),
        CheckConstraint("(outcome = 'reserve') = (reserve_order IS NOT NULL)", name="reserve_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("allocation_run.id"), index=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    category_code: Mapped[str] = mapped_column(String(20))
    step: Mapped[int]
    place: Mapped[int | None]
    outcome: Mapped[str] = mapped_column(String(14))
    requested: Mapped[Money]
    amount: Mapped[Money]
    balance: Mapped[Money]
    reserve_order: Mapped[int | None]
    reason: Mapped[str] = mapped_column(String(40))
    pot_code: Mapped[str] = mapped_column(String(20), default="")
    application: Mapped[Application] = relationship(lazy="raise_on_sql")


class AllocationSpill(Base):
    """A step of a run that takes what is left of an envelope up into the one around it; moved with the approval."""

    __tablename__ = "allocation_spill"
    __table_args__ = (
        UniqueConstraint("run_id", "step"),
        UniqueConstraint("run_id", "source_id"),
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("source_id <> target_id", name="two_places"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("allocation_run.id"), index=True)
    step: Mapped[int]
    source_id: Mapped[int] = mapped_column(ForeignKey("envelope.id"))
    target_id: Mapped[int] = mapped_column(ForeignKey("envelope.id"))
    amount: Mapped[Money]


class AnyAward(Base):
    """Money granted by a run. `goods` and `assistance` are its two parts.

    A result that an act sets aside takes its awards along: their rows and all that hangs on them stay where they are,
    as `UndoneAward`. Whatever asks for an `Award` is given those of the result that stands, by the mapping itself.
    """

    __tablename__ = "award"
    __table_args__ = (
        Index(
            "uq_award_application_id_live",
            "application_id",
            unique=True,
            sqlite_where=text("standing = 'live'"),
            postgresql_where=text("standing = 'live'"),
        ),
        CheckConstraint("standing IN ('live', 'undone')", name="standing"),
        CheckConstraint("state IN ('granted', 'void')", name="state"),
        CheckConstraint(
            "amount > 0 AND goods >= 0 AND assistance >= 0 AND goods + assistance = amount", name="parts"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("allocation_run.id"), index=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"), index=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    envelope_id: Mapped[int] = mapped_column(ForeignKey("envelope.id"), index=True)
    standing: Mapped[str] = mapped_column(String(6), default="live")
    state: Mapped[str] = mapped_column(String(10), default="granted")
    amount: Mapped[Money]
    goods: Mapped[Money]
    assistance: Mapped[Money]
    application: Mapped[Application] = relationship(lazy="raise_on_sql")

    __mapper_args__ = {"polymorphic_on": standing, "polymorphic_abstract": True}  # noqa: RUF012 - read from the class


class Award(AnyAward):
    """An award of the result that stands."""

    __mapper_args__ = {"polymorphic_identity": "live"}  # noqa: RUF012 - SQLAlchemy reads it from the class


class UndoneAward(AnyAward):
    """An award of a result that an act set aside."""

    __mapper_args__ = {"polymorphic_identity": "undone"}  # noqa: RUF012 - SQLAlchemy reads it from the class
