"""The lot drawn in public, once for each contest."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "public_draw",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("numbers", sa.String(length=60), nullable=False),
        sa.Column("witnesses", sa.String(length=400), nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["contest_id"], ["contest.id"], name="fk_public_draw_contest_id_contest"),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["user_account.id"], name="fk_public_draw_recorded_by_user_account"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_public_draw"),
        sa.UniqueConstraint("contest_id", name="uq_public_draw_contest_id"),
    )


def downgrade() -> None:
    op.drop_table("public_draw")
