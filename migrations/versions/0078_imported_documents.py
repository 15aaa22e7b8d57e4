"""Documents that were issued elsewhere before a contest was brought in from a file, word for word."""

import sqlalchemy as sa
from alembic import op

revision = "0078"
down_revision = "0077"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("imported_bundle") as batch:
        batch.add_column(sa.Column("documents", sa.Text(), nullable=False, server_default="[]"))
    with op.batch_alter_table("imported_bundle") as batch:
        batch.alter_column("documents", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("imported_bundle") as batch:
        batch.drop_column("documents")
