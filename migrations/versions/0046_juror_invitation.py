"""Invitations to judge a contest."""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

TOLD = {"reason": 400, "dni": 8, "institution": 160, "specialty": 160, "lines": 300, "territory": 6}


def upgrade() -> None:
    op.create_table(
        "juror_invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.String(length=10), nullable=False),
        sa.Column("phases", sa.String(length=120), nullable=False),
        sa.Column("evaluator_class", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_by", sa.Integer(), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        *(sa.Column(name, sa.String(length=length), nullable=False) for name, length in TOLD.items()),
        sa.CheckConstraint(
            "state IN ('sent', 'accepted', 'declined', 'withdrawn')", name="ck_juror_invitation_state"
        ),
        sa.CheckConstraint(
            "position IN ('president', 'secretary', 'member')", name="ck_juror_invitation_position"
        ),
        sa.CheckConstraint(
            "state NOT IN ('accepted', 'declined') OR answered_at IS NOT NULL",
            name="ck_juror_invitation_answer_has_its_day",
        ),
        sa.CheckConstraint(
            "state != 'declined' OR length(reason) > 0", name="ck_juror_invitation_refusal_has_reason"
        ),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["contest.id"], name="fk_juror_invitation_contest_id_contest"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name="fk_juror_invitation_user_id_user_account"
        ),
        sa.ForeignKeyConstraint(
            ["sent_by"], ["user_account.id"], name="fk_juror_invitation_sent_by_user_account"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_juror_invitation"),
    )
    op.create_index("ix_juror_invitation_user_id", "juror_invitation", ["user_id"])
    op.create_index(
        "uq_juror_invitation_open",
        "juror_invitation",
        ["contest_id", "user_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('sent', 'accepted')"),
        postgresql_where=sa.text("state IN ('sent', 'accepted')"),
    )


def downgrade() -> None:
    op.drop_table("juror_invitation")
