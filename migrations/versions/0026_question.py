"""Questions on a call and their answers."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("asker_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("public_text", sa.String(length=1000), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("clarification", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("state IN ('waiting', 'answered', 'published')", name="ck_question_state"),
        sa.CheckConstraint(
            "(state = 'published') = (published_at IS NOT NULL AND public_text IS NOT NULL)",
            name="ck_question_published_is_complete",
        ),
        sa.CheckConstraint(
            "clarification IS NULL OR state = 'published'", name="ck_question_clarification_is_public"
        ),
        sa.ForeignKeyConstraint(["contest_id"], ["contest.id"], name="fk_question_contest_id_contest"),
        sa.ForeignKeyConstraint(["asker_id"], ["user_account.id"], name="fk_question_asker_id_user_account"),
        sa.PrimaryKeyConstraint("id", name="pk_question"),
        sa.UniqueConstraint("contest_id", "clarification", name="uq_question_contest_id_clarification"),
    )
    op.create_index("ix_question_contest_id", "question", ["contest_id"])
    op.create_index("ix_question_asker_id", "question", ["asker_id"])
    op.create_table(
        "question_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name="fk_question_answer_question_id_question"
        ),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["user_account.id"], name="fk_question_answer_answered_by_user_account"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_question_answer"),
        sa.UniqueConstraint("question_id", "number", name="uq_question_answer_question_id_number"),
    )
    op.create_index("ix_question_answer_question_id", "question_answer", ["question_id"])


def downgrade() -> None:
    op.drop_table("question_answer")
    op.drop_table("question")
