"""Who looked at whose file, from which territory, and what applications won where eligibility can see it."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_TRIGGERS = {
    "sqlite": (
        "CREATE TRIGGER access_log_no_update BEFORE UPDATE ON access_log "
        "BEGIN SELECT RAISE(ABORT, 'access rows are append-only'); END",
        "CREATE TRIGGER access_log_no_delete BEFORE DELETE ON access_log "
        "BEGIN SELECT RAISE(ABORT, 'access rows are append-only'); END",
    ),
    "postgresql": (
        "CREATE FUNCTION access_log_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'access rows are append-only'; END $$",
        "CREATE TRIGGER access_log_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON access_log "
        "FOR EACH STATEMENT EXECUTE FUNCTION access_log_append_only()",
    ),
}
_ANNOUNCED_BEFORE = """
INSERT INTO benefit (application_id, amount, granted_at)
SELECT award.application_id, award.amount, contest.announced_at
FROM award JOIN contest ON contest.id = award.contest_id
WHERE award.state = 'granted' AND contest.announced_at IS NOT NULL
"""
_INDEXED = ("at", "user_id", "person_id", "household_id")


def upgrade() -> None:
    op.create_table(
        "access_log",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("roles", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("household_id", sa.Integer(), nullable=True),
        sa.Column("fields", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=True),
        sa.Column("detail", sa.String(length=200), nullable=True),
        sa.Column("screen", sa.String(length=60), nullable=False),
        sa.Column("request_id", sa.String(length=20), nullable=False),
        sa.CheckConstraint("kind IN ('look', 'reveal', 'export')", name="ck_access_log_kind"),
        sa.CheckConstraint(
            "(kind = 'reveal') = (reason IS NOT NULL AND detail IS NOT NULL AND fields <> '')",
            name="ck_access_log_reveal_has_reason",
        ),
        sa.CheckConstraint("person_id IS NULL OR household_id IS NULL", name="ck_access_log_one_file"),
        sa.CheckConstraint(
            "kind = 'export' OR person_id IS NOT NULL OR household_id IS NOT NULL",
            name="ck_access_log_whose_file",
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name="fk_access_log_user_id_user_account"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_access_log_person_id_person"),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name="fk_access_log_household_id_household"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_access_log"),
    )
    for column in _INDEXED:
        op.create_index(f"ix_access_log_{column}", "access_log", [column], unique=False)
    for statement in _TRIGGERS[op.get_bind().dialect.name]:
        op.execute(statement)

    op.create_table(
        "benefit",
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("amount > 0", name="ck_benefit_amount"),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name="fk_benefit_application_id_application"
        ),
        sa.PrimaryKeyConstraint("application_id", name="pk_benefit"),
    )
    op.execute(_ANNOUNCED_BEFORE)

    op.create_table(
        "grant_territory",
        sa.Column("grant_id", sa.Integer(), nullable=False),
        sa.Column("prefix", sa.String(length=6), nullable=False),
        sa.CheckConstraint("length(prefix) IN (2, 4, 6)", name="ck_grant_territory_prefix"),
        sa.ForeignKeyConstraint(
            ["grant_id"], ["role_grant.id"], name="fk_grant_territory_grant_id_role_grant", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("grant_id", "prefix", name="pk_grant_territory"),
    )


def downgrade() -> None:
    op.drop_table("grant_territory")
    op.drop_table("benefit")
    for column in reversed(_INDEXED):
        op.drop_index(f"ix_access_log_{column}", table_name="access_log")
    op.drop_table("access_log")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION access_log_append_only()")
