"""What comes after an award: the signed agreement, its money paid and accounted for, its changes and its end."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contest_portal.allocation.models import Award
from contest_portal.kernel.database import Base
from contest_portal.kernel.money import Money
from contest_portal.kernel.sealed_columns import Sealed


class FollowUp(Base):
    """The life of an award from the signature of its agreement on; without a row it was not signed.

    `paid`, `accounted` and `returned` are counters that rise and fall with the rows below them, in one statement; what
    the group still answers for is `paid - accounted - returned` and never less than nothing.
    """

    __tablename__ = "follow_up"
    __table_args__ = (
        CheckConstraint("state IN ('running', 'settled', 'closed', 'annulled')", name="state"),
        CheckConstraint("(scan_sha256 IS NULL) = (scan_type IS NULL)", name="scan_has_a_type"),
        CheckConstraint(
            "(bank IS NULL) = (cci IS NULL) AND (bank IS NULL) = (holder IS NULL)", name="whole_account"
        ),
        CheckConstraint(
            "accounted >= 0 AND returned >= 0 AND accounted + returned <= paid AND paid <= amount",
            name="balance",
        ),
        CheckConstraint(
            "state NOT IN ('settled', 'closed') OR accounted + returned = paid", name="settled_is_even"
        ),
        CheckConstraint("state <> 'annulled' OR paid = returned", name="annulled_is_returned"),
        CheckConstraint(
            "(state IN ('settled', 'closed')) = (settlement_id IS NOT NULL AND settled_by IS NOT NULL)",
            name="settled",
        ),
        CheckConstraint(
            "(state = 'closed') = (closing_id IS NOT NULL AND closed_by IS NOT NULL)", name="closed"
        ),
        CheckConstraint("closed_by IS NULL OR closed_by <> settled_by", name="two_persons"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    award_id: Mapped[int] = mapped_column(ForeignKey("award.id"), unique=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("document.id"), unique=True)
    state: Mapped[str] = mapped_column(String(10), default="running")
    signed_on: Mapped[date]
    scan_sha256: Mapped[str | None] = mapped_column(String(64))
    scan_type: Mapped[str | None] = mapped_column(String(20))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    bank: Mapped[str | None] = mapped_column(Sealed("follow_up.bank"))
    cci: Mapped[str | None] = mapped_column(Sealed("follow_up.cci"))
    holder: Mapped[str | None] = mapped_column(Sealed("follow_up.holder"))
    amount: Mapped[Money]
    promised: Mapped[Money]
    paid: Mapped[Money] = mapped_column(default=Money(0))
    accounted: Mapped[Money] = mapped_column(default=Money(0))
    returned: Mapped[Money] = mapped_column(default=Money(0))
    settlement_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), unique=True)
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    closing_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), unique=True)
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    version: Mapped[int] = mapped_column(default=1)
    award: Mapped[Award] = relationship(lazy="raise_on_sql")
    instalments: Mapped[list["Instalment"]] = relationship(lazy="raise_on_sql", order_by="Instalment.number")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it from the class

    @property
    def balance(self) -> Money:
        """Give what the group still has to account for or to return."""
        return self.paid - self.accounted - self.returned


class Instalment(Base):
    """A transfer of the award: proposed, approved and paid by three people. `order_id` is its transfer order."""

    __tablename__ = "instalment"
    __table_args__ = (
        UniqueConstraint("follow_up_id", "number"),
        CheckConstraint("state IN ('planned', 'proposed', 'approved', 'paid')", name="state"),
        CheckConstraint("amount > 0 AND percent BETWEEN 1 AND 100", name="amount"),
        CheckConstraint("(state = 'planned') = (proposed_by IS NULL)", name="proposed"),
        CheckConstraint(
            "(state IN ('approved', 'paid')) = (approved_by IS NOT NULL AND order_id IS NOT NULL)",
            name="approved",
        ),
        CheckConstraint(
            "(state = 'paid') = (paid_by IS NOT NULL AND paid_on IS NOT NULL AND operation IS NOT NULL)",
            name="paid",
        ),
        CheckConstraint(
            "approved_by <> proposed_by AND paid_by <> proposed_by AND paid_by <> approved_by",
            name="three_persons",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    follow_up_id: Mapped[int] = mapped_column(ForeignKey("follow_up.id"), index=True)
    number: Mapped[int]
    percent: Mapped[int]
    amount: Mapped[Money]
    state: Mapped[str] = mapped_column(String(10), default="planned")
    proposed_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    order_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), unique=True)
    paid_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    paid_on: Mapped[date | None]
    operation: Mapped[str | None] = mapped_column(String(40))


class Noted:
    """A line that somebody notes and may void, with the reason; it stays to be seen."""

    id: Mapped[int] = mapped_column(primary_key=True)
    follow_up_id: Mapped[int] = mapped_column(ForeignKey("follow_up.id"), index=True)
    amount: Mapped[Money]
    on_date: Mapped[date]
    noted_at: Mapped[datetime]
    noted_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    voided_at: Mapped[datetime | None]
    void_reason: Mapped[str | None] = mapped_column(String(300))


class CounterpartDeposit(Noted, Base):
    """What the group put in of its own, with the paper that shows it."""

    __tablename__ = "counterpart_deposit"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("kind IN ('cash', 'kind', 'labour')", name="kind"),
        CheckConstraint("(voided_at IS NULL) = (void_reason IS NULL)", name="void_has_reason"),
    )

    kind: Mapped[str] = mapped_column(String(10))
    voucher: Mapped[str] = mapped_column(String(60))


class Expense(Noted, Base):
    """A line of the accounts. A voucher of a supplier counts once in the whole programme; a sworn statement has none.

    `item` is a line of the budget, such as `goods-1`, or `other` once an amendment changed the items.
    """

    __tablename__ = "expense"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("voucher_kind IN ('invoice', 'receipt', 'fee', 'sworn')", name="voucher_kind"),
        CheckConstraint("(voucher_kind = 'sworn') = (ruc IS NULL)", name="supplier"),
        CheckConstraint("ruc IS NULL OR length(ruc) = 11", name="ruc"),
        CheckConstraint("(voided_at IS NULL) = (void_reason IS NULL)", name="void_has_reason"),
        Index(
            "uq_expense_voucher",
            "ruc",
            "voucher_kind",
            "voucher_number",
            unique=True,
            sqlite_where=text("voided_at IS NULL"),
            postgresql_where=text("voided_at IS NULL"),
        ),
    )

    supplier: Mapped[str] = mapped_column(String(120))
    ruc: Mapped[str | None] = mapped_column(String(11))
    voucher_kind: Mapped[str] = mapped_column(String(10))
    voucher_number: Mapped[str] = mapped_column(String(30))
    item: Mapped[str] = mapped_column(String(20))


class AwardReturn(Noted, Base):
    """Money that the group gave back, with the deposit's number."""

    __tablename__ = "award_return"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("(voided_at IS NULL) = (void_reason IS NULL)", name="void_has_reason"),
    )

    voucher: Mapped[str] = mapped_column(String(60))


class AgreementChange(Base):
    """An amendment of an agreement: more time (`ends_on`), or other items; its document is the paper that is signed."""

    __tablename__ = "agreement_change"
    __table_args__ = (
        UniqueConstraint("follow_up_id", "number"),
        CheckConstraint("kind IN ('term', 'items')", name="kind"),
        CheckConstraint("(kind = 'term') = (ends_on IS NOT NULL)", name="term"),
        CheckConstraint("(kind = 'items') = (items IS NOT NULL)", name="items"),
        CheckConstraint("reason <> ''", name="reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    follow_up_id: Mapped[int] = mapped_column(ForeignKey("follow_up.id"), index=True)
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10))
    ends_on: Mapped[date | None]
    items: Mapped[str | None] = mapped_column(String(600))
    reason: Mapped[str] = mapped_column(String(300))
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), unique=True)
    noted_at: Mapped[datetime]
    noted_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
