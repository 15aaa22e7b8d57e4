"""Jurors and interests."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "juror",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("dni", sa.String(length=8), nullable=False),
        sa.Column("institution", sa.String(length=160), nullable=False),
        sa.Column("position", sa.String(length=10), nullable=False),
        sa.Column("phases", sa.String(length=120), nullable=False),
        sa.Column("seated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("position IN ('president', 'secretary', 'member')", name="ck_juror_position"),
        sa.ForeignKeyConstraint(["contest_id"], ["contest.id"], name="fk_juror_contest_id_contest"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_juror_person_id_person"),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name="fk_juror_user_id_user_account"),
        sa.PrimaryKeyConstraint("id", name="pk_juror"),
        sa.UniqueConstraint("contest_id", "user_id", name="uq_juror_contest_id_user_id"),
    )
    op.create_index("ix_juror_contest_id", "juror", ["contest_id"], unique=False)
    op.create_index("ix_juror_user_id", "juror", ["user_id"], unique=False)

    op.create_table(
        "interest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("juror_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("recused", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("NOT recused OR length(reason) > 0", name="ck_interest_recusal_has_reason"),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name="fk_interest_application_id_application"
        ),
        sa.ForeignKeyConstraint(["juror_id"], ["juror.id"], name="fk_interest_juror_id_juror"),
        sa.PrimaryKeyConstraint("id", name="pk_interest"),
        sa.UniqueConstraint("juror_id", "application_id", name="uq_interest_juror_id_application_id"),
    )
    op.create_index("ix_interest_application_id", "interest", ["application_id"], unique=False)
    op.create_index("ix_interest_juror_id", "interest", ["juror_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_interest_juror_id", table_name="interest")
    op.drop_index("ix_interest_application_id", table_name="interest")

    op.drop_table("interest")
    op.drop_index("ix_juror_user_id", table_name="juror")
    op.drop_index("ix_juror_contest_id", table_name="juror")

    op.drop_table("juror")
