"""Groups observe their announced result; two people answer."""

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None

CHECKS = {
    "state": "state IN ('received', 'proposed', 'rejected', 'upheld')",
    "in_the_window": "received_at >= announced_at AND received_at < closes_at",
    "criterion_of_phase": "criterion_code IS NULL OR phase_code IS NOT NULL",
    "text": "text <> ''",
    "proposed": (
        "(state = 'received') = (proposed_by IS NULL AND proposed_at IS NULL AND outcome IS NULL AND answer IS NULL)"
    ),
    "outcome": "outcome IN ('reject', 'uphold')",
    "correction": "correction IS NULL OR outcome = 'uphold'",
    "decided": (
        "(state IN ('rejected', 'upheld')) = (decided_by IS NOT NULL AND decided_at IS NOT NULL "
        "AND answer_id IS NOT NULL)"
    ),
    "rejected": "state <> 'rejected' OR outcome = 'reject'",
    "upheld": "state <> 'upheld' OR outcome = 'uphold'",
    "two_persons": "decided_by IS NULL OR decided_by <> proposed_by",
}
REFERS = {
    "contest_id": "contest",
    "application_id": "application",
    "filed_by": "user_account",
    "document_id": "document",
    "proposed_by": "user_account",
    "decided_by": "user_account",
    "answer_id": "document",
}


def upgrade() -> None:
    op.create_table(
        "observation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("phase_code", sa.String(20)),
        sa.Column("criterion_code", sa.String(20)),
        sa.Column("text", sa.String(2000), nullable=False),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("on_paper", sa.Boolean(), nullable=False),
        sa.Column("filed_by", sa.Integer(), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(10)),
        sa.Column("answer", sa.String(2000)),
        sa.Column("correction", sa.Text()),
        sa.Column("proposed_by", sa.Integer()),
        sa.Column("proposed_at", sa.DateTime(timezone=True)),
        sa.Column("decided_by", sa.Integer()),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.Column("answer_id", sa.Integer()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_observation"),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=f"fk_observation_{column}_{table}")
            for column, table in REFERS.items()
        ),
        sa.UniqueConstraint("document_id", name="uq_observation_document_id"),
        sa.UniqueConstraint("answer_id", name="uq_observation_answer_id"),
        *(sa.CheckConstraint(check, name=f"ck_observation_{name}") for name, check in CHECKS.items()),
    )
    op.create_index("ix_observation_contest_id", "observation", ["contest_id"])
    op.create_index("ix_observation_application_id", "observation", ["application_id"])


def downgrade() -> None:
    op.drop_table("observation")
