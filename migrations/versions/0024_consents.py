"""What persons decided about their data, what an export is for, and requests for files with whole DNI."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "person_consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("decision", sa.String(length=10), nullable=False),
        sa.Column("purposes", sa.String(length=60), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("paper", sa.String(length=200), nullable=False),
        sa.Column("received_by", sa.String(length=80), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by", sa.Integer(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.Integer(), nullable=True),
        sa.Column("undo_reason", sa.String(length=300), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "decision IN ('given', 'refused', 'withdrawn')", name="ck_person_consent_decision"
        ),
        sa.CheckConstraint("purposes LIKE ' %_% '", name="ck_person_consent_purposes"),
        sa.CheckConstraint("paper <> '' AND received_by <> ''", name="ck_person_consent_paper"),
        sa.CheckConstraint("(undone_at IS NULL) = (undo_reason IS NULL)", name="ck_person_consent_undone"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_person_consent_person_id_person"),
        sa.ForeignKeyConstraint(
            ["noted_by"], ["user_account.id"], name="fk_person_consent_noted_by_user_account"
        ),
        sa.ForeignKeyConstraint(
            ["undone_by"], ["user_account.id"], name="fk_person_consent_undone_by_user_account"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_person_consent"),
    )
    op.create_index("ix_person_consent_person_id", "person_consent", ["person_id"])
    with op.batch_alter_table("registry_export") as table:
        table.add_column(sa.Column("purpose", sa.String(length=10), nullable=False, server_default="work"))
        table.add_column(sa.Column("withheld", sa.Integer(), nullable=False, server_default="0"))
        table.create_check_constraint(
            "ck_registry_export_purpose", "purpose IN ('work', 'sharing', 'study', 'image')"
        )
        table.create_check_constraint("ck_registry_export_withheld", "withheld >= 0")
    _create_requests()


def _create_requests() -> None:
    op.create_table(
        "export_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("content", sa.String(length=12), nullable=False),
        sa.Column("file_format", sa.String(length=4), nullable=False),
        sa.Column("filter", sa.Text(), nullable=False),
        sa.Column("within", sa.Text(), nullable=False),
        sa.Column("purpose", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("is_approved", sa.Boolean(), nullable=True),
        sa.Column("refusal", sa.String(length=300), nullable=True),
        sa.Column("export_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("content IN ('households', 'persons')", name="ck_export_request_content"),
        sa.CheckConstraint("file_format IN ('csv', 'xlsx')", name="ck_export_request_file_format"),
        sa.CheckConstraint(
            "purpose IN ('work', 'sharing', 'study', 'image')", name="ck_export_request_purpose"
        ),
        sa.CheckConstraint("reason <> ''", name="ck_export_request_reason"),
        sa.CheckConstraint(
            "(decided_at IS NULL) = (is_approved IS NULL) AND (decided_at IS NULL) = (decided_by IS NULL)",
            name="ck_export_request_decided",
        ),
        sa.CheckConstraint("decided_by <> asked_by", name="ck_export_request_second_person"),
        sa.CheckConstraint("(refusal IS NULL) OR NOT is_approved", name="ck_export_request_refusal"),
        sa.CheckConstraint("export_id IS NULL OR is_approved", name="ck_export_request_taken"),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["user_account.id"], name="fk_export_request_asked_by_user_account"
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["user_account.id"], name="fk_export_request_decided_by_user_account"
        ),
        sa.ForeignKeyConstraint(
            ["export_id"], ["registry_export.id"], name="fk_export_request_export_id_registry_export"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_export_request"),
        sa.UniqueConstraint("export_id", name="uq_export_request_export_id"),
    )
    op.create_index("ix_export_request_asked_by", "export_request", ["asked_by"])


def downgrade() -> None:
    op.drop_table("export_request")
    with op.batch_alter_table("registry_export") as table:
        table.drop_constraint("ck_registry_export_withheld", type_="check")
        table.drop_constraint("ck_registry_export_purpose", type_="check")
        table.drop_column("withheld")
        table.drop_column("purpose")
    op.drop_table("person_consent")
