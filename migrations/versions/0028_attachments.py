"""What is known of a file of an application: what it came as, its preview, its pages, the virus scan, its cure."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("attachment") as attachment:
        attachment.add_column(sa.Column("original_sha256", sa.String(64), nullable=True))
        attachment.add_column(sa.Column("preview_sha256", sa.String(64), nullable=True))
        attachment.add_column(sa.Column("pages", sa.Integer(), nullable=True))
        attachment.add_column(sa.Column("asked", sa.String(20), nullable=True))
        attachment.add_column(sa.Column("scan", sa.String(10), nullable=True))
        attachment.add_column(sa.Column("cure", sa.String(8), nullable=True))
    op.execute("UPDATE attachment SET original_sha256 = sha256, scan = 'absent'")
    with op.batch_alter_table("attachment") as attachment:
        attachment.alter_column("original_sha256", existing_type=sa.String(64), nullable=False)
        attachment.alter_column("scan", existing_type=sa.String(10), nullable=False)
        attachment.create_unique_constraint(
            "uq_attachment_application_id_original_sha256", ["application_id", "original_sha256"]
        )
        attachment.create_check_constraint("ck_attachment_scan", "scan IN ('absent', 'clean', 'failed')")
        attachment.create_check_constraint("ck_attachment_cure", "cure IN ('added', 'dropped')")


def downgrade() -> None:
    op.execute("DELETE FROM attachment WHERE cure = 'added'")
    with op.batch_alter_table("attachment") as attachment:
        attachment.drop_constraint("ck_attachment_cure", type_="check")
        attachment.drop_constraint("ck_attachment_scan", type_="check")
        attachment.drop_constraint("uq_attachment_application_id_original_sha256", type_="unique")
        for column in ("cure", "scan", "asked", "pages", "preview_sha256", "original_sha256"):
            attachment.drop_column(column)
