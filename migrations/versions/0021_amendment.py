"""Amendments of published rules, and the notices to those who had applied."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "amendment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_by", sa.Integer(), nullable=True),
        sa.Column("rulebook_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("number > 0", name="ck_amendment_number"),
        sa.CheckConstraint("state IN ('draft', 'published')", name="ck_amendment_state"),
        sa.CheckConstraint(
            "(state = 'published') = (published_at IS NOT NULL AND published_by IS NOT NULL "
            "AND rulebook_id IS NOT NULL)",
            name="ck_amendment_published_is_complete",
        ),
        sa.ForeignKeyConstraint(["contest_id"], ["contest.id"], name="fk_amendment_contest_id_contest"),
        sa.ForeignKeyConstraint(
            ["created_by"], ["user_account.id"], name="fk_amendment_created_by_user_account"
        ),
        sa.ForeignKeyConstraint(
            ["published_by"], ["user_account.id"], name="fk_amendment_published_by_user_account"
        ),
        sa.ForeignKeyConstraint(
            ["rulebook_id"], ["contest_rulebook.id"], name="fk_amendment_rulebook_id_contest_rulebook"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_amendment"),
        sa.UniqueConstraint("contest_id", "number", name="uq_amendment_contest_id_number"),
    )
    op.create_index("ix_amendment_contest_id", "amendment", ["contest_id"])
    op.create_table(
        "amendment_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("amendment_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "read_at IS NULL OR read_at >= told_at", name="ck_amendment_notice_read_after_told"
        ),
        sa.ForeignKeyConstraint(
            ["amendment_id"], ["amendment.id"], name="fk_amendment_notice_amendment_id_amendment"
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name="fk_amendment_notice_application_id_application"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name="fk_amendment_notice_user_id_user_account"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_amendment_notice"),
        sa.UniqueConstraint(
            "amendment_id", "application_id", name="uq_amendment_notice_amendment_id_application_id"
        ),
    )
    op.create_index("ix_amendment_notice_application_id", "amendment_notice", ["application_id"])
    op.create_index("ix_amendment_notice_user_id", "amendment_notice", ["user_id"])


def downgrade() -> None:
    op.drop_table("amendment_notice")
    op.drop_table("amendment")
