"""What the register told of a group when its evaluation opened, reasons beside marks, classes of evaluators."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "juror", sa.Column("evaluator_class", sa.String(length=20), nullable=False, server_default="")
    )
    op.add_column("sheet_mark", sa.Column("reason", sa.String(length=400), nullable=False, server_default=""))
    op.create_table(
        "scoring_fact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("whole", sa.Integer(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("part >= 0 AND part <= whole", name="ck_scoring_fact_part"),
        sa.CheckConstraint("kind IN ('women', 'youth', 'rural')", name="ck_scoring_fact_kind"),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name="fk_scoring_fact_application_id_application"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_scoring_fact"),
        sa.UniqueConstraint("application_id", "kind", name="uq_scoring_fact_application_id_kind"),
    )


def downgrade() -> None:
    op.drop_table("scoring_fact")
    op.drop_column("sheet_mark", "reason")
    op.drop_column("juror", "evaluator_class")
