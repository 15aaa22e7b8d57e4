"""Envelopes lie inside others: a step tells its envelope, and what is left goes up by a step of its own."""

import sqlalchemy as sa
from alembic import op

revision = "0064"
down_revision = "0063"
branch_labels = None
depends_on = None

REFERS = {"run_id": "allocation_run", "source_id": "envelope", "target_id": "envelope"}


def upgrade() -> None:
    with op.batch_alter_table("allocation_line") as line:
        line.add_column(sa.Column("pot_code", sa.String(20), nullable=False, server_default=""))
    with op.batch_alter_table("allocation_line") as line:
        line.alter_column("pot_code", server_default=None)
    op.create_table(
        "allocation_spill",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_allocation_spill"),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=f"fk_allocation_spill_{column}_{table}")
            for column, table in REFERS.items()
        ),
        sa.UniqueConstraint("run_id", "step", name="uq_allocation_spill_run_id_step"),
        sa.UniqueConstraint("run_id", "source_id", name="uq_allocation_spill_run_id_source_id"),
        sa.CheckConstraint("amount > 0", name="ck_allocation_spill_amount"),
        sa.CheckConstraint("source_id <> target_id", name="ck_allocation_spill_two_places"),
    )
    op.create_index("ix_allocation_spill_run_id", "allocation_spill", ["run_id"])


def downgrade() -> None:
    op.drop_table("allocation_spill")
    with op.batch_alter_table("allocation_line") as line:
        line.drop_column("pot_code")
