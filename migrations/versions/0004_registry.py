"""Territory, targeting and household register."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "import_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("filename", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("rows_read", sa.Integer(), nullable=False),
        sa.Column("rows_new", sa.Integer(), nullable=False),
        sa.Column("rows_changed", sa.Integer(), nullable=False),
        sa.Column("rows_unchanged", sa.Integer(), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("applied_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["applied_by"], ["user_account.id"], name="fk_import_batch_applied_by_user_account"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_import_batch"),
    )
    op.create_index("ix_import_batch_kind", "import_batch", ["kind"], unique=False)

    op.create_table(
        "targeting_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("min_households", sa.Integer(), nullable=False),
        sa.Column("poverty_above_e4", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("min_households > 0", name="ck_targeting_rule_min_households"),
        sa.CheckConstraint("poverty_above_e4 BETWEEN 0 AND 1000000", name="ck_targeting_rule_poverty_above"),
        sa.ForeignKeyConstraint(
            ["created_by"], ["user_account.id"], name="fk_targeting_rule_created_by_user_account"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_targeting_rule"),
    )
    op.create_table(
        "district",
        sa.Column("ubigeo", sa.String(length=6), nullable=False),
        sa.Column("ubigeo_reniec", sa.String(length=6), nullable=True),
        sa.Column("department", sa.String(length=60), nullable=False),
        sa.Column("province", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("sort_key", sa.String(length=220), nullable=False),
        sa.Column("has_malnutrition_priority", sa.Boolean(), nullable=True),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("length(ubigeo) = 6", name="ck_district_ubigeo"),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name="fk_district_batch_id_import_batch"),
        sa.PrimaryKeyConstraint("ubigeo", name="pk_district"),
    )
    op.create_index("ix_district_sort_key", "district", ["sort_key"], unique=False)

    op.create_table(
        "centre",
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("ubigeo", sa.String(length=6), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("sort_key", sa.String(length=220), nullable=False),
        sa.Column("area", sa.String(length=1), nullable=False),
        sa.Column("latitude_e6", sa.Integer(), nullable=True),
        sa.Column("longitude_e6", sa.Integer(), nullable=True),
        sa.Column("altitude_m", sa.Integer(), nullable=True),
        sa.Column("population", sa.Integer(), nullable=True),
        sa.Column("households", sa.Integer(), nullable=True),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("area IN ('R', 'U')", name="ck_centre_area"),
        sa.CheckConstraint("households IS NULL OR households >= 0", name="ck_centre_households"),
        sa.CheckConstraint("length(code) = 10", name="ck_centre_code"),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name="fk_centre_batch_id_import_batch"),
        sa.ForeignKeyConstraint(["ubigeo"], ["district.ubigeo"], name="fk_centre_ubigeo_district"),
        sa.PrimaryKeyConstraint("code", name="pk_centre"),
    )
    op.create_index("ix_centre_sort_key", "centre", ["sort_key"], unique=False)
    op.create_index("ix_centre_ubigeo", "centre", ["ubigeo"], unique=False)

    op.create_table(
        "poverty_rate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ubigeo", sa.String(length=6), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("rate_e4", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("rate_e4 BETWEEN 0 AND 1000000", name="ck_poverty_rate_rate"),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batch.id"], name="fk_poverty_rate_batch_id_import_batch"
        ),
        sa.ForeignKeyConstraint(["ubigeo"], ["district.ubigeo"], name="fk_poverty_rate_ubigeo_district"),
        sa.PrimaryKeyConstraint("id", name="pk_poverty_rate"),
        sa.UniqueConstraint("ubigeo", "year", name="uq_poverty_rate_ubigeo_year"),
    )
    op.create_index("ix_poverty_rate_ubigeo", "poverty_rate", ["ubigeo"], unique=False)

    op.create_table(
        "centre_targeting",
        sa.Column("centre_code", sa.String(length=10), nullable=False),
        sa.Column("rule_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("households", sa.Integer(), nullable=True),
        sa.Column("poverty_e4", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "status IN ('targeted', 'not_targeted', 'no_data')", name="ck_centre_targeting_status"
        ),
        sa.ForeignKeyConstraint(
            ["centre_code"], ["centre.code"], name="fk_centre_targeting_centre_code_centre"
        ),
        sa.ForeignKeyConstraint(
            ["rule_id"], ["targeting_rule.id"], name="fk_centre_targeting_rule_id_targeting_rule"
        ),
        sa.PrimaryKeyConstraint("centre_code", name="pk_centre_targeting"),
    )
    op.create_index(
        "ix_centre_targeting_status_centre_code", "centre_targeting", ["status", "centre_code"], unique=False
    )

    op.create_table(
        "household",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("centre_code", sa.String(length=10), nullable=False),
        sa.Column("language", sa.String(length=40), nullable=True),
        sa.Column("sisfoh_class", sa.String(length=14), nullable=True),
        sa.Column("sisfoh_expires_on", sa.Date(), nullable=True),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "sisfoh_class IS NULL OR sisfoh_class IN ('no_pobre', 'pobre', 'pobre_extremo')",
            name="ck_household_sisfoh_class",
        ),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name="fk_household_batch_id_import_batch"),
        sa.ForeignKeyConstraint(["centre_code"], ["centre.code"], name="fk_household_centre_code_centre"),
        sa.PrimaryKeyConstraint("id", name="pk_household"),
        sa.UniqueConstraint("code", name="uq_household_code"),
    )
    op.create_index("ix_household_centre_code", "household", ["centre_code"], unique=False)

    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dni", sa.String(length=8), nullable=False),
        sa.Column("given_names", sa.String(length=80), nullable=False),
        sa.Column("paternal_surname", sa.String(length=60), nullable=False),
        sa.Column("maternal_surname", sa.String(length=60), nullable=False),
        sa.Column("sort_key", sa.String(length=220), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("sex", sa.String(length=1), nullable=False),
        sa.Column("is_head", sa.Boolean(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("sex IN ('F', 'M')", name="ck_person_sex"),
        sa.CheckConstraint("length(dni) = 8", name="ck_person_dni"),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name="fk_person_batch_id_import_batch"),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name="fk_person_household_id_household"),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
        sa.UniqueConstraint("dni", name="uq_person_dni"),
    )
    op.create_index("ix_person_household_id", "person", ["household_id"], unique=False)
    op.create_index("ix_person_sort_key", "person", ["sort_key"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_person_sort_key", table_name="person")
    op.drop_index("ix_person_household_id", table_name="person")

    op.drop_table("person")
    op.drop_index("ix_household_centre_code", table_name="household")

    op.drop_table("household")
    op.drop_index("ix_centre_targeting_status_centre_code", table_name="centre_targeting")

    op.drop_table("centre_targeting")
    op.drop_index("ix_poverty_rate_ubigeo", table_name="poverty_rate")

    op.drop_table("poverty_rate")
    op.drop_index("ix_centre_ubigeo", table_name="centre")
    op.drop_index("ix_centre_sort_key", table_name="centre")

    op.drop_table("centre")
    op.drop_index("ix_district_sort_key", table_name="district")

    op.drop_table("district")
    op.drop_table("targeting_rule")
    op.drop_index("ix_import_batch_kind", table_name="import_batch")

    op.drop_table("import_batch")
