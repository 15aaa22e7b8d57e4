"""Every version of a sheet."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sheet_version",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("deed", sa.String(10), nullable=False),
        sa.Column("marks", sa.Text(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(400), nullable=False),
        sa.Column("seal", sa.String(64)),
        sa.Column("origin", sa.String(20), nullable=False),
        sa.Column("kept_by", sa.Integer(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["sheet_id"], ["sheet.id"], name="fk_sheet_version_sheet_id_sheet"),
        sa.ForeignKeyConstraint(
            ["kept_by"], ["user_account.id"], name="fk_sheet_version_kept_by_user_account"
        ),
        sa.UniqueConstraint("sheet_id", "number", name="uq_sheet_version_sheet_id_number"),
        sa.CheckConstraint("deed IN ('saved', 'finalised', 'returned')", name="ck_sheet_version_deed"),
        sa.CheckConstraint(
            "(deed = 'finalised') = (seal IS NOT NULL)", name="ck_sheet_version_final_has_seal"
        ),
        sa.CheckConstraint("number > 0", name="ck_sheet_version_number"),
        sa.CheckConstraint("origin IN ('page', 'phone', 'file', 'paper')", name="ck_sheet_version_origin"),
    )
    op.create_index("ix_sheet_version_sheet_id", "sheet_version", ["sheet_id"])


def downgrade() -> None:
    op.drop_table("sheet_version")
