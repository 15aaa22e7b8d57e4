"""Jurors' phones, the entries they send, and what becomes of each."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

_TRIGGERS = {
    "sqlite": (
        "CREATE TRIGGER sheet_entry_no_update BEFORE UPDATE ON sheet_entry "
        "BEGIN SELECT RAISE(ABORT, 'sheet entries are append-only'); END",
        "CREATE TRIGGER sheet_entry_no_delete BEFORE DELETE ON sheet_entry "
        "BEGIN SELECT RAISE(ABORT, 'sheet entries are append-only'); END",
    ),
    "postgresql": (
        "CREATE FUNCTION sheet_entry_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'sheet entries are append-only'; END $$",
        "CREATE TRIGGER sheet_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON sheet_entry "
        "FOR EACH STATEMENT EXECUTE FUNCTION sheet_entry_append_only()",
    ),
}


def upgrade() -> None:
    op.create_table(
        "juror_device",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("juror_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(32), nullable=False),
        sa.Column("public_key", sa.String(130), nullable=False),
        sa.Column("fingerprint", sa.String(24), nullable=False),
        sa.Column("enrolled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True)),
        sa.Column("revoked_by", sa.Integer()),
        *_references("juror_device", juror_id="juror", revoked_by="user_account"),
        sa.UniqueConstraint("code", name="uq_juror_device_code"),
        sa.CheckConstraint(
            "(public_key = '') = (fingerprint = '')", name="ck_juror_device_key_has_fingerprint"
        ),
        sa.CheckConstraint(
            "(revoked_at IS NULL) = (revoked_by IS NULL)", name="ck_juror_device_revoked_by_somebody"
        ),
    )
    op.create_index("ix_juror_device_juror_id", "juror_device", ["juror_id"])
    op.create_table(
        "sheet_entry",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("juror_id", sa.Integer(), nullable=False),
        sa.Column("device_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("group_code", sa.String(40), nullable=False),
        sa.Column("phase_code", sa.String(40), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("signature", sa.String(128), nullable=False),
        sa.Column("signed", sa.String(6), nullable=False),
        sa.Column("via", sa.String(5), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_by", sa.Integer(), nullable=False),
        *_references("sheet_entry", juror_id="juror", device_id="juror_device", received_by="user_account"),
        sa.UniqueConstraint("sha256", "signed", "via", name="uq_sheet_entry_sha256_signed_via"),
        sa.CheckConstraint("signed IN ('good', 'bad', 'absent')", name="ck_sheet_entry_signed"),
        sa.CheckConstraint("via IN ('phone', 'file')", name="ck_sheet_entry_via"),
    )
    op.create_index("ix_sheet_entry_juror_id", "sheet_entry", ["juror_id"])
    op.create_index("ix_sheet_entry_device_id", "sheet_entry", ["device_id"])
    op.create_table(
        "sheet_entry_fate",
        sa.Column("entry_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("fate", sa.String(10), nullable=False),
        sa.Column("reason", sa.String(20), nullable=False),
        sa.Column("version", sa.Integer()),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        *_references("sheet_entry_fate", entry_id="sheet_entry"),
        sa.CheckConstraint(
            "fate IN ('counted', 'replaced', 'conflict', 'held')", name="ck_sheet_entry_fate_fate"
        ),
        sa.CheckConstraint("(fate = 'held') = (reason <> '')", name="ck_sheet_entry_fate_held_for_a_reason"),
    )
    for statement in _TRIGGERS[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("sheet_entry_fate")
    op.drop_table("sheet_entry")
    op.drop_table("juror_device")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION sheet_entry_append_only()")


def _references(table: str, **columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_{table}_{column}_{to}")
        for column, to in columns.items()
    ]
