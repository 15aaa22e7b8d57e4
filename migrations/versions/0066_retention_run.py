"""Runs of the rules of keeping, decided by two people; holds on contests under review; reasons that name somebody."""

import sqlalchemy as sa
from alembic import op

revision = "0066"
down_revision = "0065"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "retention_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("plan_sha256", sa.String(64), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Integer()),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_retention_run"),
        *(
            sa.ForeignKeyConstraint([name], ["user_account.id"], name=f"fk_retention_run_{name}_user_account")
            for name in ("proposed_by", "decided_by")
        ),
        sa.CheckConstraint("state IN ('proposed', 'applied', 'discarded')", name="ck_retention_run_state"),
        sa.CheckConstraint("reason <> ''", name="ck_retention_run_reason"),
        sa.CheckConstraint(
            "(state = 'proposed') = (decided_by IS NULL AND decided_at IS NULL)",
            name="ck_retention_run_decided",
        ),
        sa.CheckConstraint(
            "state <> 'applied' OR decided_by <> proposed_by", name="ck_retention_run_two_persons"
        ),
    )
    _one_of("uq_retention_run_waiting", "retention_run", "state", "state = 'proposed'")
    op.create_table(
        "legal_hold",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("placed_by", sa.Integer(), nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_by", sa.Integer()),
        sa.Column("lifted_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_legal_hold"),
        sa.ForeignKeyConstraint(["contest_id"], ["contest.id"], name="fk_legal_hold_contest_id_contest"),
        *(
            sa.ForeignKeyConstraint([name], ["user_account.id"], name=f"fk_legal_hold_{name}_user_account")
            for name in ("placed_by", "lifted_by")
        ),
        sa.CheckConstraint("reason <> ''", name="ck_legal_hold_reason"),
        sa.CheckConstraint("(lifted_by IS NULL) = (lifted_at IS NULL)", name="ck_legal_hold_lifted"),
    )
    _one_of("uq_legal_hold_in_force", "legal_hold", "contest_id", "lifted_at IS NULL")
    op.create_table(
        "withheld_reason",
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("sheet_id", name="pk_withheld_reason"),
        sa.ForeignKeyConstraint(["sheet_id"], ["sheet.id"], name="fk_withheld_reason_sheet_id_sheet"),
    )


def downgrade() -> None:
    op.drop_table("withheld_reason")
    op.drop_table("legal_hold")
    op.drop_table("retention_run")


def _one_of(name: str, table: str, column: str, condition: str) -> None:
    where = sa.text(condition)
    op.create_index(name, table, [column], unique=True, sqlite_where=where, postgresql_where=where)
