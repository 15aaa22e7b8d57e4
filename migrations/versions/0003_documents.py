"""Number series and issued documents."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.CheckConstraint("last >= 0", name="ck_series_last"),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name="fk_series_office_id_office"),
        sa.PrimaryKeyConstraint("id", name="pk_series"),
        sa.UniqueConstraint("kind", "office_id", "year", name="uq_series_kind_office_id_year"),
    )
    op.create_table(
        "document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=240), nullable=False),
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("data_sha256", sa.String(length=64), nullable=False),
        sa.Column("file_sha256", sa.String(length=64), nullable=True),
        sa.Column("verification_code", sa.String(length=20), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_by", sa.Integer(), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("void_reason", sa.String(length=400), nullable=True),
        sa.CheckConstraint(
            "(state = 'void') = (voided_at IS NOT NULL AND void_reason IS NOT NULL)",
            name="ck_document_void_has_reason",
        ),
        sa.CheckConstraint("state IN ('issued', 'void')", name="ck_document_state"),
        sa.ForeignKeyConstraint(
            ["issued_by"], ["user_account.id"], name="fk_document_issued_by_user_account"
        ),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name="fk_document_series_id_series"),
        sa.PrimaryKeyConstraint("id", name="pk_document"),
        sa.UniqueConstraint("series_id", "number", name="uq_document_series_id_number"),
        sa.UniqueConstraint("verification_code", name="uq_document_verification_code"),
    )
    op.create_index("ix_document_series_id", "document", ["series_id"], unique=False)
    op.create_index("ix_document_subject_kind", "document", ["subject", "kind"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_document_subject_kind", table_name="document")
    op.drop_index("ix_document_series_id", table_name="document")

    op.drop_table("document")
    op.drop_table("series")
