"""What was decided of ties between jurors and groups."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "tie_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("juror_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("is_conflict", sa.Boolean(), nullable=False),
        sa.Column("keys", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(reason) > 0", name="ck_tie_decision_reason"),
        sa.ForeignKeyConstraint(["juror_id"], ["juror.id"], name="fk_tie_decision_juror_id_juror"),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name="fk_tie_decision_application_id_application"
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["user_account.id"], name="fk_tie_decision_decided_by_user_account"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_tie_decision"),
    )
    op.create_index("ix_tie_decision_juror_id", "tie_decision", ["juror_id"])
    op.create_index("ix_tie_decision_application_id", "tie_decision", ["application_id"])


def downgrade() -> None:
    op.drop_table("tie_decision")
