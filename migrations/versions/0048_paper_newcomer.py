"""Papers of groups that are not registered yet, papers that are cancelled, and signatures on paper as agreement."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

_LIVE = sa.text("cancelled_at IS NULL")
_CHECKS = {
    "entered_has_a_group": "application_id IS NULL OR group_id IS NOT NULL",
    "entered_or_cancelled": "application_id IS NULL OR cancelled_at IS NULL",
    "cancelled_is_complete": (
        "(cancelled_at IS NULL) = (cancelled_by IS NULL) AND (cancelled_at IS NULL) = (cancel_reason IS NULL)"
    ),
}


def upgrade() -> None:
    with op.batch_alter_table("paper_entry") as paper:
        paper.drop_constraint("uq_paper_entry_contest_id_group_id", type_="unique")
        paper.alter_column("group_id", existing_type=sa.Integer(), nullable=True)
        paper.add_column(sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True))
        paper.add_column(sa.Column("cancelled_by", sa.Integer(), nullable=True))
        paper.add_column(sa.Column("cancel_reason", sa.Text(), nullable=True))
        paper.create_foreign_key(
            "fk_paper_entry_cancelled_by_user_account", "user_account", ["cancelled_by"], ["id"]
        )
        for name, rule in _CHECKS.items():
            paper.create_check_constraint(f"ck_paper_entry_{name}", rule)
    op.create_index(
        "uq_paper_entry_live",
        "paper_entry",
        ["contest_id", "group_id"],
        unique=True,
        sqlite_where=_LIVE,
        postgresql_where=_LIVE,
    )
    _create_newcomers()
    _allow_means("'code', 'dni', 'sign'")


def downgrade() -> None:
    """A paper that the older tables cannot hold goes, with all that was typed from it."""
    op.execute("DELETE FROM confirmation WHERE means = 'sign'")
    _allow_means("'code', 'dni'")
    op.drop_table("paper_member")
    op.drop_table("paper_newcomer")
    gone = "SELECT id FROM paper_entry WHERE cancelled_at IS NOT NULL OR group_id IS NULL"
    for table in ("paper_decision", "paper_typing"):
        op.execute(f"DELETE FROM {table} WHERE paper_id IN ({gone})")
    op.execute("DELETE FROM paper_entry WHERE cancelled_at IS NOT NULL OR group_id IS NULL")
    op.drop_index("uq_paper_entry_live", table_name="paper_entry")
    with op.batch_alter_table("paper_entry") as paper:
        for name in _CHECKS:
            paper.drop_constraint(f"ck_paper_entry_{name}", type_="check")
        paper.drop_constraint("fk_paper_entry_cancelled_by_user_account", type_="foreignkey")
        for column in ("cancel_reason", "cancelled_by", "cancelled_at"):
            paper.drop_column(column)
        paper.alter_column("group_id", existing_type=sa.Integer(), nullable=False)
        paper.create_unique_constraint("uq_paper_entry_contest_id_group_id", ["contest_id", "group_id"])


def _create_newcomers() -> None:
    op.create_table(
        "paper_newcomer",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("centre_code", sa.String(10), nullable=False),
        sa.Column("representative_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["paper_entry.id"], name="fk_paper_newcomer_paper_id_paper_entry"
        ),
        sa.ForeignKeyConstraint(
            ["centre_code"], ["centre.code"], name="fk_paper_newcomer_centre_code_centre"
        ),
        sa.ForeignKeyConstraint(
            ["representative_id"],
            ["user_account.id"],
            name="fk_paper_newcomer_representative_id_user_account",
        ),
        sa.UniqueConstraint("paper_id", name="uq_paper_newcomer_paper_id"),
    )
    op.create_index("ix_paper_newcomer_centre_code", "paper_newcomer", ["centre_code"])
    op.create_table(
        "paper_member",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("dni", sa.String(8), nullable=False),
        sa.Column("office", sa.String(10), nullable=False),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["paper_entry.id"], name="fk_paper_member_paper_id_paper_entry"
        ),
        sa.UniqueConstraint("paper_id", "dni", name="uq_paper_member_paper_id_dni"),
        sa.CheckConstraint(
            "office IN ('president', 'treasurer', 'secretary', 'member')", name="ck_paper_member_office"
        ),
    )
    op.create_index("ix_paper_member_paper_id", "paper_member", ["paper_id"])


def _allow_means(values: str) -> None:
    with op.batch_alter_table("confirmation") as confirmation:
        confirmation.drop_constraint("ck_confirmation_means", type_="check")
        confirmation.create_check_constraint("ck_confirmation_means", f"means IN ({values})")
