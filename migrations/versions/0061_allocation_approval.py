"""Each step of the approval of an allocation has its row; what was approved before had one step."""

import sqlalchemy as sa
from alembic import op

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None

CHECKS = {
    "step": "step BETWEEN 1 AND 4",
    "outcome": "outcome IN ('approved', 'refused')",
    "reason": "(outcome = 'refused') = (reason IS NOT NULL AND reason <> '')",
}
REFERS = {"run_id": "allocation_run", "decided_by": "user_account"}


def upgrade() -> None:
    op.create_table(
        "allocation_approval",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(10), nullable=False),
        sa.Column("reason", sa.String(300)),
        sa.Column("decided_by", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("inputs_sha256", sa.String(64), nullable=False),
        sa.Column("result_sha256", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_allocation_approval"),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=f"fk_allocation_approval_{column}_{table}"
            )
            for column, table in REFERS.items()
        ),
        sa.UniqueConstraint("run_id", "step", name="uq_allocation_approval_run_id_step"),
        sa.UniqueConstraint("run_id", "decided_by", name="uq_allocation_approval_run_id_decided_by"),
        *(sa.CheckConstraint(check, name=f"ck_allocation_approval_{name}") for name, check in CHECKS.items()),
    )
    op.create_index("ix_allocation_approval_run_id", "allocation_approval", ["run_id"])
    op.execute(
        "INSERT INTO allocation_approval "
        "(run_id, step, outcome, decided_by, decided_at, inputs_sha256, result_sha256) "
        "SELECT id, 1, 'approved', approved_by, approved_at, inputs_sha256, result_sha256 "
        "FROM allocation_run WHERE state = 'approved' ORDER BY id"
    )


def downgrade() -> None:
    op.drop_table("allocation_approval")
