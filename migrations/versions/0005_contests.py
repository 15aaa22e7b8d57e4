"""Funds, contests, rulebooks and envelopes."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "production_line",
        sa.Column("code", sa.String(length=30), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_production_line"),
        sa.UniqueConstraint("name", name="uq_production_line_name"),
    )
    op.create_table(
        "fund",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("source", sa.String(length=160), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("reserved", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount > 0", name="ck_fund_amount"),
        sa.CheckConstraint("reserved BETWEEN 0 AND amount", name="ck_fund_reserved_within_amount"),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name="fk_fund_office_id_office"),
        sa.PrimaryKeyConstraint("id", name="pk_fund"),
        sa.UniqueConstraint("name", name="uq_fund_name"),
    )
    op.create_index("ix_fund_office_id", "fund", ["office_id"], unique=False)

    op.create_table(
        "contest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("fund_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("draft", sa.Text(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("scored_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'draft') = (published_at IS NULL)", name="ck_contest_published_at"),
        sa.CheckConstraint(
            "state IN ('draft', 'published', 'evaluating', 'scored', 'allocated', 'announced')",
            name="ck_contest_state",
        ),
        sa.CheckConstraint(
            "published_at IS NULL OR (opens_at IS NOT NULL AND closes_at > opens_at)",
            name="ck_contest_window",
        ),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name="fk_contest_fund_id_fund"),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name="fk_contest_office_id_office"),
        sa.PrimaryKeyConstraint("id", name="pk_contest"),
        sa.UniqueConstraint("code", name="uq_contest_code"),
    )
    op.create_index("ix_contest_fund_id", "contest", ["fund_id"], unique=False)
    op.create_index("ix_contest_office_id", "contest", ["office_id"], unique=False)

    op.create_table(
        "contest_rulebook",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("frozen_by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["contest.id"], name="fk_contest_rulebook_contest_id_contest"
        ),
        sa.ForeignKeyConstraint(
            ["frozen_by"], ["user_account.id"], name="fk_contest_rulebook_frozen_by_user_account"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_contest_rulebook"),
        sa.UniqueConstraint("contest_id", "version", name="uq_contest_rulebook_contest_id_version"),
    )
    op.create_index("ix_contest_rulebook_contest_id", "contest_rulebook", ["contest_id"], unique=False)

    op.create_table(
        "envelope",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("category_code", sa.String(length=20), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("committed", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount >= 0", name="ck_envelope_amount"),
        sa.CheckConstraint("committed BETWEEN 0 AND amount", name="ck_envelope_committed_within_amount"),
        sa.ForeignKeyConstraint(["contest_id"], ["contest.id"], name="fk_envelope_contest_id_contest"),
        sa.PrimaryKeyConstraint("id", name="pk_envelope"),
        sa.UniqueConstraint("contest_id", "category_code", name="uq_envelope_contest_id_category_code"),
    )
    op.create_index("ix_envelope_contest_id", "envelope", ["contest_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_envelope_contest_id", table_name="envelope")

    op.drop_table("envelope")
    op.drop_index("ix_contest_rulebook_contest_id", table_name="contest_rulebook")

    op.drop_table("contest_rulebook")
    op.drop_index("ix_contest_office_id", table_name="contest")
    op.drop_index("ix_contest_fund_id", table_name="contest")

    op.drop_table("contest")
    op.drop_index("ix_fund_office_id", table_name="fund")

    op.drop_table("fund")
    op.drop_table("production_line")
