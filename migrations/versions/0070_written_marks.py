"""Marks are read from an index that holds them whole, and the few with a reason are found by one of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0070"
down_revision = "0069"
branch_labels = None
depends_on = None

EXPLAINED = sa.text("reason <> ''")


def upgrade() -> None:
    op.create_index("ix_sheet_mark_written", "sheet_mark", ["sheet_id", "criterion_code", "units"])
    op.create_index(
        "ix_sheet_mark_explained",
        "sheet_mark",
        ["sheet_id"],
        sqlite_where=EXPLAINED,
        postgresql_where=EXPLAINED,
    )
    op.drop_index("ix_sheet_mark_sheet_id", table_name="sheet_mark")


def downgrade() -> None:
    op.create_index("ix_sheet_mark_sheet_id", "sheet_mark", ["sheet_id"])
    op.drop_index("ix_sheet_mark_explained", table_name="sheet_mark")
    op.drop_index("ix_sheet_mark_written", table_name="sheet_mark")
