"""Where each row of the register stands in its file, what it was before, and what its source tells no more."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

REGISTERED = ("district", "poverty_rate", "centre", "household", "person")


def upgrade() -> None:
    with op.batch_alter_table("import_batch") as batch:
        batch.add_column(sa.Column("told_by", sa.String(80), nullable=False, server_default=""))
        batch.add_column(sa.Column("is_complete", sa.Boolean(), nullable=False, server_default=sa.true()))
        batch.add_column(sa.Column("rows_gone", sa.Integer(), nullable=False, server_default="0"))
    for table in REGISTERED:
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("line", sa.Integer(), nullable=True))
            for column in ("first_batch_id", "gone_batch_id"):
                batch.add_column(sa.Column(column, sa.Integer(), nullable=True))
                batch.create_foreign_key(
                    f"fk_{table}_{column}_import_batch", "import_batch", [column], ["id"]
                )
        op.execute(f"UPDATE {table} SET first_batch_id = batch_id")
    with op.batch_alter_table("centre") as batch:
        batch.add_column(sa.Column("dwellings", sa.Integer(), nullable=True))
        batch.create_check_constraint("ck_centre_dwellings", "dwellings IS NULL OR dwellings >= 0")
    with op.batch_alter_table("centre_targeting") as batch:
        batch.add_column(sa.Column("counted", sa.String(12), nullable=True))
        batch.create_check_constraint(
            "ck_centre_targeting_counted", "counted IN ('households', 'dwellings', 'registered')"
        )
    op.execute("UPDATE centre_targeting SET counted = 'households' WHERE households IS NOT NULL")
    op.create_table(
        "register_version",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("noun", sa.String(12), nullable=False),
        sa.Column("key", sa.String(24), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("until_batch_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batch.id"], name="fk_register_version_batch_id_import_batch"
        ),
        sa.ForeignKeyConstraint(
            ["until_batch_id"], ["import_batch.id"], name="fk_register_version_until_batch_id_import_batch"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_register_version"),
    )
    op.create_index("ix_register_version_noun_key", "register_version", ["noun", "key"])
    op.create_table(
        "column_mapping",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("header_sha256", sa.String(64), nullable=False),
        sa.Column("choices", sa.Text(), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("chosen_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["chosen_by"], ["user_account.id"], name="fk_column_mapping_chosen_by_user_account"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_column_mapping"),
        sa.UniqueConstraint("kind", "header_sha256", name="uq_column_mapping_kind_header_sha256"),
    )


def downgrade() -> None:
    op.drop_table("column_mapping")
    op.drop_index("ix_register_version_noun_key", "register_version")
    op.drop_table("register_version")
    with op.batch_alter_table("centre_targeting") as batch:
        batch.drop_constraint("ck_centre_targeting_counted", type_="check")
        batch.drop_column("counted")
    with op.batch_alter_table("centre") as batch:
        batch.drop_constraint("ck_centre_dwellings", type_="check")
        batch.drop_column("dwellings")
    for table in reversed(REGISTERED):
        with op.batch_alter_table(table) as batch:
            for column in ("gone_batch_id", "first_batch_id"):
                batch.drop_constraint(f"fk_{table}_{column}_import_batch", type_="foreignkey")
                batch.drop_column(column)
            batch.drop_column("line")
    with op.batch_alter_table("import_batch") as batch:
        for column in ("rows_gone", "is_complete", "told_by"):
            batch.drop_column(column)
