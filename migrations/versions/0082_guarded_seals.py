"""The database refuses to change final sheets and issued documents, and on SQLite to replace rows of any log."""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0082"
down_revision = "0081"
branch_labels = None
depends_on = None

_SHEETS, _DOCUMENTS = "final sheets do not change", "issued documents do not change"
_WITHDRAWING = "EXISTS (SELECT 1 FROM retention_run WHERE state = 'proposed')"
_WORD = "'Retirado'"


def _changed(*columns: str) -> str:
    return f"({' OR '.join(f'OLD.{one} IS DISTINCT FROM NEW.{one}' for one in columns)})"


def _final(sheet: str) -> str:
    return f"EXISTS (SELECT 1 FROM sheet WHERE id = {sheet} AND state = 'final')"


_SEALING = ("state", "sealed_at", "sealed_sha256", "returned_reason", "version")
_VOIDING = ("state", "voided_at", "void_reason")
_RETURNED = (
    f"(NEW.state = 'draft' AND NOT {_changed('comment')} AND COALESCE(NEW.returned_reason, '') <> '' "
    "AND COALESCE((SELECT action FROM audit WHERE subject = 'sheet:' || OLD.id "
    "AND action IN ('sheet.finalised', 'sheet.returned') ORDER BY seq DESC LIMIT 1), '') = 'sheet.returned')"
)
_SHEET_UPDATE = (
    f"{_changed('id', 'juror_id', 'application_id', 'phase_code', 'created_at')} OR (OLD.state = 'final' "
    f"AND {_changed('comment', *_SEALING)} AND NOT {_RETURNED} "
    f"AND NOT (NEW.comment = {_WORD} AND NOT {_changed(*_SEALING)} AND {_WITHDRAWING}))"
)
_MARK_UPDATE = (
    f"{_changed('id', 'sheet_id', 'criterion_code')} OR "
    f"({_changed('units', 'reason')} AND {_final('OLD.sheet_id')} "
    f"AND NOT (NOT {_changed('units')} AND OLD.reason <> '' AND NEW.reason = {_WORD} AND {_WITHDRAWING} "
    "AND EXISTS (SELECT 1 FROM sheet_rest WHERE sheet_id = OLD.sheet_id)))"
)
_ISSUED = (
    "id series_id number kind code title subject data_sha256 verification_code issued_at issued_by text_id"
).split()
_UNDER_ANOTHER_SECRET = (
    f"(NOT {_changed('file_sha256', *_VOIDING)} AND substr(NEW.data, 1, 3) = 's1.' "
    "AND substr(NEW.data, 12, 1) = '.' AND substr(NEW.data, 4, 8) <> substr(OLD.data, 4, 8))"
)
_DOCUMENT_UPDATE = (
    f"{_changed(*_ISSUED)} OR (OLD.file_sha256 IS NOT NULL AND {_changed('file_sha256')}) "
    f"OR ({_changed(*_VOIDING)} AND NOT (OLD.state = 'issued' AND NEW.state = 'void')) "
    f"OR ({_changed('data')} AND NOT {_UNDER_ANOTHER_SECRET})"
)
_FOR_GOOD = {"document_text": _DOCUMENTS, "document_signature": _DOCUMENTS, "sheet_rest": _SHEETS}
_EMPTIED = {"sheet": _SHEETS, "sheet_mark": _SHEETS, "document": _DOCUMENTS, **_FOR_GOOD}

_ROWS = (
    ("sheet", "UPDATE", _SHEET_UPDATE, _SHEETS),
    ("sheet", "DELETE", "OLD.state = 'final'", _SHEETS),
    ("sheet_mark", "INSERT", _final("NEW.sheet_id"), _SHEETS),
    ("sheet_mark", "UPDATE", _MARK_UPDATE, _SHEETS),
    ("sheet_mark", "DELETE", _final("OLD.sheet_id"), _SHEETS),
    ("document", "UPDATE", _DOCUMENT_UPDATE, _DOCUMENTS),
    ("document", "DELETE", "TRUE", _DOCUMENTS),
    *((table, deed, "TRUE", why) for table, why in _FOR_GOOD.items() for deed in ("UPDATE", "DELETE")),
)
"""Which deed on a row of which table is refused, and when."""

