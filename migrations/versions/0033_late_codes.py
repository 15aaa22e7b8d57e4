"""Codes for sending after the closing, and the end of a contest's grace."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("contest", sa.Column("grace_until", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "late_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_by", sa.Integer(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("state IN ('given', 'used', 'withdrawn')", name="ck_late_code_state"),
        sa.CheckConstraint("(state = 'used') = (used_at IS NOT NULL)", name="ck_late_code_used_has_its_day"),
        sa.CheckConstraint(
            "(state = 'withdrawn') = (withdrawn_at IS NOT NULL AND withdrawn_by IS NOT NULL)",
            name="ck_late_code_withdrawn_has_its_day",
        ),
        sa.CheckConstraint("valid_until > given_at", name="ck_late_code_valid_until"),
        sa.ForeignKeyConstraint(["contest_id"], ["contest.id"], name="fk_late_code_contest_id_contest"),
        sa.ForeignKeyConstraint(
            ["group_id"], ["producer_group.id"], name="fk_late_code_group_id_producer_group"
        ),
        sa.ForeignKeyConstraint(["given_by"], ["user_account.id"], name="fk_late_code_given_by_user_account"),
        sa.ForeignKeyConstraint(
            ["withdrawn_by"], ["user_account.id"], name="fk_late_code_withdrawn_by_user_account"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_late_code"),
        sa.UniqueConstraint("code", name="uq_late_code_code"),
    )
    op.create_index("ix_late_code_group_id", "late_code", ["group_id"])
    op.create_index(
        "uq_late_code_open",
        "late_code",
        ["contest_id", "group_id"],
        unique=True,
        sqlite_where=sa.text("state = 'given'"),
        postgresql_where=sa.text("state = 'given'"),
    )


def downgrade() -> None:
    op.drop_table("late_code")
    op.drop_column("contest", "grace_until")
