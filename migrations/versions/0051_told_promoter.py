"""Promoters are told of amendments too, and a question may be asked for a group."""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

_ONE = "uq_amendment_notice_amendment_id_application_id"
_EACH = "uq_amendment_notice_amendment_id_application_id_user_id"


def upgrade() -> None:
    with op.batch_alter_table("amendment_notice") as notice:
        notice.drop_constraint(_ONE, type_="unique")
        notice.create_unique_constraint(_EACH, ["amendment_id", "application_id", "user_id"])
    op.create_table(
        "question_group",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name="fk_question_group_question_id_question"
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["producer_group.id"], name="fk_question_group_group_id_producer_group"
        ),
        sa.UniqueConstraint("question_id", name="uq_question_group_question_id"),
    )
    op.create_index("ix_question_group_group_id", "question_group", ["group_id"])


def downgrade() -> None:
    """The notices of promoters go: the older table has one for each application, that of its representative."""
    op.drop_table("question_group")
    op.execute(
        "DELETE FROM amendment_notice WHERE user_id <> (SELECT producer_group.representative_id FROM application "
        "JOIN producer_group ON producer_group.id = application.group_id "
        "WHERE application.id = amendment_notice.application_id)"
    )
    with op.batch_alter_table("amendment_notice") as notice:
        notice.drop_constraint(_EACH, type_="unique")
        notice.create_unique_constraint(_ONE, ["amendment_id", "application_id"])
