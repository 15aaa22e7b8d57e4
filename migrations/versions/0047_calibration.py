"""The calibration exercise."""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calibration",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("phase_code", sa.String(20), nullable=False),
        sa.Column("group_name", sa.String(120), nullable=False),
        sa.Column("profile", sa.Text(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shown_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["contest_id"], ["contest.id"], name="fk_calibration_contest_id_contest"),
        sa.UniqueConstraint("contest_id", name="uq_calibration_contest_id"),
        sa.CheckConstraint(
            "(state = 'shown') = (shown_at IS NOT NULL)", name="ck_calibration_shown_has_hour"
        ),
        sa.CheckConstraint("state IN ('open', 'shown')", name="ck_calibration_state"),
    )
    op.create_table(
        "calibration_sheet",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("calibration_id", sa.Integer(), nullable=False),
        sa.Column("juror_id", sa.Integer(), nullable=False),
        sa.Column("marks", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["calibration_id"], ["calibration.id"], name="fk_calibration_sheet_calibration_id_calibration"
        ),
        sa.ForeignKeyConstraint(
            ["juror_id"], ["juror.id"], name="fk_calibration_sheet_juror_id_juror", ondelete="CASCADE"
        ),
        sa.UniqueConstraint(
            "calibration_id", "juror_id", name="uq_calibration_sheet_calibration_id_juror_id"
        ),
    )
    op.create_index("ix_calibration_sheet_juror_id", "calibration_sheet", ["juror_id"])


def downgrade() -> None:
    op.drop_table("calibration_sheet")
    op.drop_table("calibration")
