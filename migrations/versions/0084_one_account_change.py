"""A second factor that was taken off is a change of the account, with its reason, like any other."""

import sqlalchemy as sa
from alembic import op

revision = "0084"
down_revision = "0083"
branch_labels = None
depends_on = None

_REASON = "(kind = 'factor_off') = (reason IS NOT NULL AND reason <> '')"


def upgrade() -> None:
    with op.batch_alter_table("account_change") as change:
        change.add_column(sa.Column("reason", sa.String(300)))
        change.create_check_constraint("ck_account_change_reason", _REASON)
    op.execute(
        "INSERT INTO account_change (user_id, kind, changed_by, changed_at, reason, told_at) "
        "SELECT user_id, 'factor_off', reset_by, reset_at, reason, told_at FROM second_factor_reset ORDER BY id"
    )
    op.drop_table("second_factor_reset")


def downgrade() -> None:
    op.create_table(
        "second_factor_reset",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("reset_by", sa.Integer()),
        sa.Column("reset_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_second_factor_reset"),
        _of_user("user_id"),
        _of_user("reset_by"),
        sa.CheckConstraint("reason <> ''", name="ck_second_factor_reset_reason"),
        sa.CheckConstraint("reset_by <> user_id", name="ck_second_factor_reset_two_persons"),
    )
    op.create_index("ix_second_factor_reset_user_id", "second_factor_reset", ["user_id"])
    op.execute(
        "INSERT INTO second_factor_reset (user_id, reset_by, reset_at, reason, told_at) "
        "SELECT user_id, changed_by, changed_at, reason, told_at FROM account_change "
        "WHERE kind = 'factor_off' ORDER BY id"
    )
    op.execute("DELETE FROM account_change WHERE kind = 'factor_off'")
    with op.batch_alter_table("account_change") as change:
        change.drop_constraint("ck_account_change_reason", type_="check")
        change.drop_column("reason")


def _of_user(column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], ["user_account.id"], name=f"fk_second_factor_reset_{column}_user_account"
    )
