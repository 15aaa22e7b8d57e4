"""How the stored file of a document was signed."""

import sqlalchemy as sa
from alembic import op

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "document_signature",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("signer", sa.String(240), nullable=False),
        sa.Column("issuer", sa.String(240), nullable=False),
        sa.Column("serial", sa.String(64), nullable=False),
        sa.Column("is_test", sa.Boolean(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("has_timestamp", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("document_id", name="pk_document_signature"),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name="fk_document_signature_document_id_document"
        ),
    )


def downgrade() -> None:
    op.drop_table("document_signature")
