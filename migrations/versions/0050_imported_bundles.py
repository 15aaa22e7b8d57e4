"""Contests that were brought in from a file, and what is told of their groups."""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "imported_group",
        sa.Column("application_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("households", sa.Integer(), nullable=False),
        sa.Column("women", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name="fk_imported_group_application_id_application"
        ),
        sa.CheckConstraint("households >= 0 AND women >= 0", name="ck_imported_group_figures"),
    )
    op.create_table(
        "imported_attendance",
        sa.Column("application_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("phase_code", sa.String(20), primary_key=True),
        sa.Column("present", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name="fk_imported_attendance_application_id_application"
        ),
        sa.CheckConstraint("present >= 0", name="ck_imported_attendance_present"),
    )
    op.create_table(
        "imported_bundle",
        sa.Column("contest_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("source", sa.String(200), nullable=False),
        sa.Column("was_sealed", sa.Boolean(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["contest_id"], ["contest.id"], name="fk_imported_bundle_contest_id_contest"),
        sa.UniqueConstraint("sha256", name="uq_imported_bundle_sha256"),
    )


def downgrade() -> None:
    op.drop_table("imported_bundle")
    op.drop_table("imported_attendance")
    op.drop_table("imported_group")
