"""What each member of a household is to its head."""

from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

_LINKS = (
    "'spouse', 'child', 'child_in_law', 'grandchild', 'parent', 'parent_in_law', 'sibling', 'other_relative', "
    "'not_relative'"
)


def upgrade() -> None:
    op.execute(
        "ALTER TABLE person ADD COLUMN kinship VARCHAR(16) CONSTRAINT ck_person_ck_person_kinship "
        f"CHECK (kinship IS NULL OR NOT is_head AND kinship IN ({_LINKS}))"
    )


def downgrade() -> None:
    op.execute("ALTER TABLE person DROP COLUMN kinship")
