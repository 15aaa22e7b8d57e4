"""Sessions that were left, so that their cookies open nothing; temporary passwords that lapse."""

import sqlalchemy as sa
from alembic import op

revision = "0080"
down_revision = "0079"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ended_session",
        sa.Column("key_hash", sa.String(64), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key_hash", name="pk_ended_session"),
        sa.CheckConstraint("length(key_hash) = 64", name="ck_ended_session_key_hash"),
    )
    op.create_index("ix_ended_session_ended_at", "ended_session", ["ended_at"])
    op.add_column("user_account", sa.Column("must_change_by", sa.DateTime(timezone=True)))


def downgrade() -> None:
    op.drop_column("user_account", "must_change_by")
    op.drop_table("ended_session")
