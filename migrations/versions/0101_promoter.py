"""Promoters: who files for a group besides its representative."""

import sqlalchemy as sa
from alembic import op

revision = "0101"
down_revision = "0027"
branch_labels = None
depends_on = None

_PRESENT = sa.text("ended_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "group_promoter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_by", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by IS NULL)", name="ck_group_promoter_end_is_complete"
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["producer_group.id"], name="fk_group_promoter_group_id_producer_group"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name="fk_group_promoter_user_id_user_account"
        ),
        sa.ForeignKeyConstraint(
            ["given_by"], ["user_account.id"], name="fk_group_promoter_given_by_user_account"
        ),
        sa.ForeignKeyConstraint(
            ["ended_by"], ["user_account.id"], name="fk_group_promoter_ended_by_user_account"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_group_promoter"),
    )
    op.create_index("ix_group_promoter_group_id", "group_promoter", ["group_id"])
    op.create_index("ix_group_promoter_user_id", "group_promoter", ["user_id"])
    op.create_index(
        "uq_group_promoter_present",
        "group_promoter",
        ["group_id", "user_id"],
        unique=True,
        sqlite_where=_PRESENT,
        postgresql_where=_PRESENT,
    )


def downgrade() -> None:
    op.drop_table("group_promoter")