_TAKEN = {
    "sheet": (
        "state = 'final' AND (id = NEW.id OR (juror_id = NEW.juror_id AND application_id = NEW.application_id "
        "AND phase_code = NEW.phase_code))"
    ),
    "sheet_mark": f"id = NEW.id AND {_final('sheet_mark.sheet_id')}",
    "document": (
        "id = NEW.id OR (series_id = NEW.series_id AND number = NEW.number) "
        "OR verification_code = NEW.verification_code"
    ),
    "document_text": (
        "id = NEW.id OR (office_id = NEW.office_id AND kind = NEW.kind AND number = NEW.number)"
    ),
    "document_signature": "document_id = NEW.document_id",
    "sheet_rest": "sheet_id = NEW.sheet_id",
    "audit": "seq = NEW.seq OR prev_hash = NEW.prev_hash OR hash = NEW.hash",
    "audit_checkpoint": "id = NEW.id",
    "access_log": "id = NEW.id",
    "sheet_entry": "id = NEW.id OR (sha256 = NEW.sha256 AND signed = NEW.signed AND via = NEW.via)",
}
"""Rows that a new one would replace: INSERT OR REPLACE of SQLite asks no trigger whether the old one may go."""


def _sqlite() -> Iterator[str]:
    for table, deed, condition, why in _ROWS:
        # SQLite of before 3.39 has no other word for it
        asked = condition.replace("IS DISTINCT FROM", "IS NOT")
        yield (
            f"CREATE TRIGGER {table}_guarded_{deed.lower()} BEFORE {deed} ON {table} WHEN {asked} "
            f"BEGIN SELECT RAISE(ABORT, '{why}'); END"
        )
    for table, taken in _TAKEN.items():
        yield (
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {taken}) "
            f"BEGIN SELECT RAISE(ABORT, '{table}: append-only'); END"
        )


def _postgresql(schema: str) -> Iterator[str]:
    # else a temporary table of that name would be asked instead
    path = f"SET search_path = {schema}, pg_temp"
    for table, deed, condition, why in _ROWS:
        row = "OLD" if deed == "DELETE" else "NEW"
        # waits for whoever is sealing the sheet at this moment
        held = f"PERFORM 1 FROM sheet WHERE id = {row}.sheet_id FOR SHARE; " if table == "sheet_mark" else ""
        name = f"{table}_guarded_{deed.lower()}"
        yield (
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql {path} AS $$ BEGIN {held}"
            f"IF {condition} THEN RAISE EXCEPTION '{why}'; END IF; RETURN {row}; END $$"
        )
        yield f"CREATE TRIGGER {name} BEFORE {deed} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
    for table, why in _EMPTIED.items():
        name = f"{table}_guarded_truncate"
        yield (
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{why}'; END $$"
        )
        yield f"CREATE TRIGGER {name} BEFORE TRUNCATE ON {table} EXECUTE FUNCTION {name}()"
    yield f"ALTER FUNCTION sheet_entry_words_only() {path}"


def upgrade() -> None:
    bind = op.get_bind()
    if bind.dialect.name == "sqlite":
        statements = _sqlite()
    else:
        statements = _postgresql(bind.execute(sa.text("SELECT quote_ident(current_schema())")).scalar_one())
    for statement in statements:
        op.execute(statement)


def downgrade() -> None:
    guards = [f"{table}_guarded_{deed.lower()}" for table, deed, *_ in _ROWS]
    if op.get_bind().dialect.name == "sqlite":
        for name in (*guards, *(f"{table}_no_replace" for table in _TAKEN)):
            op.execute(f"DROP TRIGGER {name}")
        return
    for name in (*guards, *(f"{table}_guarded_truncate" for table in _EMPTIED)):
        op.execute(f"DROP FUNCTION {name}() CASCADE")
    op.execute("ALTER FUNCTION sheet_entry_words_only() RESET search_path")
