"""Jurors who do not come, and who sits in their place."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "juror_absence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("juror_id", sa.Integer(), nullable=False),
        sa.Column("substitute_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(reason) > 0", name="ck_juror_absence_reason"),
        sa.ForeignKeyConstraint(["juror_id"], ["juror.id"], name="fk_juror_absence_juror_id_juror"),
        sa.ForeignKeyConstraint(["substitute_id"], ["juror.id"], name="fk_juror_absence_substitute_id_juror"),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["user_account.id"], name="fk_juror_absence_recorded_by_user_account"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_juror_absence"),
        sa.UniqueConstraint("juror_id", name="uq_juror_absence_juror_id"),
        sa.UniqueConstraint("substitute_id", name="uq_juror_absence_substitute_id"),
    )


def downgrade() -> None:
    op.drop_table("juror_absence")
