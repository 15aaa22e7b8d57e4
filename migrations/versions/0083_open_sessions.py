"""Open sessions, for the list that each person has of the own ones."""

import sqlalchemy as sa
from alembic import op

revision = "0083"
down_revision = "0081"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "open_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("key_hash", sa.String(64), nullable=False),
        sa.Column("device", sa.String(20), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_open_session"),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name="fk_open_session_user_id_user_account"
        ),
        sa.UniqueConstraint("key_hash", name="uq_open_session_key_hash"),
        sa.CheckConstraint("length(key_hash) = 64", name="ck_open_session_key_hash"),
        sa.CheckConstraint("device <> ''", name="ck_open_session_device"),
    )
    op.create_index("ix_open_session_user_id", "open_session", ["user_id"])


def downgrade() -> None:
    op.drop_table("open_session")
