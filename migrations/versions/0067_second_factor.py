"""A second factor at signing in, codes for a lost telephone, and who took one off."""

import sqlalchemy as sa
from alembic import op

revision = "0067"
down_revision = "0066"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "second_factor",
        sa.Column("user_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("secret", sa.String(200), nullable=False),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.Column("enrolled_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name="pk_second_factor"),
        _of_user("second_factor", "user_id"),
        sa.CheckConstraint("last_step >= 0", name="ck_second_factor_last_step"),
    )
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_recovery_code"),
        _of_user("recovery_code", "user_id"),
        sa.UniqueConstraint("user_id", "code_hash", name="uq_recovery_code_user_id_code_hash"),
    )
    op.create_index("ix_recovery_code_user_id", "recovery_code", ["user_id"])
    op.create_table(
        "second_factor_reset",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("reset_by", sa.Integer()),
        sa.Column("reset_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_second_factor_reset"),
        _of_user("second_factor_reset", "user_id"),
        _of_user("second_factor_reset", "reset_by"),
        sa.CheckConstraint("reason <> ''", name="ck_second_factor_reset_reason"),
        sa.CheckConstraint("reset_by <> user_id", name="ck_second_factor_reset_two_persons"),
    )
    op.create_index("ix_second_factor_reset_user_id", "second_factor_reset", ["user_id"])


def downgrade() -> None:
    op.drop_table("second_factor_reset")
    op.drop_table("recovery_code")
    op.drop_table("second_factor")


def _of_user(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["user_account.id"], name=f"fk_{table}_{column}_user_account")
