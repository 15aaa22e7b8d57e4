"""The day on which a household was classified."""

from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "ALTER TABLE household ADD COLUMN sisfoh_classified_on DATE "
        "CONSTRAINT ck_household_ck_household_sisfoh_days CHECK (sisfoh_expires_on >= sisfoh_classified_on)"
    )


def downgrade() -> None:
    op.execute("ALTER TABLE household DROP COLUMN sisfoh_classified_on")
