"""Promoters of groups, and what a group confirms of its profile before it is sent."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
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
    op.create_table(
        "member_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("code_sha256", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["group_member.id"], name="fk_member_code_member_id_group_member"
        ),
        sa.ForeignKeyConstraint(["made_by"], ["user_account.id"], name="fk_member_code_made_by_user_account"),
        sa.PrimaryKeyConstraint("id", name="pk_member_code"),
        sa.UniqueConstraint("member_id", name="uq_member_code_member_id"),
    )
    op.create_table(
        "confirmation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("read_sha256", sa.String(length=64), nullable=False),
        sa.Column("means", sa.String(length=4), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("device", sa.String(length=40), nullable=False),
        sa.CheckConstraint("means IN ('code', 'dni')", name="ck_confirmation_means"),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name="fk_confirmation_application_id_application"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["group_member.id"], name="fk_confirmation_member_id_group_member"
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["user_account.id"], name="fk_confirmation_account_id_user_account"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_confirmation"),
        sa.UniqueConstraint(
            "application_id",
            "member_id",
            "read_sha256",
            name="uq_confirmation_application_id_member_id_read_sha256",
        ),
    )
    op.create_index("ix_confirmation_member_id", "confirmation", ["member_id"])


def downgrade() -> None:
    op.drop_table("confirmation")
    op.drop_table("member_code")
    op.drop_table("group_promoter")
