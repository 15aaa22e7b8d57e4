"""Draws of lots that an act took back: a contest may be drawn anew, and both draws are told."""

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None


def refers(column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"fk_cancelled_draw_{column}_{target}")


def upgrade() -> None:
    op.create_table(
        "cancelled_draw",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("numbers", sa.String(60), nullable=False),
        sa.Column("witnesses", sa.String(400), nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("document", sa.String(120), nullable=False),
        sa.Column("reason", sa.String(400), nullable=False),
        sa.Column("cancelled_by", sa.Integer(), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_cancelled_draw"),
        refers("contest_id", "contest"),
        refers("recorded_by", "user_account"),
        refers("cancelled_by", "user_account"),
        sa.CheckConstraint("recorded_by <> cancelled_by", name="ck_cancelled_draw_two_persons"),
        sa.CheckConstraint("length(document) > 0 AND length(reason) > 0", name="ck_cancelled_draw_by_act"),
    )
    op.create_index("ix_cancelled_draw_contest_id", "cancelled_draw", ["contest_id"])


def downgrade() -> None:
    op.drop_table("cancelled_draw")
