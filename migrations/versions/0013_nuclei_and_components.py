"""Executing nuclei, and what households received in the other components; with the first catalogue of kinds."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

KINDS = (
    ("riego-aspersion", "production", "Riego por aspersión", "riegan por aspersión", "módulos"),
    ("huerto-abierto", "production", "Huerto a campo abierto", "cultivan un huerto a campo abierto", "m²"),
    ("huerto-invernadero", "production", "Huerto en invernadero", "cultivan un huerto en invernadero", "m²"),
    ("abono-organico", "production", "Abono orgánico", "preparan abono orgánico", "kg"),
    ("pastos", "production", "Pastos sembrados", "tienen pastos sembrados", "m²"),
    (
        "granos-tuberculos",
        "production",
        "Granos, menestras y tubérculos",
        "siembran granos, menestras o tubérculos",
        "m²",
    ),
    ("cultivos-selva", "production", "Cultivos de selva", "siembran cultivos de selva", "m²"),
    ("cuyes", "production", "Módulo de cuyes", "crían cuyes", "cuyes"),
    ("gallinas", "production", "Gallinas", "crían gallinas", "gallinas"),
    ("hidroponia", "production", "Módulo hidropónico", "producen forraje hidropónico", "módulos"),
    ("cocina-mejorada", "dwelling", "Cocina mejorada", "cocinan en una cocina mejorada", None),
    ("agua-segura", "dwelling", "Agua segura", "toman agua segura", None),
    ("cocina-ordenada", "dwelling", "Cocina ordenada", "tienen la cocina ordenada", None),
    ("residuos", "dwelling", "Residuos sólidos", "separan y eliminan bien sus residuos", None),
    (
        "grupo-financiero",
        "finance",
        "Grupo de educación financiera",
        "participan en un grupo de educación financiera",
        "sesiones",
    ),
    ("ahorro", "finance", "Ahorro", "ahorran en una cuenta", None),
)
"""Code, component, name, what the households with it do, unit. Rows from here on: changed on a page, not in code."""

_PLAIN = str.maketrans("áéíóúü", "aeiouu")


def upgrade() -> None:
    _create_nuclei()
    _create_kinds()
    _create_records()


def downgrade() -> None:
    op.drop_index("ix_component_step_record_id", table_name="component_step")
    op.drop_table("component_step")
    op.drop_index(
        "ix_component_record_held", table_name="component_record", sqlite_where=_HELD, postgresql_where=_HELD
    )
    op.drop_index(
        "uq_component_record_live", table_name="component_record", sqlite_where=_LIVE, postgresql_where=_LIVE
    )
    op.drop_index("ix_component_record_batch_id", table_name="component_record")
    op.drop_index("ix_component_record_household_id", table_name="component_record")
    op.drop_table("component_record")
    op.drop_table("component_kind")
    op.drop_index("ix_nucleus_centre_centre_code", table_name="nucleus_centre")
    op.drop_index("ix_nucleus_centre_nucleus_id", table_name="nucleus_centre")
    op.drop_table("nucleus_centre")
    op.drop_index("ix_executing_nucleus_central_nucleus_id", table_name="executing_nucleus")
    op.drop_table("executing_nucleus")
    op.drop_index("ix_central_nucleus_office_id", table_name="central_nucleus")
    op.drop_index("ix_central_nucleus_sort_key", table_name="central_nucleus")
    op.drop_table("central_nucleus")


_LIVE = sa.text("voided_at IS NULL")
_HELD = sa.text("voided_at IS NULL AND held_since IS NOT NULL")


def _create_nuclei() -> None:
    op.create_table(
        "central_nucleus",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("sort_key", sa.String(length=220), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=True),
        sa.Column("first_year", sa.Integer(), nullable=False),
        sa.Column("last_year", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("first_year BETWEEN 2000 AND 2100", name="ck_central_nucleus_first_year"),
        sa.CheckConstraint(
            "last_year IS NULL OR last_year BETWEEN first_year AND 2100", name="ck_central_nucleus_last_year"
        ),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name="fk_central_nucleus_office_id_office"),
        sa.PrimaryKeyConstraint("id", name="pk_central_nucleus"),
        sa.UniqueConstraint("code", name="uq_central_nucleus_code"),
    )
    op.create_index("ix_central_nucleus_sort_key", "central_nucleus", ["sort_key"], unique=False)
    op.create_index("ix_central_nucleus_office_id", "central_nucleus", ["office_id"], unique=False)
    op.create_table(
        "executing_nucleus",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("central_nucleus_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["central_nucleus_id"],
            ["central_nucleus.id"],
            name="fk_executing_nucleus_central_nucleus_id_central_nucleus",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_executing_nucleus"),
        sa.UniqueConstraint(
            "central_nucleus_id", "code", name="uq_executing_nucleus_central_nucleus_id_code"
        ),
    )
    op.create_index(
        "ix_executing_nucleus_central_nucleus_id", "executing_nucleus", ["central_nucleus_id"], unique=False
    )
    op.create_table(
        "nucleus_centre",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nucleus_id", sa.Integer(), nullable=False),
        sa.Column("centre_code", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(
            ["centre_code"], ["centre.code"], name="fk_nucleus_centre_centre_code_centre"
        ),
        sa.ForeignKeyConstraint(
            ["nucleus_id"], ["executing_nucleus.id"], name="fk_nucleus_centre_nucleus_id_executing_nucleus"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_nucleus_centre"),
        sa.UniqueConstraint("nucleus_id", "centre_code", name="uq_nucleus_centre_nucleus_id_centre_code"),
    )
    op.create_index("ix_nucleus_centre_centre_code", "nucleus_centre", ["centre_code"], unique=False)
    op.create_index("ix_nucleus_centre_nucleus_id", "nucleus_centre", ["nucleus_id"], unique=False)


def _create_kinds() -> None:
    kinds = op.create_table(
        "component_kind",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=30), nullable=False),
        sa.Column("component", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("sort_key", sa.String(length=220), nullable=False),
        sa.Column("phrase", sa.String(length=120), nullable=False),
        sa.Column("unit", sa.String(length=30), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "component IN ('production', 'dwelling', 'finance')", name="ck_component_kind_component"
        ),
        sa.CheckConstraint("unit <> ''", name="ck_component_kind_unit"),
        sa.PrimaryKeyConstraint("id", name="pk_component_kind"),
        sa.UniqueConstraint("code", name="uq_component_kind_code"),
        sa.UniqueConstraint("sort_key", name="uq_component_kind_sort_key"),
    )
    op.bulk_insert(
        kinds,
        [
            {
                "code": code,
                "component": component,
                "name": name,
                "sort_key": name.lower().translate(_PLAIN),
                "phrase": phrase,
                "unit": unit,
                "is_active": True,
                "version": 1,
            }
            for code, component, name, phrase, unit in KINDS
        ],
    )


def _create_records() -> None:
    op.create_table(
        "component_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("kind_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("held_since", sa.Date(), nullable=True),
        sa.Column("quantity", sa.Integer(), nullable=True),
        sa.Column("trainer", sa.String(length=80), nullable=False),
        sa.Column("counterpart_days", sa.Integer(), nullable=True),
        sa.Column("counterpart_inputs", sa.String(length=200), nullable=False),
        sa.Column("counterpart_value", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.String(length=300), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('planned', 'delivered', 'in_use', 'abandoned')", name="ck_component_record_state"
        ),
        sa.CheckConstraint(
            "(state IN ('delivered', 'in_use')) = (held_since IS NOT NULL)",
            name="ck_component_record_held_since",
        ),
        sa.CheckConstraint(
            "(voided_at IS NULL) = (void_reason IS NULL)", name="ck_component_record_void_reason"
        ),
        sa.CheckConstraint(
            "voided_at IS NOT NULL OR voided_by IS NULL", name="ck_component_record_voided_by"
        ),
        sa.CheckConstraint("quantity > 0", name="ck_component_record_quantity"),
        sa.CheckConstraint("counterpart_days > 0", name="ck_component_record_counterpart_days"),
        sa.CheckConstraint("counterpart_value > 0", name="ck_component_record_counterpart_value"),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batch.id"], name="fk_component_record_batch_id_import_batch"
        ),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name="fk_component_record_household_id_household"
        ),
        sa.ForeignKeyConstraint(
            ["kind_id"], ["component_kind.id"], name="fk_component_record_kind_id_component_kind"
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["user_account.id"], name="fk_component_record_recorded_by_user_account"
        ),
        sa.ForeignKeyConstraint(
            ["voided_by"], ["user_account.id"], name="fk_component_record_voided_by_user_account"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_component_record"),
    )
    op.create_index("ix_component_record_household_id", "component_record", ["household_id"], unique=False)
    op.create_index("ix_component_record_batch_id", "component_record", ["batch_id"], unique=False)
    op.create_index(
        "uq_component_record_live",
        "component_record",
        ["household_id", "kind_id", "on_date"],
        unique=True,
        sqlite_where=_LIVE,
        postgresql_where=_LIVE,
    )
    op.create_index(
        "ix_component_record_held",
        "component_record",
        ["kind_id", "household_id", "held_since"],
        unique=False,
        sqlite_where=_HELD,
        postgresql_where=_HELD,
    )
    op.create_table(
        "component_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "state IN ('planned', 'delivered', 'in_use', 'abandoned')", name="ck_component_step_state"
        ),
        sa.ForeignKeyConstraint(
            ["noted_by"], ["user_account.id"], name="fk_component_step_noted_by_user_account"
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["component_record.id"], name="fk_component_step_record_id_component_record"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_component_step"),
        sa.UniqueConstraint("record_id", "number", name="uq_component_step_record_id_number"),
    )
    op.create_index("ix_component_step_record_id", "component_step", ["record_id"], unique=False)
