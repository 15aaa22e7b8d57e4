"""Requests of the person concerned, with the terms of personal data."""

import sqlalchemy as sa
from alembic import op

revision = "0065"
down_revision = "0064"
branch_labels = None
depends_on = None

CHECKS = {
    "kind": "kind IN ('access', 'rectification', 'cancellation', 'opposition')",
    "state": "state IN ('received', 'answered')",
    "outcome": "outcome IN ('granted', 'partly', 'denied')",
    "text": "text <> ''",
    "received_before_filed": "received_at <= filed_at",
    "answered": (
        "(state = 'answered') = (outcome IS NOT NULL AND answer IS NOT NULL AND answer_id IS NOT NULL "
        "AND answered_by IS NOT NULL AND answered_at IS NOT NULL)"
    ),
}
REFERS = {
    "person_id": "person",
    "office_id": "office",
    "filed_by": "user_account",
    "receipt_id": "document",
    "answered_by": "user_account",
    "answer_id": "document",
}


def upgrade() -> None:
    op.create_table(
        "privacy_term",
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_privacy_term"),
        sa.CheckConstraint("amount > 0", name="ck_privacy_term_amount"),
    )
    op.create_table(
        "person_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(14), nullable=False),
        sa.Column("text", sa.String(2000), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("on_paper", sa.Boolean(), nullable=False),
        sa.Column("filed_by", sa.Integer(), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("receipt_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(10)),
        sa.Column("answer", sa.String(2000)),
        sa.Column("answered_by", sa.Integer()),
        sa.Column("answered_at", sa.DateTime(timezone=True)),
        sa.Column("answer_id", sa.Integer()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_person_request"),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=f"fk_person_request_{column}_{table}")
            for column, table in REFERS.items()
        ),
        sa.UniqueConstraint("receipt_id", name="uq_person_request_receipt_id"),
        sa.UniqueConstraint("answer_id", name="uq_person_request_answer_id"),
        *(sa.CheckConstraint(check, name=f"ck_person_request_{name}") for name, check in CHECKS.items()),
    )
    op.create_index("ix_person_request_person_id", "person_request", ["person_id"])
    op.create_index("ix_person_request_due_on", "person_request", ["due_on"])


def downgrade() -> None:
    op.drop_table("person_request")
    op.drop_table("privacy_term")
