"""Photos of the visit to a group."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "visit_photo",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("phase_code", sa.String(20), nullable=False),
        sa.Column("caption", sa.String(160), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("preview_sha256", sa.String(64), nullable=False),
        sa.Column("original_sha256", sa.String(64), nullable=False),
        sa.Column("scan", sa.String(10), nullable=False),
        sa.Column("uploaded_by", sa.Integer(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name="fk_visit_photo_application_id_application"
        ),
        sa.ForeignKeyConstraint(
            ["uploaded_by"], ["user_account.id"], name="fk_visit_photo_uploaded_by_user_account"
        ),
        sa.UniqueConstraint(
            "application_id",
            "phase_code",
            "original_sha256",
            name="uq_visit_photo_application_id_phase_code_original_sha256",
        ),
        sa.CheckConstraint("scan IN ('absent', 'clean', 'failed')", name="ck_visit_photo_scan"),
    )
    op.create_index("ix_visit_photo_application_id", "visit_photo", ["application_id"])


def downgrade() -> None:
    op.drop_table("visit_photo")
