"""The scoring of a group's progress, and what a settled award gives back to its envelope."""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None

CLOSED = (
    "(state = 'closed') = (closed_at IS NOT NULL AND closed_by IS NOT NULL AND acta_id IS NOT NULL "
    "AND passed IS NOT NULL)"
)
CHECKS = {
    "state": "state IN ('open', 'closed', 'cancelled')",
    "closed": CLOSED,
    "cancelled": "(state = 'cancelled') = (cancel_reason IS NOT NULL)",
    "whole_total": "(total_numerator IS NULL) = (total_denominator IS NULL)",
    "total_when_closed": "total_numerator IS NULL OR state = 'closed'",
    "passed_with_total": "passed IS NULL OR NOT passed OR total_numerator IS NOT NULL",
}


def refers(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"fk_{table}_{column}_{target}")


def upgrade() -> None:
    op.create_table(
        "second_scoring",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("phases", sa.String(240), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by", sa.Integer(), nullable=False),
        sa.Column("cancel_reason", sa.String(300)),
        sa.Column("closed_at", sa.DateTime(timezone=True)),
        sa.Column("closed_by", sa.Integer()),
        sa.Column("acta_id", sa.Integer()),
        sa.Column("passed", sa.Boolean()),
        sa.Column("total_numerator", sa.BigInteger()),
        sa.Column("total_denominator", sa.BigInteger()),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_second_scoring"),
        refers("second_scoring", "application_id", "application"),
        refers("second_scoring", "opened_by", "user_account"),
        refers("second_scoring", "closed_by", "user_account"),
        refers("second_scoring", "acta_id", "document"),
        sa.UniqueConstraint("application_id", name="uq_second_scoring_application_id"),
        sa.UniqueConstraint("acta_id", name="uq_second_scoring_acta_id"),
        *(sa.CheckConstraint(check, name=f"ck_second_scoring_{name}") for name, check in CHECKS.items()),
    )
    op.create_table(
        "award_release",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("follow_up_id", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_by", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_award_release"),
        refers("award_release", "follow_up_id", "follow_up"),
        refers("award_release", "released_by", "user_account"),
        sa.UniqueConstraint("follow_up_id", name="uq_award_release_follow_up_id"),
        sa.CheckConstraint("amount > 0", name="ck_award_release_amount"),
        sa.CheckConstraint("reason <> ''", name="ck_award_release_reason"),
    )


def downgrade() -> None:
    op.drop_table("award_release")
    op.drop_table("second_scoring")
