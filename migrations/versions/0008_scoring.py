"""Attendance, sheets, marks and ranking."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attendance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("phase_code", sa.String(length=20), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("present", sa.Boolean(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name="fk_attendance_application_id_application"
        ),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name="fk_attendance_household_id_household"
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["user_account.id"], name="fk_attendance_recorded_by_user_account"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_attendance"),
        sa.UniqueConstraint(
            "application_id",
            "phase_code",
            "household_id",
            name="uq_attendance_application_id_phase_code_household_id",
        ),
    )
    op.create_index("ix_attendance_application_id", "attendance", ["application_id"], unique=False)

    op.create_table(
        "ranking_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("category_code", sa.String(length=20), nullable=False),
        sa.Column("standing", sa.String(length=14), nullable=False),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("total_numerator", sa.BigInteger(), nullable=True),
        sa.Column("total_denominator", sa.BigInteger(), nullable=True),
        sa.Column("total_units", sa.Integer(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.CheckConstraint("(standing = 'passed') = (place IS NOT NULL)", name="ck_ranking_line_place"),
        sa.CheckConstraint(
            "standing IN ('passed', 'below_pass', 'disqualified')", name="ck_ranking_line_standing"
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name="fk_ranking_line_application_id_application"
        ),
        sa.ForeignKeyConstraint(["contest_id"], ["contest.id"], name="fk_ranking_line_contest_id_contest"),
        sa.PrimaryKeyConstraint("id", name="pk_ranking_line"),
        sa.UniqueConstraint("contest_id", "application_id", name="uq_ranking_line_contest_id_application_id"),
    )
    op.create_index("ix_ranking_line_contest_id", "ranking_line", ["contest_id"], unique=False)

    op.create_table(
        "sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("juror_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("phase_code", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sealed_sha256", sa.String(length=64), nullable=True),
        sa.Column("returned_reason", sa.String(length=400), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'final') = (sealed_at IS NOT NULL AND sealed_sha256 IS NOT NULL)",
            name="ck_sheet_final_is_sealed",
        ),
        sa.CheckConstraint("state IN ('draft', 'final')", name="ck_sheet_state"),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name="fk_sheet_application_id_application"
        ),
        sa.ForeignKeyConstraint(["juror_id"], ["juror.id"], name="fk_sheet_juror_id_juror"),
        sa.PrimaryKeyConstraint("id", name="pk_sheet"),
        sa.UniqueConstraint(
            "juror_id", "application_id", "phase_code", name="uq_sheet_juror_id_application_id_phase_code"
        ),
    )
    op.create_index("ix_sheet_application_id", "sheet", ["application_id"], unique=False)
    op.create_index("ix_sheet_juror_id", "sheet", ["juror_id"], unique=False)

    op.create_table(
        "sheet_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("criterion_code", sa.String(length=20), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.CheckConstraint("units >= 0", name="ck_sheet_mark_units"),
        sa.ForeignKeyConstraint(
            ["sheet_id"], ["sheet.id"], name="fk_sheet_mark_sheet_id_sheet", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_sheet_mark"),
        sa.UniqueConstraint("sheet_id", "criterion_code", name="uq_sheet_mark_sheet_id_criterion_code"),
    )
    op.create_index("ix_sheet_mark_sheet_id", "sheet_mark", ["sheet_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_sheet_mark_sheet_id", table_name="sheet_mark")

    op.drop_table("sheet_mark")
    op.drop_index("ix_sheet_juror_id", table_name="sheet")
    op.drop_index("ix_sheet_application_id", table_name="sheet")

    op.drop_table("sheet")
    op.drop_index("ix_ranking_line_contest_id", table_name="ranking_line")

    op.drop_table("ranking_line")
    op.drop_index("ix_attendance_application_id", table_name="attendance")

    op.drop_table("attendance")
