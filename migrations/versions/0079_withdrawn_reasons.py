"""Seals of sheets without their reasons; what a phone sent may lose its words while a withdrawal is being applied."""

import sqlalchemy as sa
from alembic import op

revision = "0079"
down_revision = "0078"
branch_labels = None
depends_on = None

_KEPT = (
    "id juror_id device_id number group_code phase_code sha256 signature signed via received_at received_by"
).split()
_WAITS = "EXISTS (SELECT 1 FROM retention_run WHERE state = 'proposed')"
_REFUSE = "sheet entries are append-only"

_LOOSEN = {
    "sqlite": (
        "DROP TRIGGER sheet_entry_no_update",
        "CREATE TRIGGER sheet_entry_no_update BEFORE UPDATE ON sheet_entry "
        f"WHEN {' OR '.join(f'OLD.{one} IS NOT NEW.{one}' for one in _KEPT)} OR NOT {_WAITS} "
        f"BEGIN SELECT RAISE(ABORT, '{_REFUSE}'); END",
    ),
    "postgresql": (
        "DROP TRIGGER sheet_entry_append_only ON sheet_entry",
        "CREATE FUNCTION sheet_entry_words_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN IF (to_jsonb(OLD) - 'body') IS DISTINCT FROM (to_jsonb(NEW) - 'body') "
        f"OR NOT {_WAITS} THEN RAISE EXCEPTION '{_REFUSE}'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER sheet_entry_append_only BEFORE DELETE OR TRUNCATE ON sheet_entry "
        "FOR EACH STATEMENT EXECUTE FUNCTION sheet_entry_append_only()",
        "CREATE TRIGGER sheet_entry_words_only BEFORE UPDATE ON sheet_entry "
        "FOR EACH ROW EXECUTE FUNCTION sheet_entry_words_only()",
    ),
}
_TIGHTEN = {
    "sqlite": (
        "DROP TRIGGER sheet_entry_no_update",
        "CREATE TRIGGER sheet_entry_no_update BEFORE UPDATE ON sheet_entry "
        f"BEGIN SELECT RAISE(ABORT, '{_REFUSE}'); END",
    ),
    "postgresql": (
        "DROP TRIGGER sheet_entry_words_only ON sheet_entry",
        "DROP FUNCTION sheet_entry_words_only()",
        "DROP TRIGGER sheet_entry_append_only ON sheet_entry",
        "CREATE TRIGGER sheet_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON sheet_entry "
        "FOR EACH STATEMENT EXECUTE FUNCTION sheet_entry_append_only()",
    ),
}


def upgrade() -> None:
    op.create_table(
        "sheet_rest",
        sa.Column("sheet_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("seal", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["sheet_id"], ["sheet.id"], name="fk_sheet_rest_sheet_id_sheet"),
        sa.CheckConstraint("length(seal) = 64", name="ck_sheet_rest_seal"),
    )
    for statement in _LOOSEN[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    for statement in _TIGHTEN[op.get_bind().dialect.name]:
        op.execute(statement)
    op.drop_table("sheet_rest")
