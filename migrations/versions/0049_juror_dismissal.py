"""The document by which a juror was taken out of a panel."""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("juror_absence", sa.Column("document", sa.String(120), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("juror_absence", "document")
