"""What members are to their head, as a person noted it."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

_CHOICES = {
    ("life_event", "kind"): "'death', 'leaving', 'move', 'centre', 'split', 'merge', 'place'",
    ("noted_fact", "field"): "'centre_code', 'household_code', 'is_head', 'standing', 'place'",
    ("source_conflict", "field"): (
        "'centre_code', 'sisfoh_class', 'names', 'birth_date', 'household_code', 'is_head', 'standing', 'place'"
    ),
}


def upgrade() -> None:
    for (table, column), values in _CHOICES.items():
        _allow(table, column, f"{values}, 'kinship'")
    with op.batch_alter_table("noted_fact") as changed:
        changed.add_column(sa.Column("value", sa.String(16), nullable=True))
        changed.create_check_constraint("ck_noted_fact_value", "(field = 'kinship') = (value IS NOT NULL)")


def downgrade() -> None:
    with op.batch_alter_table("noted_fact") as changed:
        changed.drop_constraint("ck_noted_fact_value", type_="check")
        changed.drop_column("value")
    for table, column in [*_CHOICES][::-1]:
        op.execute(f"DELETE FROM {table} WHERE {column} = 'kinship'")
        _allow(table, column, _CHOICES[table, column])


def _allow(table: str, column: str, values: str) -> None:
    name = f"ck_{table}_{column}"
    with op.batch_alter_table(table) as changed:
        changed.drop_constraint(name, type_="check")
        changed.create_check_constraint(name, f"{column} IN ({values})")
