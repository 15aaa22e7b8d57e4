"""Checks and imports of uploaded files as jobs."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_APPLYING = sa.text("state = 'running' AND work = 'apply'")


def upgrade() -> None:
    op.create_table(
        "import_job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("work", sa.String(length=5), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("filename", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("is_complete", sa.Boolean(), nullable=False),
        sa.Column("choices", sa.Text(), nullable=True),
        sa.Column("state", sa.String(length=11), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("taken_by", sa.String(length=80), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rows_read", sa.Integer(), nullable=True),
        sa.Column("rows_rejected", sa.Integer(), nullable=True),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("work IN ('check', 'apply')", name="ck_import_job_work"),
        sa.CheckConstraint(
            "state IN ('waiting', 'running', 'done', 'refused', 'cancelled', 'interrupted', 'failed')",
            name="ck_import_job_state",
        ),
        sa.CheckConstraint(
            "(state IN ('waiting', 'running')) = (ended_at IS NULL)", name="ck_import_job_ended_at"
        ),
        sa.CheckConstraint("(taken_by IS NULL) = (taken_at IS NULL)", name="ck_import_job_taken"),
        sa.CheckConstraint("state <> 'waiting' OR taken_by IS NULL", name="ck_import_job_waiting"),
        sa.CheckConstraint(
            "state IN ('waiting', 'cancelled') OR taken_by IS NOT NULL", name="ck_import_job_taken_by"
        ),
        sa.CheckConstraint(
            "(state IN ('done', 'refused')) = (rows_read IS NOT NULL AND rows_rejected IS NOT NULL)",
            name="ck_import_job_rows",
        ),
        sa.CheckConstraint(
            "(state = 'done' AND work = 'apply') = (batch_id IS NOT NULL)", name="ck_import_job_batch_id"
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["user_account.id"], name="fk_import_job_asked_by_user_account"
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batch.id"], name="fk_import_job_batch_id_import_batch"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_import_job"),
    )
    op.create_index(
        "uq_import_job_applying",
        "import_job",
        ["work"],
        unique=True,
        sqlite_where=_APPLYING,
        postgresql_where=_APPLYING,
    )
    op.create_index("ix_import_job_state_id", "import_job", ["state", "id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_import_job_state_id", table_name="import_job")
    op.drop_index(
        "uq_import_job_applying",
        table_name="import_job",
        sqlite_where=_APPLYING,
        postgresql_where=_APPLYING,
    )
    op.drop_table("import_job")
