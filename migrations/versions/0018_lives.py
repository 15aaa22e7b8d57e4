"""What happens to households and persons between two files, and what was true of them on a day."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_FIELDS = "'centre_code', 'sisfoh_class', 'names', 'birth_date'"
_HOUSEHOLD_THEN = {
    "sqlite": "json_extract(content, '$.household_id')",
    "postgresql": "(content::jsonb ->> 'household_id')::integer",
}


def _foreign(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=f"fk_{table}_{column}_{other}")


def upgrade() -> None:
    op.add_column("import_batch", sa.Column("effective_on", sa.Date(), nullable=True))
    op.add_column("register_version", sa.Column("household_id", sa.Integer(), nullable=True))
    then = _HOUSEHOLD_THEN[op.get_bind().dialect.name]
    op.execute(f"UPDATE register_version SET household_id = {then} WHERE noun = 'person'")
    op.create_index("ix_register_version_household_id", "register_version", ["household_id"])
    _make_events()
    _make_pairs()
    _set_conflict_fields(f"{_FIELDS}, 'household_code', 'is_head', 'standing'")


def downgrade() -> None:
    op.execute("DELETE FROM source_conflict WHERE field IN ('household_code', 'is_head', 'standing')")
    _set_conflict_fields(_FIELDS)
    op.drop_table("person_merge")
    op.drop_table("duplicate_pair")
    op.drop_table("noted_fact")
    op.drop_table("life_event")
    op.drop_index("ix_register_version_household_id", "register_version")
    op.drop_column("register_version", "household_id")
    op.drop_column("import_batch", "effective_on")


def _make_events() -> None:
    op.create_table(
        "life_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("other_household_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by", sa.Integer(), nullable=True),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.Integer(), nullable=True),
        sa.Column("undo_reason", sa.String(300), nullable=True),
        sa.Column("undo_batch_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('death', 'leaving', 'move', 'centre', 'split', 'merge')", name="ck_life_event_kind"
        ),
        sa.CheckConstraint("reason <> ''", name="ck_life_event_reason"),
        sa.CheckConstraint(
            "(undone_at IS NULL) = (undo_reason IS NULL) AND (undone_at IS NULL) = (undo_batch_id IS NULL)",
            name="ck_life_event_undone",
        ),
        _foreign("life_event", "household_id", "household"),
        _foreign("life_event", "other_household_id", "household"),
        _foreign("life_event", "person_id", "person"),
        _foreign("life_event", "noted_by", "user_account"),
        _foreign("life_event", "undone_by", "user_account"),
        _foreign("life_event", "batch_id", "import_batch"),
        _foreign("life_event", "undo_batch_id", "import_batch"),
        sa.PrimaryKeyConstraint("id", name="pk_life_event"),
        sa.UniqueConstraint("batch_id", name="uq_life_event_batch_id"),
        sa.UniqueConstraint("undo_batch_id", name="uq_life_event_undo_batch_id"),
    )
    for column in ("household_id", "other_household_id", "person_id"):
        op.create_index(f"ix_life_event_{column}", "life_event", [column])
    op.create_table(
        "noted_fact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("field", sa.String(14), nullable=False),
        sa.CheckConstraint(
            "field IN ('centre_code', 'household_code', 'is_head', 'standing')", name="ck_noted_fact_field"
        ),
        sa.CheckConstraint("(household_id IS NULL) <> (person_id IS NULL)", name="ck_noted_fact_subject"),
        _foreign("noted_fact", "event_id", "life_event"),
        _foreign("noted_fact", "household_id", "household"),
        _foreign("noted_fact", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name="pk_noted_fact"),
    )
    for column in ("event_id", "household_id", "person_id"):
        op.create_index(f"ix_noted_fact_{column}", "noted_fact", [column])


def _make_pairs() -> None:
    op.create_table(
        "duplicate_pair",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("one_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("date_sign", sa.String(10), nullable=False),
        sa.Column("similarity", sa.Integer(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decision", sa.String(10), nullable=True),
        sa.Column("reason", sa.String(300), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("one_id < other_id", name="ck_duplicate_pair_order"),
        sa.CheckConstraint(
            "date_sign IN ('same', 'swapped', 'one_digit', 'same_month')", name="ck_duplicate_pair_date_sign"
        ),
        sa.CheckConstraint("similarity BETWEEN 0 AND 100", name="ck_duplicate_pair_similarity"),
        sa.CheckConstraint("decision IN ('same', 'different')", name="ck_duplicate_pair_decision"),
        sa.CheckConstraint(
            "(decision IS NULL) = (decided_at IS NULL) AND (decision IS NULL) = (reason IS NULL)",
            name="ck_duplicate_pair_decided",
        ),
        sa.CheckConstraint(
            "(coalesce(decision, '') = 'same') = (event_id IS NOT NULL)",
            name="ck_duplicate_pair_same_has_event",
        ),
        _foreign("duplicate_pair", "one_id", "person"),
        _foreign("duplicate_pair", "other_id", "person"),
        _foreign("duplicate_pair", "decided_by", "user_account"),
        _foreign("duplicate_pair", "event_id", "life_event"),
        sa.PrimaryKeyConstraint("id", name="pk_duplicate_pair"),
        sa.UniqueConstraint("one_id", "other_id", name="uq_duplicate_pair_one_id_other_id"),
        sa.UniqueConstraint("event_id", name="uq_duplicate_pair_event_id"),
    )
    op.create_index("ix_duplicate_pair_other_id", "duplicate_pair", ["other_id"])
    op.create_table(
        "person_merge",
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kept_id", sa.Integer(), nullable=False),
        sa.Column("pair_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("person_id <> kept_id", name="ck_person_merge_two"),
        _foreign("person_merge", "person_id", "person"),
        _foreign("person_merge", "kept_id", "person"),
        _foreign("person_merge", "pair_id", "duplicate_pair"),
        sa.PrimaryKeyConstraint("person_id", name="pk_person_merge"),
        sa.UniqueConstraint("pair_id", name="uq_person_merge_pair_id"),
    )
    op.create_index("ix_person_merge_kept_id", "person_merge", ["kept_id"])


def _set_conflict_fields(fields: str) -> None:
    with op.batch_alter_table("source_conflict") as conflict:
        conflict.drop_constraint("ck_source_conflict_field", type_="check")
        conflict.create_check_constraint("ck_source_conflict_field", f"field IN ({fields})")
