"""The texts of documents as administrators word them, and the one that a document was issued with."""

import sqlalchemy as sa
from alembic import op

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "document_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text()),
        sa.Column("css", sa.Text()),
        sa.Column("sha256", sa.String(64)),
        sa.Column("reason", sa.String(400), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_document_text"),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name="fk_document_text_office_id_office"),
        sa.ForeignKeyConstraint(
            ["published_by"], ["user_account.id"], name="fk_document_text_published_by_user_account"
        ),
        sa.UniqueConstraint("office_id", "kind", "number", name="uq_document_text_office_id_kind_number"),
        sa.CheckConstraint("number > 0", name="ck_document_text_number"),
        sa.CheckConstraint(
            "(body IS NULL) = (sha256 IS NULL) AND (body IS NULL) = (css IS NULL)",
            name="ck_document_text_shipped",
        ),
    )
    op.create_table(
        "document_text_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("css", sa.Text(), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_document_text_draft"),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name="fk_document_text_draft_office_id_office"),
        sa.UniqueConstraint("office_id", "kind", name="uq_document_text_draft_office_id_kind"),
    )
    with op.batch_alter_table("document") as document:
        document.add_column(sa.Column("text_id", sa.Integer()))
        document.create_foreign_key("fk_document_text_id_document_text", "document_text", ["text_id"], ["id"])
        document.create_index("ix_document_text_id", ["text_id"])


def downgrade() -> None:
    with op.batch_alter_table("document") as document:
        document.drop_index("ix_document_text_id")
        document.drop_constraint("fk_document_text_id_document_text", type_="foreignkey")
        document.drop_column("text_id")
    op.drop_table("document_text_draft")
    op.drop_table("document_text")
