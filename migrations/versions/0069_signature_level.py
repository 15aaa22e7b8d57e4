"""Whether a signed file carries the word of the authorities that its certificates held."""

import sqlalchemy as sa
from alembic import op

revision = "0069"
down_revision = "0068"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "document_signature",
        sa.Column("has_revocation", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    with op.batch_alter_table("document_signature") as table:
        table.alter_column("has_revocation", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("document_signature") as table:
        table.drop_column("has_revocation")
