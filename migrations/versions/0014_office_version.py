"""Offices are edited on a page: each carries the version that an edit was read at."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("office") as office:
        office.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        office.create_check_constraint("ck_office_ruc", "ruc IS NULL OR length(ruc) = 11")
    with op.batch_alter_table("office") as office:
        office.alter_column("version", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("office") as office:
        office.drop_constraint("ck_office_ruc", type_="check")
        office.drop_column("version")
