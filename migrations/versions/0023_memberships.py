"""Social programmes, who belongs to them, and what was said of each last day."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

PROGRAMMES = (
    ("beca-18", "Beca 18", "beca 18"),
    ("contigo", "Contigo", "contigo"),
    ("cuna-mas", "Cuna Más", "cuna mas"),
    ("juntos", "Juntos", "juntos"),
    ("pension-65", "Pensión 65", "pension 65"),
)


def upgrade() -> None:
    programme = op.create_table(
        "social_programme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=30), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("sort_key", sa.String(length=220), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_social_programme"),
        sa.UniqueConstraint("code", name="uq_social_programme_code"),
        sa.UniqueConstraint("sort_key", name="uq_social_programme_sort_key"),
    )
    op.bulk_insert(
        programme,
        [
            {"code": code, "name": name, "sort_key": key, "is_active": True, "version": 1}
            for code, name, key in PROGRAMMES
        ],
    )
    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("evidence", sa.String(length=300), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("file_version", sa.Integer(), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.String(length=300), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(household_id IS NULL) <> (person_id IS NULL)", name="ck_membership_subject"),
        sa.CheckConstraint("until >= since", name="ck_membership_until"),
        sa.CheckConstraint("(voided_at IS NULL) = (void_reason IS NULL)", name="ck_membership_void_reason"),
        sa.CheckConstraint("batch_id IS NOT NULL OR evidence <> ''", name="ck_membership_source"),
        sa.CheckConstraint("file_version IS NULL OR batch_id IS NOT NULL", name="ck_membership_file_version"),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["social_programme.id"], name="fk_membership_programme_id_social_programme"
        ),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name="fk_membership_household_id_household"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_membership_person_id_person"),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["user_account.id"], name="fk_membership_recorded_by_user_account"
        ),
        sa.ForeignKeyConstraint(
            ["voided_by"], ["user_account.id"], name="fk_membership_voided_by_user_account"
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batch.id"], name="fk_membership_batch_id_import_batch"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_membership"),
    )
    op.create_index("ix_membership_programme_id", "membership", ["programme_id"])
    op.create_index("ix_membership_batch_id", "membership", ["batch_id"])
    live = sa.text("voided_at IS NULL")
    for subject in ("person", "household"):
        op.create_index(f"ix_membership_{subject}_id", "membership", [f"{subject}_id"])
        op.create_index(
            f"uq_membership_{subject}_live",
            "membership",
            [f"{subject}_id", "programme_id", "since"],
            unique=True,
            sqlite_where=live,
            postgresql_where=live,
        )
    op.create_table(
        "membership_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by", sa.Integer(), nullable=True),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["membership.id"], name="fk_membership_step_membership_id_membership"
        ),
        sa.ForeignKeyConstraint(
            ["noted_by"], ["user_account.id"], name="fk_membership_step_noted_by_user_account"
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batch.id"], name="fk_membership_step_batch_id_import_batch"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_membership_step"),
        sa.UniqueConstraint("membership_id", "number", name="uq_membership_step_membership_id_number"),
    )


def downgrade() -> None:
    op.drop_table("membership_step")
    op.drop_table("membership")
    op.drop_table("social_programme")
