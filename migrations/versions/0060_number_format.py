"""How each office writes the numbers of its documents."""

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "number_format",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("pattern", sa.String(60), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_number_format"),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name="fk_number_format_office_id_office"),
        sa.UniqueConstraint("office_id", "kind", name="uq_number_format_office_id_kind"),
    )


def downgrade() -> None:
    op.drop_table("number_format")
