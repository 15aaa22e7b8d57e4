"""Columns that tell most of a person are sealed with a key of the settings."""

import sqlalchemy as sa
from alembic import context, op

revision = "0074"
down_revision = "0073"
branch_labels = None
depends_on = None

ACCOUNT = {"bank": 60, "cci": 20, "holder": 120}
SEALED = {
    "follow_up": tuple(ACCOUNT),
    "document": ("data",),
    "scoring_fact": ("evidence",),
    "source_page": ("content",),
}
BATCH = 500


def upgrade() -> None:
    with op.batch_alter_table("follow_up") as account:
        account.drop_constraint("ck_follow_up_cci", type_="check")
        for name, length in ACCOUNT.items():
            account.alter_column(name, existing_type=sa.String(length), type_=sa.Text())
    rewrite(context.config.attributes["data_keys"].seal)


def downgrade() -> None:
    rewrite(context.config.attributes["data_keys"].open)
    with op.batch_alter_table("follow_up") as account:
        for name, length in ACCOUNT.items():
            account.alter_column(name, existing_type=sa.Text(), type_=sa.String(length))
        account.create_check_constraint("ck_follow_up_cci", "cci IS NULL OR length(cci) = 20")


def rewrite(change) -> None:  # type: ignore[no-untyped-def]
    for table, columns in SEALED.items():
        for column in columns:
            rewrite_column(table, column, change)


def rewrite_column(table, column, change) -> None:  # type: ignore[no-untyped-def]
    rows = sa.table(table, sa.column("id"), sa.column(column))
    text, connection, last = rows.c[column], op.get_bind(), 0
    write = rows.update().where(rows.c.id == sa.bindparam("row")).values({column: sa.bindparam("changed")})
    wanted = sa.select(rows.c.id, text).where(text.is_not(None)).order_by(rows.c.id).limit(BATCH)
    while batch := connection.execute(wanted.where(rows.c.id > last)).all():
        purpose = f"{table}.{column}"
        connection.execute(
            write, [{"row": row, "changed": change(told, purpose=purpose)} for row, told in batch]
        )
        last = batch[-1][0]
