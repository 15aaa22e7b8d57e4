"""A withdrawn file names the run that withdrew it: pages say when, and by which act."""

import sqlalchemy as sa
from alembic import op

revision = "0076"
down_revision = "0075"
branch_labels = None
depends_on = None

REFERS = "fk_withdrawn_file_run_id_retention_run"


def upgrade() -> None:
    with op.batch_alter_table("withdrawn_file") as batch:
        batch.add_column(sa.Column("run_id", sa.Integer(), nullable=True))
    # of earlier ones the last run that withdrew files, which nearly always is the only one
    op.execute(
        "UPDATE withdrawn_file SET run_id = (SELECT max(id) FROM retention_run "
        "WHERE state = 'applied' AND plan LIKE '%\"files\"%')"
    )
    with op.batch_alter_table("withdrawn_file") as batch:
        batch.alter_column("run_id", existing_type=sa.Integer(), nullable=False)
        batch.create_foreign_key(REFERS, "retention_run", ["run_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("withdrawn_file") as batch:
        batch.drop_constraint(REFERS, type_="foreignkey")
        batch.drop_column("run_id")
