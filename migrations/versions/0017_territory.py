"""Departments and provinces as rows with the names told of them, and codes that gave way to new ones."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_PLAIN = str.maketrans("áéíóúü", "aeiouu")
_AREA = sa.table("area", sa.column("code"), sa.column("name"), sa.column("sort_key"))
_AREA_NAME = sa.table(
    "area_name", *(sa.column(name) for name in ("code", "name", "sort_key", "batch_id", "line"))
)
_TOLD = """
    SELECT substr(ubigeo, 1, 2), department, batch_id, line, ubigeo FROM district
    UNION ALL SELECT substr(ubigeo, 1, 4), province, batch_id, line, ubigeo FROM district
    ORDER BY 1, 5
"""


def upgrade() -> None:
    _create_areas()
    _fill_areas()
    _create_code_changes()
    _leave_room_in_standings(percent=50)


def downgrade() -> None:
    _leave_room_in_standings(percent=100)
    op.drop_table("code_change")
    op.drop_table("area_name")
    op.drop_table("area")


def _leave_room_in_standings(*, percent: int) -> None:
    """Let PostgreSQL fill its pages by so much: a new rule changes every row, twice as fast beside its old self."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(sa.text(f"ALTER TABLE centre_targeting SET (fillfactor = {percent})"))


def _create_areas() -> None:
    op.create_table(
        "area",
        sa.Column("code", sa.String(length=4), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("sort_key", sa.String(length=120), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("chosen_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("length(code) IN (2, 4)", name="ck_area_code"),
        sa.CheckConstraint("chosen_at IS NOT NULL OR chosen_by IS NULL", name="ck_area_chosen_by"),
        sa.ForeignKeyConstraint(["chosen_by"], ["user_account.id"], name="fk_area_chosen_by_user_account"),
        sa.PrimaryKeyConstraint("code", name="pk_area"),
    )
    op.create_table(
        "area_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=4), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("sort_key", sa.String(length=120), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name="fk_area_name_batch_id_import_batch"),
        sa.ForeignKeyConstraint(["code"], ["area.code"], name="fk_area_name_code_area"),
        sa.PrimaryKeyConstraint("id", name="pk_area_name"),
        sa.UniqueConstraint("code", "sort_key", name="uq_area_name_code_sort_key"),
    )


def _fill_areas() -> None:
    """Take the areas from the districts there are; of the names told, that of the first district."""
    areas: dict[str, dict[str, object]] = {}
    names: dict[tuple[str, str], dict[str, object]] = {}
    for code, name, batch_id, line, _ubigeo in op.get_bind().execute(sa.text(_TOLD)):
        key = name.lower().replace("ñ", "n~").translate(_PLAIN)
        told = {"code": code, "name": name, "sort_key": key}
        areas.setdefault(code, told)
        names.setdefault((code, key), {**told, "batch_id": batch_id, "line": line})
    op.bulk_insert(_AREA, list(areas.values()))
    op.bulk_insert(_AREA_NAME, list(names.values()))


def _create_code_changes() -> None:
    op.create_table(
        "code_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=1), nullable=False),
        sa.Column("old_code", sa.String(length=10), nullable=False),
        sa.Column("new_code", sa.String(length=10), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.Integer(), nullable=True),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("first_batch_id", sa.Integer(), nullable=True),
        sa.Column("gone_batch_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("kind IN ('I', 'R', 'C')", name="ck_code_change_kind"),
        sa.CheckConstraint(
            "length(old_code) = CASE kind WHEN 'C' THEN 10 ELSE 6 END AND length(new_code) = length(old_code)",
            name="ck_code_change_codes",
        ),
        sa.CheckConstraint("old_code <> new_code", name="ck_code_change_new_code"),
        sa.CheckConstraint(
            "batch_id IS NOT NULL OR recorded_at IS NOT NULL", name="ck_code_change_recorded_at"
        ),
        sa.CheckConstraint(
            "withdrawn_at IS NOT NULL OR withdrawn_by IS NULL", name="ck_code_change_withdrawn_by"
        ),
        *(
            sa.ForeignKeyConstraint([name], [f"{table}.id"], name=f"fk_code_change_{name}_{table}")
            for name, table in (
                ("recorded_by", "user_account"),
                ("withdrawn_by", "user_account"),
                ("batch_id", "import_batch"),
                ("first_batch_id", "import_batch"),
                ("gone_batch_id", "import_batch"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name="pk_code_change"),
        sa.UniqueConstraint("kind", "old_code", "new_code", name="uq_code_change_kind_old_code_new_code"),
    )
