"""Pairs of entries of which a birth date is unknown."""

from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

_SIGNS = "'same', 'swapped', 'one_digit', 'same_month'"


def upgrade() -> None:
    _allow(f"{_SIGNS}, 'unknown'")


def downgrade() -> None:
    # a decided pair stays, because who was joined points to it: of such a one the nearest sign is kept
    op.execute("DELETE FROM duplicate_pair WHERE date_sign = 'unknown' AND decision IS NULL")
    op.execute("UPDATE duplicate_pair SET date_sign = 'same_month' WHERE date_sign = 'unknown'")
    _allow(_SIGNS)


def _allow(signs: str) -> None:
    with op.batch_alter_table("duplicate_pair") as changed:
        changed.drop_constraint("ck_duplicate_pair_date_sign", type_="check")
        changed.create_check_constraint("ck_duplicate_pair_date_sign", f"date_sign IN ({signs})")
