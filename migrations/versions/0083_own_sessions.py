"""Open sessions and changes of accounts, as their persons read them; files are summed up by person."""

import sqlalchemy as sa
from alembic import op

revision = "0083"
down_revision = "0082"
branch_labels = None
depends_on = None


def _of_user(column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], ["user_account.id"], name=f"fk_account_change_{column}_user_account"
    )


def upgrade() -> None:
    op.create_table(
        "open_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("key_hash", sa.String(64), nullable=False),
        sa.Column("device", sa.String(20), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_open_session"),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name="fk_open_session_user_id_user_account"
        ),
        sa.UniqueConstraint("key_hash", name="uq_open_session_key_hash"),
        sa.CheckConstraint("length(key_hash) = 64", name="ck_open_session_key_hash"),
        sa.CheckConstraint("device <> ''", name="ck_open_session_device"),
    )
    op.create_index("ix_open_session_user_id", "open_session", ["user_id"])
    op.create_table(
        "account_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("changed_by", sa.Integer()),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_account_change"),
        _of_user("user_id"),
        _of_user("changed_by"),
        sa.CheckConstraint("kind <> ''", name="ck_account_change_kind"),
        sa.CheckConstraint("changed_by <> user_id", name="ck_account_change_by_another"),
    )
    op.create_index("ix_account_change_user_id", "account_change", ["user_id"])
    op.create_index("ix_attachment_uploaded_by", "attachment", ["uploaded_by"])


def downgrade() -> None:
    op.drop_index("ix_attachment_uploaded_by", "attachment")
    op.drop_table("account_change")
    op.drop_table("open_session")
