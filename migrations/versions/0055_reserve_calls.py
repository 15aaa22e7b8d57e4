"""Groups of the reserve list are called when money becomes free."""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None

CHECKS = {
    "state": "state IN ('proposed', 'discarded', 'called', 'accepted', 'declined', 'lapsed')",
    "amount": "amount > 0",
    "reason": "reason <> ''",
    "called": (
        "(state IN ('proposed', 'discarded')) = (called_at IS NULL AND called_by IS NULL AND document_id IS NULL "
        "AND expires_on IS NULL)"
    ),
    "two_persons": "called_by IS NULL OR called_by <> proposed_by",
    "answered": (
        "(state IN ('accepted', 'declined', 'lapsed')) = (answered_at IS NOT NULL AND answered_by IS NOT NULL "
        "AND note <> '')"
    ),
    "award": "(state = 'accepted') = (award_id IS NOT NULL)",
}
REFERS = {
    "contest_id": "contest",
    "run_id": "allocation_run",
    "application_id": "application",
    "envelope_id": "envelope",
    "proposed_by": "user_account",
    "called_by": "user_account",
    "document_id": "document",
    "answered_by": "user_account",
    "award_id": "award",
}


def upgrade() -> None:
    op.create_table(
        "reserve_call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("envelope_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True)),
        sa.Column("called_by", sa.Integer()),
        sa.Column("document_id", sa.Integer()),
        sa.Column("expires_on", sa.Date()),
        sa.Column("answered_at", sa.DateTime(timezone=True)),
        sa.Column("answered_by", sa.Integer()),
        sa.Column("note", sa.String(300), nullable=False),
        sa.Column("award_id", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name="pk_reserve_call"),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=f"fk_reserve_call_{column}_{table}")
            for column, table in REFERS.items()
        ),
        sa.UniqueConstraint("document_id", name="uq_reserve_call_document_id"),
        sa.UniqueConstraint("award_id", name="uq_reserve_call_award_id"),
        *(sa.CheckConstraint(check, name=f"ck_reserve_call_{name}") for name, check in CHECKS.items()),
    )
    op.create_index("ix_reserve_call_contest_id", "reserve_call", ["contest_id"])
    op.create_index("ix_reserve_call_envelope_id", "reserve_call", ["envelope_id"])
    op.create_index(
        "uq_reserve_call_once",
        "reserve_call",
        ["application_id"],
        unique=True,
        sqlite_where=sa.text("state <> 'discarded'"),
        postgresql_where=sa.text("state <> 'discarded'"),
    )


def downgrade() -> None:
    op.drop_table("reserve_call")
