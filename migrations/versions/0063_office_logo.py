"""The logo that stands at the head of an office's documents: a stored file."""

import sqlalchemy as sa
from alembic import op

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("office", sa.Column("logo_sha256", sa.String(64)))


def downgrade() -> None:
    with op.batch_alter_table("office") as office:
        office.drop_column("logo_sha256")
