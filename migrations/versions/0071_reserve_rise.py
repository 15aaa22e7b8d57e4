"""Money goes up from an envelope to the one around it for a call of the reserve."""

import sqlalchemy as sa
from alembic import op

revision = "0071"
down_revision = "0070"
branch_labels = None
depends_on = None

REFERS = {"call_id": "reserve_call", "source_id": "envelope"}


def upgrade() -> None:
    op.create_table(
        "reserve_rise",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reserve_rise"),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=f"fk_reserve_rise_{column}_{table}")
            for column, table in REFERS.items()
        ),
        sa.UniqueConstraint("call_id", "source_id", name="uq_reserve_rise_call_id_source_id"),
        sa.CheckConstraint("amount > 0", name="ck_reserve_rise_amount"),
    )
    op.create_index("ix_reserve_rise_source_id", "reserve_rise", ["source_id"])


def downgrade() -> None:
    op.drop_table("reserve_rise")
