"""Calls of the reserve list: who is offered money that became free, until when, and what came of it."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from contest_portal.kernel.database import Base
from contest_portal.kernel.money import Money


class AnyReserveCall(Base):
    """A group of the reserve list that is called. From the call to the answer the envelope holds the amount for it.

    Proposed, it waits for a second person; called, it has its letter and the last day to answer. It goes aside with the
    result whose list it was of, as awards do.
    """

    __tablename__ = "reserve_call"
    __table_args__ = (
        CheckConstraint(
            "state IN ('proposed', 'discarded', 'called', 'accepted', 'declined', 'lapsed')", name="state"
        ),
        CheckConstraint("standing IN ('live', 'undone')", name="standing"),
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("reason <> ''", name="reason"),
        CheckConstraint(
            "(state IN ('proposed', 'discarded')) = (called_at IS NULL AND called_by IS NULL AND document_id IS NULL "
            "AND expires_on IS NULL)",
            name="called",
        ),
        CheckConstraint("called_by IS NULL OR called_by <> proposed_by", name="two_persons"),
        CheckConstraint(
            "(state IN ('accepted', 'declined', 'lapsed')) = (answered_at IS NOT NULL AND answered_by IS NOT NULL "
            "AND note <> '')",
            name="answered",
        ),
        CheckConstraint("(state = 'accepted') = (award_id IS NOT NULL)", name="award"),
        Index(
            "uq_reserve_call_once",
            "application_id",
            unique=True,
            sqlite_where=text("state <> 'discarded' AND standing = 'live'"),
            postgresql_where=text("state <> 'discarded' AND standing = 'live'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"), index=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("allocation_run.id"))
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    envelope_id: Mapped[int] = mapped_column(ForeignKey("envelope.id"), index=True)
    standing: Mapped[str] = mapped_column(String(6), default="live")
    state: Mapped[str] = mapped_column(String(10), default="proposed")
    amount: Mapped[Money]
    reason: Mapped[str] = mapped_column(String(300))
    proposed_at: Mapped[datetime]
    proposed_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    called_at: Mapped[datetime | None]
    called_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), unique=True)
    expires_on: Mapped[date | None]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    note: Mapped[str] = mapped_column(String(300), default="")
    award_id: Mapped[int | None] = mapped_column(ForeignKey("award.id"), unique=True)

    __mapper_args__ = {"polymorphic_on": standing, "polymorphic_abstract": True}  # noqa: RUF012 - read from the class


class ReserveCall(AnyReserveCall):
    """A call of the result that stands."""

    __mapper_args__ = {"polymorphic_identity": "live"}  # noqa: RUF012 - SQLAlchemy reads it from the class


class UndoneReserveCall(AnyReserveCall):
    """A call of a result that an act set aside."""

    __mapper_args__ = {"polymorphic_identity": "undone"}  # noqa: RUF012 - SQLAlchemy reads it from the class


class ReserveRise(Base):
    """A part of what a call offers that goes up from an envelope inside the one that calls; moved with the call."""

    __tablename__ = "reserve_rise"
    __table_args__ = (
        UniqueConstraint("call_id", "source_id"),
        CheckConstraint("amount > 0", name="amount"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("reserve_call.id"))
    source_id: Mapped[int] = mapped_column(ForeignKey("envelope.id"), index=True)
    amount: Mapped[Money]
