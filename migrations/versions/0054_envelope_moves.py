"""Money moves between envelopes by acts; each envelope knows what the rules gave it."""

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None

CHECKS = {
    "state": "state IN ('proposed', 'approved', 'discarded')",
    "amount": "amount > 0",
    "reason": "reason <> ''",
    "two_places": (
        "(source_id IS NOT NULL OR target_id IS NOT NULL) AND (source_id <> target_id OR source_id IS NULL "
        "OR target_id IS NULL)"
    ),
    "decided": "(state = 'proposed') = (decided_at IS NULL AND decided_by IS NULL)",
    "act": "(state = 'approved') = (document_id IS NOT NULL)",
    "two_persons": "state <> 'approved' OR decided_by <> proposed_by",
}
REFERS = {
    "contest_id": "contest",
    "source_id": "envelope",
    "target_id": "envelope",
    "proposed_by": "user_account",
    "decided_by": "user_account",
    "document_id": "document",
    "run_id": "allocation_run",
}


def upgrade() -> None:
    with op.batch_alter_table("envelope") as envelope:
        envelope.add_column(sa.Column("by_rules", sa.BigInteger(), nullable=False, server_default="0"))
    op.execute("UPDATE envelope SET by_rules = amount")
    with op.batch_alter_table("envelope") as envelope:
        envelope.alter_column("by_rules", server_default=None)
    op.create_table(
        "envelope_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer()),
        sa.Column("target_id", sa.Integer()),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.Column("decided_by", sa.Integer()),
        sa.Column("document_id", sa.Integer()),
        sa.Column("run_id", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name="pk_envelope_move"),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=f"fk_envelope_move_{column}_{table}")
            for column, table in REFERS.items()
        ),
        sa.UniqueConstraint("document_id", name="uq_envelope_move_document_id"),
        *(sa.CheckConstraint(check, name=f"ck_envelope_move_{name}") for name, check in CHECKS.items()),
    )
    op.create_index("ix_envelope_move_contest_id", "envelope_move", ["contest_id"])
    op.create_index(
        "uq_envelope_move_open",
        "envelope_move",
        ["contest_id"],
        unique=True,
        sqlite_where=sa.text("state = 'proposed'"),
        postgresql_where=sa.text("state = 'proposed'"),
    )


def downgrade() -> None:
    op.drop_table("envelope_move")
    with op.batch_alter_table("envelope") as envelope:
        envelope.drop_column("by_rules")
