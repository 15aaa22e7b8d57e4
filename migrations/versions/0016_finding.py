"""Finding by name and by code, and what left the register as a file.

The databases keep all of it in step with `person` and `household` by themselves, whoever writes there and however
many rows at once. `KEEPS_ITSELF` beside the list of tables names these structures, which no model declares.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_SOUND_STEPS = (
    ("ch", "1"),
    ("ce", "s"),
    ("ci", "s"),
    ("c", "k"),
    ("q", "k"),
    ("z", "s"),
    ("x", "s"),
    ("ge", "j"),
    ("gi", "j"),
    ("gua", ""),
    ("ll", ""),
    ("v", "b"),
    *((letter * 2, letter) for letter in "kmnprst"),
    *((letter, "") for letter in "yhwaeiou"),
)


def _sound(column: str) -> str:
    for written, sounds in _SOUND_STEPS:
        column = f"replace({column}, '{written}', '{sounds}')"
    return column


def _plain(column: str) -> str:
    for mark in ("-", "''", "’", ".", ",", "/", "(", ")"):
        column = f"replace({column}, '{mark}', ' ')"
    return f"replace({column}, '~', '')"


# "C" compares byte by byte, as SQLite does: what begins alike stands together
_WORDS = "string_to_array(translate(sort_key, '-''’.,/()~', '        '), ' ')"
_POSTGRES = (
    f"CREATE INDEX ix_person_words ON person USING gin (({_WORDS}))",
    'CREATE TABLE person_words_vocab (word text COLLATE "C" CONSTRAINT pk_person_words_vocab PRIMARY KEY, '
    f'sound text COLLATE "C" NOT NULL GENERATED ALWAYS AS ({_sound("word")}) STORED)',
    "CREATE INDEX ix_person_words_vocab_sound ON person_words_vocab (sound)",
    f"""
    CREATE FUNCTION person_words_add() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO person_words_vocab (word)
        SELECT DISTINCT word FROM written, unnest({_WORDS}) AS word WHERE word <> ''
        EXCEPT SELECT word FROM person_words_vocab
        ORDER BY word
        ON CONFLICT DO NOTHING;
        RETURN NULL;
    END $$
    """,
    "CREATE TRIGGER person_words_added AFTER INSERT ON person REFERENCING NEW TABLE AS written "
    "FOR EACH STATEMENT EXECUTE FUNCTION person_words_add()",
    "CREATE TRIGGER person_words_changed AFTER UPDATE ON person REFERENCING NEW TABLE AS written "
    "FOR EACH STATEMENT EXECUTE FUNCTION person_words_add()",
    "INSERT INTO person_words_vocab (word) "
    f"SELECT DISTINCT word FROM person, unnest({_WORDS}) AS word WHERE word <> ''",
    'CREATE INDEX ix_household_code_start ON household (lower(code) COLLATE "C")',
)
_POSTGRES_DOWN = (
    "DROP INDEX ix_household_code_start",
    "DROP TRIGGER person_words_changed ON person",
    "DROP TRIGGER person_words_added ON person",
    "DROP FUNCTION person_words_add()",
    "DROP TABLE person_words_vocab",
    "DROP INDEX ix_person_words",
)

_VOCABULARY = (
    "INSERT OR IGNORE INTO person_words_vocab (word) SELECT value FROM {source} AS words "
    "WHERE value <> '' AND NOT EXISTS (SELECT 1 FROM person_words_vocab WHERE word = words.value)"
)
_SPLIT = "json_each('[' || replace(json_quote({plain}), ' ', '\",\"') || ']')"
_ADD = (
    "INSERT INTO person_words (rowid, name) VALUES (new.id, replace(new.sort_key, '~', '')); "
    + _VOCABULARY.format(source=_SPLIT.format(plain=_plain("new.sort_key")))
    + "; "
)
_REMOVE = (
    "INSERT INTO person_words (person_words, rowid, name) "
    "VALUES ('delete', old.id, replace(old.sort_key, '~', '')); "
)
_SQLITE = (
    "CREATE VIRTUAL TABLE person_words USING fts5(name, content='', detail=none, columnsize=0)",
    "CREATE TABLE person_words_vocab (word text CONSTRAINT pk_person_words_vocab PRIMARY KEY, "
    f"sound text NOT NULL GENERATED ALWAYS AS ({_sound('word')}) STORED) WITHOUT ROWID",
    "CREATE INDEX ix_person_words_vocab_sound ON person_words_vocab (sound)",
    f"CREATE TRIGGER person_words_added AFTER INSERT ON person BEGIN {_ADD}END",
    f"CREATE TRIGGER person_words_removed AFTER DELETE ON person BEGIN {_REMOVE}END",
    "CREATE TRIGGER person_words_changed AFTER UPDATE OF sort_key ON person "
    f"WHEN new.sort_key <> old.sort_key BEGIN {_REMOVE}{_ADD}END",
    "INSERT INTO person_words (rowid, name) SELECT id, replace(sort_key, '~', '') FROM person",
    _VOCABULARY.format(source=f"person, {_SPLIT.format(plain=_plain('person.sort_key'))}"),
    "CREATE INDEX ix_household_code_start ON household (code COLLATE NOCASE)",
)
_SQLITE_DOWN = (
    "DROP INDEX ix_household_code_start",
    "DROP TRIGGER person_words_changed",
    "DROP TRIGGER person_words_removed",
    "DROP TRIGGER person_words_added",
    "DROP TABLE person_words_vocab",
    "DROP TABLE person_words",
)


def upgrade() -> None:
    _execute(_POSTGRES if _is_postgres() else _SQLITE)
    op.create_table(
        "registry_export",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("content", sa.String(length=12), nullable=False),
        sa.Column("file_format", sa.String(length=4), nullable=False),
        sa.Column("filter", sa.Text(), nullable=False),
        sa.Column("has_dni", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("exported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("exported_by", sa.Integer(), nullable=False),
        sa.CheckConstraint("content IN ('households', 'persons')", name="ck_registry_export_content"),
        sa.CheckConstraint("file_format IN ('csv', 'xlsx')", name="ck_registry_export_file_format"),
        sa.CheckConstraint("rows >= 0", name="ck_registry_export_rows"),
        sa.ForeignKeyConstraint(
            ["exported_by"], ["user_account.id"], name="fk_registry_export_exported_by_user_account"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_registry_export"),
    )
    op.create_index("ix_registry_export_exported_by", "registry_export", ["exported_by"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_registry_export_exported_by", table_name="registry_export")
    op.drop_table("registry_export")
    _execute(_POSTGRES_DOWN if _is_postgres() else _SQLITE_DOWN)


def _is_postgres() -> bool:
    return bool(op.get_bind().dialect.name == "postgresql")


def _execute(statements: tuple[str, ...]) -> None:
    for statement in statements:
        op.execute(sa.text(statement))
