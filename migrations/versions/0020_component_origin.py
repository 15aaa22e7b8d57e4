"""The line of a file that a component record came on, and the version and day the file gave it."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("component_record") as table:
        table.add_column(sa.Column("line", sa.Integer(), nullable=True))
        table.add_column(sa.Column("file_version", sa.Integer(), nullable=True))
        table.add_column(sa.Column("file_date", sa.Date(), nullable=True))
        table.create_check_constraint(
            "ck_component_record_file_version", "file_version IS NULL OR batch_id IS NOT NULL"
        )
        table.create_check_constraint(
            "ck_component_record_file_date", "(file_version IS NULL) = (file_date IS NULL)"
        )


def downgrade() -> None:
    with op.batch_alter_table("component_record") as table:
        table.drop_constraint("ck_component_record_file_date", type_="check")
        table.drop_constraint("ck_component_record_file_version", type_="check")
        table.drop_column("file_date")
        table.drop_column("file_version")
        table.drop_column("line")
