"""The screening of what was received: defects, findings, decisions and cures."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "defect",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("curable", sa.Boolean(), nullable=False),
        sa.Column("section", sa.String(length=12), nullable=True),
        sa.Column("in_use", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_defect"),
        sa.UniqueConstraint("code", name="uq_defect_code"),
    )
    op.create_table(
        "screening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("cure_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("profile", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('open', 'cure', 'cured', 'admitted', 'rejected')", name="ck_screening_state"
        ),
        sa.CheckConstraint(
            "state NOT IN ('cure', 'cured') OR cure_until IS NOT NULL", name="ck_screening_cure_has_an_end"
        ),
        sa.CheckConstraint("profile IS NULL OR state = 'cure'", name="ck_screening_profile_only_in_cure"),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name="fk_screening_application_id_application"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_screening"),
        sa.UniqueConstraint("application_id", name="uq_screening_application_id"),
    )
    op.create_table(
        "screening_finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("screening_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("curable", sa.Boolean(), nullable=False),
        sa.Column("section", sa.String(length=12), nullable=True),
        sa.ForeignKeyConstraint(
            ["screening_id"], ["screening.id"], name="fk_screening_finding_screening_id_screening"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_screening_finding"),
        sa.UniqueConstraint("screening_id", "code", name="uq_screening_finding_screening_id_code"),
    )
    op.create_index("ix_screening_finding_screening_id", "screening_finding", ["screening_id"])
    op.create_table(
        "screening_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("screening_id", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("codes", sa.String(length=400), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "action IN ('admit', 'ask_cure', 'reject', 'lapse_reject', 'lapse_admit', 'reinstate')",
            name="ck_screening_decision_action",
        ),
        sa.CheckConstraint(
            "action NOT IN ('reject', 'reinstate') OR reason <> ''", name="ck_screening_decision_reason"
        ),
        sa.ForeignKeyConstraint(
            ["screening_id"], ["screening.id"], name="fk_screening_decision_screening_id_screening"
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name="fk_screening_decision_document_id_document"
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["user_account.id"], name="fk_screening_decision_decided_by_user_account"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_screening_decision"),
    )
    op.create_index("ix_screening_decision_screening_id", "screening_decision", ["screening_id"])


def downgrade() -> None:
    op.drop_table("screening_decision")
    op.drop_table("screening_finding")
    op.drop_table("screening")
    op.drop_table("defect")
