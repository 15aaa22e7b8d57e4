"""Stored files that were withdrawn when their term was over: only the hash stays."""

import sqlalchemy as sa
from alembic import op

revision = "0075"
down_revision = "0074"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "withdrawn_file",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_withdrawn_file"),
        sa.CheckConstraint("length(sha256) = 64", name="ck_withdrawn_file_sha256"),
    )


def downgrade() -> None:
    op.drop_table("withdrawn_file")
