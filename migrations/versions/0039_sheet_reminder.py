"""Reminders to jurors whose sheets are missing."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sheet_reminder",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("juror_id", sa.Integer(), nullable=False),
        sa.Column("missing", sa.Integer(), nullable=False),
        sa.Column("told_by", sa.Integer(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(
            ["juror_id"], ["juror.id"], name="fk_sheet_reminder_juror_id_juror", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["told_by"], ["user_account.id"], name="fk_sheet_reminder_told_by_user_account"
        ),
        sa.CheckConstraint("missing > 0", name="ck_sheet_reminder_missing"),
        sa.CheckConstraint("read_at IS NULL OR read_at >= told_at", name="ck_sheet_reminder_read_after_told"),
    )
    op.create_index("ix_sheet_reminder_juror_id", "sheet_reminder", ["juror_id"])


def downgrade() -> None:
    op.drop_table("sheet_reminder")
