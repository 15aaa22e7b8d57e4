"""What comes after an award: agreements signed, money paid and accounted for, changes, settlements."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "follow_up",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("award_id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("scan_sha256", sa.String(64)),
        sa.Column("scan_type", sa.String(20)),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("bank", sa.String(60)),
        sa.Column("cci", sa.String(20)),
        sa.Column("holder", sa.String(120)),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("promised", sa.BigInteger(), nullable=False),
        sa.Column("paid", sa.BigInteger(), nullable=False),
        sa.Column("accounted", sa.BigInteger(), nullable=False),
        sa.Column("returned", sa.BigInteger(), nullable=False),
        sa.Column("settlement_id", sa.Integer()),
        sa.Column("settled_by", sa.Integer()),
        sa.Column("closing_id", sa.Integer()),
        sa.Column("closed_by", sa.Integer()),
        sa.Column("version", sa.Integer(), nullable=False),
        *_references(
            "follow_up",
            award_id="award",
            agreement_id="document",
            settlement_id="document",
            settled_by="user_account",
            closing_id="document",
            closed_by="user_account",
        ),
        sa.UniqueConstraint("agreement_id", name="uq_follow_up_agreement_id"),
        sa.UniqueConstraint("award_id", name="uq_follow_up_award_id"),
        sa.UniqueConstraint("closing_id", name="uq_follow_up_closing_id"),
        sa.UniqueConstraint("settlement_id", name="uq_follow_up_settlement_id"),
        sa.CheckConstraint(
            "state IN ('running', 'settled', 'closed', 'annulled')", name="ck_follow_up_state"
        ),
        sa.CheckConstraint(
            "(state = 'closed') = (closing_id IS NOT NULL AND closed_by IS NOT NULL)",
            name="ck_follow_up_closed",
        ),
        sa.CheckConstraint(
            "state <> 'annulled' OR paid = returned", name="ck_follow_up_annulled_is_returned"
        ),
        sa.CheckConstraint("cci IS NULL OR length(cci) = 20", name="ck_follow_up_cci"),
        sa.CheckConstraint(
            "(scan_sha256 IS NULL) = (scan_type IS NULL)", name="ck_follow_up_scan_has_a_type"
        ),
        sa.CheckConstraint(
            "accounted >= 0 AND returned >= 0 AND accounted + returned <= paid AND paid <= amount",
            name="ck_follow_up_balance",
        ),
        sa.CheckConstraint("closed_by IS NULL OR closed_by <> settled_by", name="ck_follow_up_two_persons"),
        sa.CheckConstraint(
            "state NOT IN ('settled', 'closed') OR accounted + returned = paid",
            name="ck_follow_up_settled_is_even",
        ),
        sa.CheckConstraint(
            "(state IN ('settled', 'closed')) = (settlement_id IS NOT NULL AND settled_by IS NOT NULL)",
            name="ck_follow_up_settled",
        ),
        sa.CheckConstraint(
            "(bank IS NULL) = (cci IS NULL) AND (bank IS NULL) = (holder IS NULL)",
            name="ck_follow_up_whole_account",
        ),
    )
    op.create_table(
        "instalment",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("follow_up_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("proposed_by", sa.Integer()),
        sa.Column("approved_by", sa.Integer()),
        sa.Column("order_id", sa.Integer()),
        sa.Column("paid_by", sa.Integer()),
        sa.Column("paid_on", sa.Date()),
        sa.Column("operation", sa.String(40)),
        *_references(
            "instalment",
            follow_up_id="follow_up",
            proposed_by="user_account",
            approved_by="user_account",
            order_id="document",
            paid_by="user_account",
        ),
        sa.UniqueConstraint("follow_up_id", "number", name="uq_instalment_follow_up_id_number"),
        sa.UniqueConstraint("order_id", name="uq_instalment_order_id"),
        sa.CheckConstraint(
            "state IN ('planned', 'proposed', 'approved', 'paid')", name="ck_instalment_state"
        ),
        sa.CheckConstraint(
            "(state = 'paid') = (paid_by IS NOT NULL AND paid_on IS NOT NULL AND operation IS NOT NULL)",
            name="ck_instalment_paid",
        ),
        sa.CheckConstraint(
            "approved_by <> proposed_by AND paid_by <> proposed_by AND paid_by <> approved_by",
            name="ck_instalment_three_persons",
        ),
        sa.CheckConstraint("amount > 0 AND percent BETWEEN 1 AND 100", name="ck_instalment_amount"),
        sa.CheckConstraint("(state = 'planned') = (proposed_by IS NULL)", name="ck_instalment_proposed"),
        sa.CheckConstraint(
            "(state IN ('approved', 'paid')) = (approved_by IS NOT NULL AND order_id IS NOT NULL)",
            name="ck_instalment_approved",
        ),
    )
    op.create_index("ix_instalment_follow_up_id", "instalment", ["follow_up_id"])
    op.create_table(
        "counterpart_deposit",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("follow_up_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("voucher", sa.String(60), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by", sa.Integer(), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True)),
        sa.Column("void_reason", sa.String(300)),
        *_references("counterpart_deposit", follow_up_id="follow_up", noted_by="user_account"),
        sa.CheckConstraint("kind IN ('cash', 'kind', 'labour')", name="ck_counterpart_deposit_kind"),
        sa.CheckConstraint(
            "(voided_at IS NULL) = (void_reason IS NULL)", name="ck_counterpart_deposit_void_has_reason"
        ),
        sa.CheckConstraint("amount > 0", name="ck_counterpart_deposit_amount"),
    )
    op.create_index("ix_counterpart_deposit_follow_up_id", "counterpart_deposit", ["follow_up_id"])
    op.create_table(
        "expense",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("follow_up_id", sa.Integer(), nullable=False),
        sa.Column("supplier", sa.String(120), nullable=False),
        sa.Column("ruc", sa.String(11)),
        sa.Column("voucher_kind", sa.String(10), nullable=False),
        sa.Column("voucher_number", sa.String(30), nullable=False),
        sa.Column("item", sa.String(20), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by", sa.Integer(), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True)),
        sa.Column("void_reason", sa.String(300)),
        *_references("expense", follow_up_id="follow_up", noted_by="user_account"),
        sa.CheckConstraint("ruc IS NULL OR length(ruc) = 11", name="ck_expense_ruc"),
        sa.CheckConstraint(
            "voucher_kind IN ('invoice', 'receipt', 'fee', 'sworn')", name="ck_expense_voucher_kind"
        ),
        sa.CheckConstraint("(voucher_kind = 'sworn') = (ruc IS NULL)", name="ck_expense_supplier"),
        sa.CheckConstraint("(voided_at IS NULL) = (void_reason IS NULL)", name="ck_expense_void_has_reason"),
        sa.CheckConstraint("amount > 0", name="ck_expense_amount"),
    )
    op.create_index("ix_expense_follow_up_id", "expense", ["follow_up_id"])
    op.create_index(
        "uq_expense_voucher",
        "expense",
        ["ruc", "voucher_kind", "voucher_number"],
        unique=True,
        sqlite_where=sa.text("voided_at IS NULL"),
        postgresql_where=sa.text("voided_at IS NULL"),
    )
    op.create_table(
        "award_return",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("follow_up_id", sa.Integer(), nullable=False),
        sa.Column("voucher", sa.String(60), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by", sa.Integer(), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True)),
        sa.Column("void_reason", sa.String(300)),
        *_references("award_return", follow_up_id="follow_up", noted_by="user_account"),
        sa.CheckConstraint(
            "(voided_at IS NULL) = (void_reason IS NULL)", name="ck_award_return_void_has_reason"
        ),
        sa.CheckConstraint("amount > 0", name="ck_award_return_amount"),
    )
    op.create_index("ix_award_return_follow_up_id", "award_return", ["follow_up_id"])
    op.create_table(
        "agreement_change",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("follow_up_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("ends_on", sa.Date()),
        sa.Column("items", sa.String(600)),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by", sa.Integer(), nullable=False),
        *_references(
            "agreement_change", follow_up_id="follow_up", document_id="document", noted_by="user_account"
        ),
        sa.UniqueConstraint("document_id", name="uq_agreement_change_document_id"),
        sa.UniqueConstraint("follow_up_id", "number", name="uq_agreement_change_follow_up_id_number"),
        sa.CheckConstraint("(kind = 'items') = (items IS NOT NULL)", name="ck_agreement_change_items"),
        sa.CheckConstraint("reason <> ''", name="ck_agreement_change_reason"),
        sa.CheckConstraint("kind IN ('term', 'items')", name="ck_agreement_change_kind"),
        sa.CheckConstraint("(kind = 'term') = (ends_on IS NOT NULL)", name="ck_agreement_change_term"),
    )
    op.create_index("ix_agreement_change_follow_up_id", "agreement_change", ["follow_up_id"])


def downgrade() -> None:
    op.drop_table("agreement_change")
    op.drop_table("award_return")
    op.drop_table("expense")
    op.drop_table("counterpart_deposit")
    op.drop_table("instalment")
    op.drop_table("follow_up")


def _references(table: str, **columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_{table}_{column}_{to}")
        for column, to in columns.items()
    ]
