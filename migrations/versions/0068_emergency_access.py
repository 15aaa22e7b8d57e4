"""A role for some hours, on the word of two."""

import sqlalchemy as sa
from alembic import op

revision = "0068"
down_revision = "0067"
branch_labels = None
depends_on = None

CHECKS = {
    "role": "role IN ('secretary', 'staff', 'treasurer')",
    "hours": "hours IN (1, 2, 4, 8)",
    "reason": "reason <> ''",
    "confirmed": (
        "(confirmed_by IS NULL) = (confirmed_at IS NULL) AND (confirmed_by IS NULL) = (ends_at IS NULL)"
    ),
    "two_persons": "confirmed_by <> user_id",
    "ended": "(ended_by IS NULL) = (ended_at IS NULL)",
}


def upgrade() -> None:
    op.create_table(
        "emergency_access",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("contest_code", sa.String(40), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by", sa.Integer()),
        sa.Column("confirmed_at", sa.DateTime(timezone=True)),
        sa.Column("ends_at", sa.DateTime(timezone=True)),
        sa.Column("ended_by", sa.Integer()),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_emergency_access"),
        *(
            sa.ForeignKeyConstraint(
                [column], ["user_account.id"], name=f"fk_emergency_access_{column}_user_account"
            )
            for column in ("user_id", "confirmed_by", "ended_by")
        ),
        *(sa.CheckConstraint(check, name=f"ck_emergency_access_{name}") for name, check in CHECKS.items()),
    )
    op.create_index("ix_emergency_access_user_id", "emergency_access", ["user_id"])
    op.create_index("ix_emergency_access_contest_id", "emergency_access", ["contest_id"])


def downgrade() -> None:
    op.drop_table("emergency_access")
