"""Files that wait for the virus scanner; those that it never answered for wait from now on."""

import sqlalchemy as sa
from alembic import op

revision = "0081"
down_revision = "0080"
branch_labels = None
depends_on = None

_UNANSWERED = (
    "INSERT INTO quarantined_file (sha256, since, tries) SELECT sha256, min(at), 0 FROM ("
    "SELECT sha256, uploaded_at AS at FROM attachment WHERE scan = 'failed' "
    "UNION ALL SELECT sha256, uploaded_at FROM visit_photo WHERE scan = 'failed' "
    "UNION ALL SELECT f.sha256, o.filed_at FROM observation_file f JOIN observation o ON o.id = f.observation_id "
    "WHERE f.scan = 'failed') AS unanswered GROUP BY sha256"
)


def upgrade() -> None:
    op.create_table(
        "quarantined_file",
        sa.Column("sha256", sa.String(64), primary_key=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("infected_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint("length(sha256) = 64", name="ck_quarantined_file_sha256"),
        sa.CheckConstraint("tries >= 0", name="ck_quarantined_file_tries"),
    )
    op.add_column("attachment", sa.Column("infected_at", sa.DateTime(timezone=True)))
    op.execute(_UNANSWERED)


def downgrade() -> None:
    op.drop_column("attachment", "infected_at")
    op.drop_table("quarantined_file")
