"""Where the dwelling of a household is, and requests for files that whoever asked withdrew."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

_FIELDS_OF = {
    "source_conflict": "'centre_code', 'sisfoh_class', 'names', 'birth_date', 'household_code', 'is_head', 'standing'",
    "noted_fact": "'centre_code', 'household_code', 'is_head', 'standing'",
}
_KINDS = "'death', 'leaving', 'move', 'centre', 'split', 'merge'"


def upgrade() -> None:
    op.add_column("household", sa.Column("latitude_e6", sa.Integer(), nullable=True))
    op.add_column("household", sa.Column("longitude_e6", sa.Integer(), nullable=True))
    for table, fields in _FIELDS_OF.items():
        _allow(table, "field", f"{fields}, 'place'")
    _allow("life_event", "kind", f"{_KINDS}, 'place'")
    with op.batch_alter_table("export_request") as request:
        request.add_column(sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))
        request.create_check_constraint(
            "ck_export_request_withdrawn", "withdrawn_at IS NULL OR export_id IS NULL"
        )


def downgrade() -> None:
    op.execute("DELETE FROM export_request WHERE withdrawn_at IS NOT NULL")
    with op.batch_alter_table("export_request") as request:
        request.drop_constraint("ck_export_request_withdrawn", type_="check")
        request.drop_column("withdrawn_at")
    for table, fields in _FIELDS_OF.items():
        op.execute(f"DELETE FROM {table} WHERE field = 'place'")
        _allow(table, "field", fields)
    op.execute("DELETE FROM life_event WHERE kind = 'place'")
    _allow("life_event", "kind", _KINDS)
    op.drop_column("household", "longitude_e6")
    op.drop_column("household", "latitude_e6")


def _allow(table: str, column: str, values: str) -> None:
    name = f"ck_{table}_{column}"
    with op.batch_alter_table(table) as changed:
        changed.drop_constraint(name, type_="check")
        changed.create_check_constraint(name, f"{column} IN ({values})")
