"""Funds, contests, the frozen versions of their rules, and the guarded counters of their money."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contest_portal.accounts.models import Office
from contest_portal.kernel.database import Base
from contest_portal.kernel.money import Money


class ProductionLine(Base):
    """An entry of the catalogue of lines (guinea pigs, bread, honey, …). A row, never code."""

    __tablename__ = "production_line"

    code: Mapped[str] = mapped_column(String(30), primary_key=True)
    name: Mapped[str] = mapped_column(String(100), unique=True)


class Fund(Base):
    """Money of a programme for contests. `reserved` is what published contests hold of it."""

    __tablename__ = "fund"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("reserved BETWEEN 0 AND amount", name="reserved_within_amount"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), index=True)
    name: Mapped[str] = mapped_column(String(160), unique=True)
    source: Mapped[str] = mapped_column(String(160))
    year: Mapped[int]
    amount: Mapped[Money]
    reserved: Mapped[Money]
    version: Mapped[int] = mapped_column(default=1)
    office: Mapped[Office] = relationship(lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it from the class

    @property
    def free(self) -> Money:
        """Give what no published contest holds."""
        return self.amount - self.reserved


class Contest(Base):
    """A contest. `draft` is its rulebook while it is being designed; once published, `rulebook` is what counts."""

    __tablename__ = "contest"
    __table_args__ = (
        CheckConstraint(
            "state IN ('draft', 'published', 'evaluating', 'scored', 'allocated', 'announced')", name="state"
        ),
        CheckConstraint("(state = 'draft') = (published_at IS NULL)", name="published_at"),
        CheckConstraint(
            "published_at IS NULL OR (opens_at IS NOT NULL AND closes_at > opens_at)", name="window"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), index=True)
    fund_id: Mapped[int] = mapped_column(ForeignKey("fund.id"), index=True)
    state: Mapped[str] = mapped_column(String(12), default="draft")
    draft: Mapped[str] = mapped_column(Text)
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    grace_until: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    scored_at: Mapped[datetime | None]
    announced_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    office: Mapped[Office] = relationship(lazy="raise_on_sql")
    fund: Mapped[Fund] = relationship(lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it from the class

    @property
    def entries_end_at(self) -> datetime | None:
        """Give when the last entry may come: the closing, or the end of the grace."""
        return self.grace_until or self.closes_at


class ContestRulebook(Base):
    """A frozen version of a contest's rules: canonical JSON and its SHA-256. Version 1 is the call as published."""

    __tablename__ = "contest_rulebook"
    __table_args__ = (UniqueConstraint("contest_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"), index=True)
    version: Mapped[int]
    data: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    frozen_at: Mapped[datetime]
    frozen_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))


class Envelope(Base):
    """The money of one category of a published contest, or of another envelope of its rules, by its code.

    An envelope that holds others has here its common money alone. `committed` is what approved awards took of it.

    `by_rules` is what the rules in force give it; moves between envelopes, and what is left of one after its round of
    an approved allocation and goes up into the one around it, make `amount` differ from it.
    """

    __tablename__ = "envelope"
    __table_args__ = (
        UniqueConstraint("contest_id", "category_code"),
        CheckConstraint("amount >= 0", name="amount"),
        CheckConstraint("committed BETWEEN 0 AND amount", name="committed_within_amount"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"), index=True)
    category_code: Mapped[str] = mapped_column(String(20))
    amount: Mapped[Money]
    committed: Mapped[Money]
    by_rules: Mapped[Money]
