"""Who scores which group, and what a juror knows."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

KNOWN = {"specialty": 160, "lines": 300, "territory": 6}


def upgrade() -> None:
    for name, length in KNOWN.items():
        op.add_column("juror", sa.Column(name, sa.String(length=length), nullable=False, server_default=""))
    op.create_table(
        "assignment_draw",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("numbers", sa.String(length=60), nullable=False),
        sa.Column("witnesses", sa.String(length=400), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["contest_id"], ["contest.id"], name="fk_assignment_draw_contest_id_contest"),
        sa.ForeignKeyConstraint(
            ["made_by"], ["user_account.id"], name="fk_assignment_draw_made_by_user_account"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_assignment_draw"),
        sa.UniqueConstraint("contest_id", name="uq_assignment_draw_contest_id"),
    )
    op.create_table(
        "juror_assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("juror_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("phase_code", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("end_reason", sa.String(length=400), nullable=False),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by IS NULL)", name="ck_juror_assignment_end_is_complete"
        ),
        sa.CheckConstraint(
            "ended_at IS NULL OR length(end_reason) > 0", name="ck_juror_assignment_end_has_reason"
        ),
        sa.ForeignKeyConstraint(["juror_id"], ["juror.id"], name="fk_juror_assignment_juror_id_juror"),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name="fk_juror_assignment_application_id_application"
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["user_account.id"], name="fk_juror_assignment_made_by_user_account"
        ),
        sa.ForeignKeyConstraint(
            ["ended_by"], ["user_account.id"], name="fk_juror_assignment_ended_by_user_account"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_juror_assignment"),
    )
    op.create_index("ix_juror_assignment_juror_id", "juror_assignment", ["juror_id"])
    op.create_index("ix_juror_assignment_application_id", "juror_assignment", ["application_id"])
    op.create_index(
        "uq_juror_assignment_live",
        "juror_assignment",
        ["juror_id", "application_id", "phase_code"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_table("juror_assignment")
    op.drop_table("assignment_draw")
    for name in reversed(KNOWN):
        op.drop_column("juror", name)
