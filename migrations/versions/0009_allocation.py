"""Allocation runs and awards."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "allocation_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("inputs", sa.Text(), nullable=False),
        sa.Column("inputs_sha256", sa.String(length=64), nullable=False),
        sa.Column("result_sha256", sa.String(length=64), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by", sa.Integer(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'approved') = (approved_by IS NOT NULL AND approved_at IS NOT NULL)",
            name="ck_allocation_run_approved_by",
        ),
        sa.CheckConstraint("state IN ('proposed', 'approved', 'discarded')", name="ck_allocation_run_state"),
        sa.CheckConstraint(
            "approved_by IS NULL OR approved_by <> proposed_by", name="ck_allocation_run_two_persons"
        ),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["user_account.id"], name="fk_allocation_run_approved_by_user_account"
        ),
        sa.ForeignKeyConstraint(["contest_id"], ["contest.id"], name="fk_allocation_run_contest_id_contest"),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["user_account.id"], name="fk_allocation_run_proposed_by_user_account"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_allocation_run"),
    )
    op.create_index("ix_allocation_run_contest_id", "allocation_run", ["contest_id"], unique=False)
    op.create_index(
        "uq_allocation_run_live",
        "allocation_run",
        ["contest_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('proposed', 'approved')"),
        postgresql_where=sa.text("state IN ('proposed', 'approved')"),
    )

    op.create_table(
        "allocation_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("category_code", sa.String(length=20), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=14), nullable=False),
        sa.Column("requested", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("balance", sa.BigInteger(), nullable=False),
        sa.Column("reserve_order", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.CheckConstraint("(outcome = 'awarded') = (amount > 0)", name="ck_allocation_line_amount"),
        sa.CheckConstraint(
            "(outcome = 'reserve') = (reserve_order IS NOT NULL)", name="ck_allocation_line_reserve_order"
        ),
        sa.CheckConstraint(
            "outcome IN ('awarded', 'reserve', 'below_pass', 'disqualified')",
            name="ck_allocation_line_outcome",
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name="fk_allocation_line_application_id_application"
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["allocation_run.id"], name="fk_allocation_line_run_id_allocation_run"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_allocation_line"),
        sa.UniqueConstraint("run_id", "application_id", name="uq_allocation_line_run_id_application_id"),
        sa.UniqueConstraint("run_id", "step", name="uq_allocation_line_run_id_step"),
    )
    op.create_index("ix_allocation_line_application_id", "allocation_line", ["application_id"], unique=False)
    op.create_index("ix_allocation_line_run_id", "allocation_line", ["run_id"], unique=False)

    op.create_table(
        "award",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("envelope_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("goods", sa.BigInteger(), nullable=False),
        sa.Column("assistance", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("state IN ('granted', 'void')", name="ck_award_state"),
        sa.CheckConstraint(
            "amount > 0 AND goods >= 0 AND assistance >= 0 AND goods + assistance = amount",
            name="ck_award_parts",
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name="fk_award_application_id_application"
        ),
        sa.ForeignKeyConstraint(["contest_id"], ["contest.id"], name="fk_award_contest_id_contest"),
        sa.ForeignKeyConstraint(["envelope_id"], ["envelope.id"], name="fk_award_envelope_id_envelope"),
        sa.ForeignKeyConstraint(["run_id"], ["allocation_run.id"], name="fk_award_run_id_allocation_run"),
        sa.PrimaryKeyConstraint("id", name="pk_award"),
        sa.UniqueConstraint("application_id", name="uq_award_application_id"),
    )
    op.create_index("ix_award_contest_id", "award", ["contest_id"], unique=False)
    op.create_index("ix_award_envelope_id", "award", ["envelope_id"], unique=False)
    op.create_index("ix_award_run_id", "award", ["run_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_award_run_id", table_name="award")
    op.drop_index("ix_award_envelope_id", table_name="award")
    op.drop_index("ix_award_contest_id", table_name="award")

    op.drop_table("award")
    op.drop_index("ix_allocation_line_run_id", table_name="allocation_line")
    op.drop_index("ix_allocation_line_application_id", table_name="allocation_line")

    op.drop_table("allocation_line")
    op.drop_index(
        "uq_allocation_run_live",
        table_name="allocation_run",
        sqlite_where=sa.text("state IN ('proposed', 'approved')"),
        postgresql_where=sa.text("state IN ('proposed', 'approved')"),
    )
    op.drop_index("ix_allocation_run_contest_id", table_name="allocation_run")

    op.drop_table("allocation_run")
