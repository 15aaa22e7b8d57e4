"""Outside registries: sources, synchronisations with their pages, conflicts; every import names its source."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "registry_source",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=30), nullable=False),
        sa.Column("kind", sa.String(length=5), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("base_address", sa.String(length=300), nullable=True),
        sa.Column("token_variable", sa.String(length=80), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("precedence", sa.Integer(), nullable=False),
        sa.Column("last_complete_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("watermark", sa.String(length=200), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'http') = (base_address IS NOT NULL AND token_variable IS NOT NULL)",
            name="ck_registry_source_address",
        ),
        sa.CheckConstraint("kind IN ('files', 'http')", name="ck_registry_source_kind"),
        sa.CheckConstraint("precedence BETWEEN 1 AND 99", name="ck_registry_source_precedence"),
        sa.CheckConstraint(
            "watermark IS NULL OR last_complete_at IS NOT NULL", name="ck_registry_source_watermark"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_registry_source"),
        sa.UniqueConstraint("code", name="uq_registry_source_code"),
        sa.UniqueConstraint("precedence", name="uq_registry_source_precedence"),
    )
    op.create_table(
        "source_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("since", sa.String(length=200), nullable=True),
        sa.Column("next_cursor", sa.String(length=500), nullable=True),
        sa.Column("watermark", sa.String(length=200), nullable=True),
        sa.Column("expected", sa.Integer(), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("households", sa.Integer(), nullable=False),
        sa.Column("persons", sa.Integer(), nullable=False),
        sa.Column("rows_new", sa.Integer(), nullable=False),
        sa.Column("rows_changed", sa.Integer(), nullable=False),
        sa.Column("rows_unchanged", sa.Integer(), nullable=False),
        sa.Column("rows_rejected", sa.Integer(), nullable=False),
        sa.Column("rejections", sa.Text(), nullable=True),
        sa.Column("error_code", sa.String(length=40), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_by", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'failed') = (error_code IS NOT NULL)", name="ck_source_run_error_code"),
        sa.CheckConstraint(
            "(state IN ('applied', 'failed')) = (ended_at IS NOT NULL)", name="ck_source_run_ended_at"
        ),
        sa.CheckConstraint(
            "state IN ('fetching', 'fetched', 'applied', 'failed')", name="ck_source_run_state"
        ),
        sa.CheckConstraint("pages >= 0 AND households >= 0 AND persons >= 0", name="ck_source_run_counts"),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batch.id"], name="fk_source_run_batch_id_import_batch"
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["registry_source.id"], name="fk_source_run_source_id_registry_source"
        ),
        sa.ForeignKeyConstraint(
            ["started_by"], ["user_account.id"], name="fk_source_run_started_by_user_account"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_source_run"),
    )
    op.create_index("ix_source_run_source_id", "source_run", ["source_id"], unique=False)
    op.create_index(
        "uq_source_run_live",
        "source_run",
        ["source_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('fetching', 'fetched')"),
        postgresql_where=sa.text("state IN ('fetching', 'fetched')"),
    )
    op.create_table(
        "source_page",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("cursor_after", sa.String(length=500), nullable=True),
        sa.Column("households", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("sequence > 0", name="ck_source_page_sequence"),
        sa.ForeignKeyConstraint(["run_id"], ["source_run.id"], name="fk_source_page_run_id_source_run"),
        sa.PrimaryKeyConstraint("id", name="pk_source_page"),
        sa.UniqueConstraint("run_id", "sequence", name="uq_source_page_run_id_sequence"),
    )
    op.create_table(
        "source_conflict",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("field", sa.String(length=14), nullable=False),
        sa.Column("held_source", sa.String(length=30), nullable=False),
        sa.Column("held_value", sa.String(length=250), nullable=False),
        sa.Column("other_source", sa.String(length=30), nullable=False),
        sa.Column("other_value", sa.String(length=250), nullable=False),
        sa.Column("winner", sa.String(length=30), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "field IN ('centre_code', 'sisfoh_class', 'names', 'birth_date')", name="ck_source_conflict_field"
        ),
        sa.CheckConstraint("(closed_at IS NULL) = (note IS NULL)", name="ck_source_conflict_note"),
        sa.CheckConstraint(
            "(household_id IS NULL) <> (person_id IS NULL)", name="ck_source_conflict_subject"
        ),
        sa.CheckConstraint("winner IN (held_source, other_source)", name="ck_source_conflict_winner"),
        sa.ForeignKeyConstraint(
            ["closed_by"], ["user_account.id"], name="fk_source_conflict_closed_by_user_account"
        ),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name="fk_source_conflict_household_id_household"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_source_conflict_person_id_person"),
        sa.ForeignKeyConstraint(["run_id"], ["source_run.id"], name="fk_source_conflict_run_id_source_run"),
        sa.PrimaryKeyConstraint("id", name="pk_source_conflict"),
    )
    op.create_index("ix_source_conflict_household_id", "source_conflict", ["household_id"], unique=False)
    op.create_index("ix_source_conflict_other_source", "source_conflict", ["other_source"], unique=False)
    op.create_index("ix_source_conflict_person_id", "source_conflict", ["person_id"], unique=False)
    op.add_column("import_batch", sa.Column("source_code", sa.String(length=30), nullable=True))
    _add_files()


def downgrade() -> None:

    op.drop_column("import_batch", "source_code")
    op.drop_index("ix_source_conflict_person_id", table_name="source_conflict")
    op.drop_index("ix_source_conflict_other_source", table_name="source_conflict")
    op.drop_index("ix_source_conflict_household_id", table_name="source_conflict")
    op.drop_table("source_conflict")
    op.drop_table("source_page")
    op.drop_index(
        "uq_source_run_live",
        table_name="source_run",
        sqlite_where=sa.text("state IN ('fetching', 'fetched')"),
        postgresql_where=sa.text("state IN ('fetching', 'fetched')"),
    )
    op.drop_index("ix_source_run_source_id", table_name="source_run")
    op.drop_table("source_run")
    op.drop_table("registry_source")


def _add_files() -> None:
    """Files are a source too; the rows imported so far came from them."""
    source = sa.table(
        "registry_source",
        sa.column("code", sa.String),
        sa.column("kind", sa.String),
        sa.column("name", sa.String),
        sa.column("is_active", sa.Boolean),
        sa.column("precedence", sa.Integer),
        sa.column("version", sa.Integer),
    )
    files = {"code": "archivo", "kind": "files", "name": "Archivos importados"}
    op.bulk_insert(source, [{**files, "is_active": True, "precedence": 50, "version": 1}])
