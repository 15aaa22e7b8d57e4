"""A contest goes back to a stage; what it undoes is kept."""

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None

CHECKS = {
    "to_state": "to_state IN ('evaluating', 'scored')",
    "by_act": "length(document) > 0 AND length(reason) > 0",
    "approved": "(run_id IS NULL) = (approved_by IS NULL)",
    "two_persons": "approved_by IS NULL OR approved_by <> undone_by",
}
REFERS = {
    "contest_id": "contest",
    "run_id": "allocation_run",
    "approved_by": "user_account",
    "undone_by": "user_account",
}


def upgrade() -> None:
    op.create_table(
        "undone_result",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("from_state", sa.String(12), nullable=False),
        sa.Column("to_state", sa.String(12), nullable=False),
        sa.Column("document", sa.String(120), nullable=False),
        sa.Column("reason", sa.String(400), nullable=False),
        sa.Column("run_id", sa.Integer()),
        sa.Column("approved_by", sa.Integer()),
        sa.Column("announced_at", sa.DateTime(timezone=True)),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("content_sha256", sa.String(64), nullable=False),
        sa.Column("undone_by", sa.Integer(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_undone_result"),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=f"fk_undone_result_{column}_{table}")
            for column, table in REFERS.items()
        ),
        sa.UniqueConstraint("contest_id", "number", name="uq_undone_result_contest_id_number"),
        *(sa.CheckConstraint(check, name=f"ck_undone_result_{name}") for name, check in CHECKS.items()),
    )
    op.create_index("ix_undone_result_contest_id", "undone_result", ["contest_id"])


def downgrade() -> None:
    op.drop_table("undone_result")
