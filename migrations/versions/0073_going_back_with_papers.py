"""Awards and calls of a result that was set aside stay in their tables; acts of two persons wait in one."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0073"
down_revision = "0072"
branch_labels = None
depends_on = None

CHECKS = {
    "state": "state IN ('asked', 'done', 'withdrawn')",
    "decided": "(state = 'asked') = (decided_by IS NULL AND decided_at IS NULL)",
    "two_persons": "state <> 'done' OR decided_by <> asked_by",
}
OF_FOLLOW_UP = (
    "agreement_change",
    "award_release",
    "award_return",
    "counterpart_deposit",
    "expense",
    "instalment",
)
FILE_CHECKS = {
    "number": "number BETWEEN 1 AND 3",
    "scan": "scan IN ('absent', 'clean', 'failed')",
    "size": "size > 0",
    "media_type": "media_type IN ('application/pdf', 'image/jpeg')",
}
STANDING = "standing IN ('live', 'undone')"
TWO = "approved_by IS NULL OR approved_by <> undone_by"
ALSO_ASKED = f"({TWO}) AND (asked_by IS NULL OR asked_by <> undone_by)"


def upgrade() -> None:
    op.create_table(
        "joint_act",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("subject", sa.String(40), nullable=False),
        sa.Column("contest_id", sa.Integer()),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("content_sha256", sa.String(64), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Integer()),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_joint_act"),
        *(
            sa.ForeignKeyConstraint([one], ["user_account.id"], name=f"fk_joint_act_{one}_user_account")
            for one in ("asked_by", "decided_by")
        ),
        *(sa.CheckConstraint(check, name=f"ck_joint_act_{name}") for name, check in CHECKS.items()),
    )
    op.create_index("ix_joint_act_contest_id", "joint_act", ["contest_id"])
    op.create_index(
        "uq_joint_act_waiting", "joint_act", ["kind", "subject"], unique=True, **where("state = 'asked'")
    )
    add_observation_files()
    for table in ("award", "reserve_call"):
        with op.batch_alter_table(table) as changed:
            changed.add_column(sa.Column("standing", sa.String(6), nullable=False, server_default="live"))
        with op.batch_alter_table(table) as changed:
            changed.alter_column("standing", server_default=None)
            changed.create_check_constraint(f"ck_{table}_standing", STANDING)
            if table == "award":
                changed.drop_constraint("uq_award_application_id", type_="unique")
    op.create_index("ix_award_application_id", "award", ["application_id"])
    op.create_index(
        "uq_award_application_id_live", "award", ["application_id"], unique=True, **where("standing = 'live'")
    )
    once_called("state <> 'discarded' AND standing = 'live'")
    with op.batch_alter_table("undone_result") as undone:
        undone.add_column(sa.Column("ground", sa.String(160), nullable=False, server_default=""))
        undone.add_column(sa.Column("asked_by", sa.Integer()))
        undone.create_foreign_key(
            "fk_undone_result_asked_by_user_account", "user_account", ["asked_by"], ["id"]
        )
    with op.batch_alter_table("undone_result") as undone:
        undone.alter_column("ground", server_default=None)
        undone.drop_constraint("ck_undone_result_two_persons", type_="check")
        undone.create_check_constraint("ck_undone_result_two_persons", ALSO_ASKED)


def downgrade() -> None:
    with op.batch_alter_table("undone_result") as undone:
        undone.drop_constraint("ck_undone_result_two_persons", type_="check")
        undone.create_check_constraint("ck_undone_result_two_persons", TWO)
        undone.drop_constraint("fk_undone_result_asked_by_user_account", type_="foreignkey")
        undone.drop_column("asked_by")
        undone.drop_column("ground")
    forget_undone()
    once_called("state <> 'discarded'")
    op.drop_index("uq_award_application_id_live", "award")
    op.drop_index("ix_award_application_id", "award")
    for table in ("award", "reserve_call"):
        with op.batch_alter_table(table) as changed:
            changed.drop_constraint(f"ck_{table}_standing", type_="check")
            changed.drop_column("standing")
            if table == "award":
                changed.create_unique_constraint("uq_award_application_id", ["application_id"])
    op.drop_table("observation_file")
    op.drop_table("joint_act")


def add_observation_files() -> None:
    """Make the table of files that come with an observation."""
    op.create_table(
        "observation_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("observation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("media_type", sa.String(20), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("original_sha256", sa.String(64), nullable=False),
        sa.Column("preview_sha256", sa.String(64)),
        sa.Column("pages", sa.Integer()),
        sa.Column("scan", sa.String(10), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_observation_file"),
        sa.ForeignKeyConstraint(
            ["observation_id"], ["observation.id"], name="fk_observation_file_observation_id_observation"
        ),
        *(
            sa.UniqueConstraint("observation_id", column, name=f"uq_observation_file_observation_id_{column}")
            for column in ("number", "sha256")
        ),
        *(
            sa.CheckConstraint(check, name=f"ck_observation_file_{name}")
            for name, check in FILE_CHECKS.items()
        ),
    )
    op.create_index("ix_observation_file_observation_id", "observation_file", ["observation_id"])


def forget_undone() -> None:
    """Delete what the tables of before have no place for: its amounts are in the text of the undone result."""
    undone = "SELECT id FROM award WHERE standing = 'undone'"
    followed = f"SELECT id FROM follow_up WHERE award_id IN ({undone})"
    for table in OF_FOLLOW_UP:
        op.execute(f"DELETE FROM {table} WHERE follow_up_id IN ({followed})")
    op.execute(f"DELETE FROM follow_up WHERE award_id IN ({undone})")
    op.execute("DELETE FROM reserve_call WHERE standing = 'undone'")
    op.execute("DELETE FROM award WHERE standing = 'undone'")


def once_called(rows: str) -> None:
    """Say anew for which calls a group may be called only once."""
    op.drop_index("uq_reserve_call_once", "reserve_call")
    op.create_index("uq_reserve_call_once", "reserve_call", ["application_id"], unique=True, **where(rows))


def where(rows: str) -> dict[str, Any]:
    """Say for which rows an index holds, on either database."""
    return {"sqlite_where": sa.text(rows), "postgresql_where": sa.text(rows)}
