"""Producer groups and applications."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "producer_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("ruc", sa.String(length=11), nullable=True),
        sa.Column("centre_code", sa.String(length=10), nullable=False),
        sa.Column("representative_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("ruc IS NULL OR length(ruc) = 11", name="ck_producer_group_ruc"),
        sa.ForeignKeyConstraint(
            ["centre_code"], ["centre.code"], name="fk_producer_group_centre_code_centre"
        ),
        sa.ForeignKeyConstraint(
            ["representative_id"],
            ["user_account.id"],
            name="fk_producer_group_representative_id_user_account",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_producer_group"),
        sa.UniqueConstraint("ruc", name="uq_producer_group_ruc"),
    )
    op.create_index("ix_producer_group_centre_code", "producer_group", ["centre_code"], unique=False)
    op.create_index(
        "ix_producer_group_representative_id", "producer_group", ["representative_id"], unique=False
    )

    op.create_table(
        "application",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("category_code", sa.String(length=20), nullable=True),
        sa.Column("line_code", sa.String(length=30), nullable=True),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("profile", sa.Text(), nullable=False),
        sa.Column("requested", sa.BigInteger(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("content_sha256", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state = 'draft' OR (submitted_at IS NOT NULL AND content_sha256 IS NOT NULL AND code IS NOT NULL)",
            name="ck_application_submitted_is_complete",
        ),
        sa.CheckConstraint("state IN ('draft', 'submitted', 'withdrawn')", name="ck_application_state"),
        sa.CheckConstraint("requested >= 0", name="ck_application_requested"),
        sa.ForeignKeyConstraint(["contest_id"], ["contest.id"], name="fk_application_contest_id_contest"),
        sa.ForeignKeyConstraint(
            ["group_id"], ["producer_group.id"], name="fk_application_group_id_producer_group"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_application"),
        sa.UniqueConstraint("contest_id", "code", name="uq_application_contest_id_code"),
        sa.UniqueConstraint("contest_id", "group_id", name="uq_application_contest_id_group_id"),
    )
    op.create_index("ix_application_contest_id", "application", ["contest_id"], unique=False)
    op.create_index("ix_application_group_id", "application", ["group_id"], unique=False)

    op.create_table(
        "application_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("centre_code", sa.String(length=10), nullable=False),
        sa.Column("dni", sa.String(length=8), nullable=False),
        sa.Column("full_name", sa.String(length=200), nullable=False),
        sa.Column("sex", sa.String(length=1), nullable=False),
        sa.Column("office", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name="fk_application_member_application_id_application"
        ),
        sa.ForeignKeyConstraint(
            ["centre_code"], ["centre.code"], name="fk_application_member_centre_code_centre"
        ),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name="fk_application_member_household_id_household"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_application_member_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_application_member"),
        sa.UniqueConstraint(
            "application_id", "person_id", name="uq_application_member_application_id_person_id"
        ),
    )
    op.create_index(
        "ix_application_member_application_id", "application_member", ["application_id"], unique=False
    )
    op.create_index(
        "ix_application_member_household_id", "application_member", ["household_id"], unique=False
    )
    op.create_index("ix_application_member_person_id", "application_member", ["person_id"], unique=False)

    op.create_table(
        "application_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("content_sha256", sa.String(length=64), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name="fk_application_version_application_id_application"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_application_version"),
        sa.UniqueConstraint("application_id", "number", name="uq_application_version_application_id_number"),
    )
    op.create_index(
        "ix_application_version_application_id", "application_version", ["application_id"], unique=False
    )

    op.create_table(
        "attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("media_type", sa.String(length=20), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uploaded_by", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "media_type IN ('application/pdf', 'image/jpeg', 'image/png')", name="ck_attachment_media_type"
        ),
        sa.CheckConstraint("size > 0", name="ck_attachment_size"),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name="fk_attachment_application_id_application"
        ),
        sa.ForeignKeyConstraint(
            ["uploaded_by"], ["user_account.id"], name="fk_attachment_uploaded_by_user_account"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_attachment"),
        sa.UniqueConstraint("application_id", "sha256", name="uq_attachment_application_id_sha256"),
    )
    op.create_index("ix_attachment_application_id", "attachment", ["application_id"], unique=False)

    op.create_table(
        "group_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("office", sa.String(length=10), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "office IN ('president', 'treasurer', 'secretary', 'member')", name="ck_group_member_office"
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["producer_group.id"], name="fk_group_member_group_id_producer_group"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_group_member_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_group_member"),
    )
    op.create_index("ix_group_member_group_id", "group_member", ["group_id"], unique=False)
    op.create_index("ix_group_member_person_id", "group_member", ["person_id"], unique=False)
    op.create_index(
        "uq_group_member_live",
        "group_member",
        ["group_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("left_at IS NULL"),
        postgresql_where=sa.text("left_at IS NULL"),
    )

    op.create_table(
        "household_claim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name="fk_household_claim_application_id_application"
        ),
        sa.ForeignKeyConstraint(["contest_id"], ["contest.id"], name="fk_household_claim_contest_id_contest"),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name="fk_household_claim_household_id_household"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_household_claim"),
        sa.UniqueConstraint("contest_id", "household_id", name="uq_household_claim_contest_id_household_id"),
    )
    op.create_index("ix_household_claim_application_id", "household_claim", ["application_id"], unique=False)
    op.create_index("ix_household_claim_household_id", "household_claim", ["household_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_household_claim_household_id", table_name="household_claim")
    op.drop_index("ix_household_claim_application_id", table_name="household_claim")

    op.drop_table("household_claim")
    op.drop_index(
        "uq_group_member_live",
        table_name="group_member",
        sqlite_where=sa.text("left_at IS NULL"),
        postgresql_where=sa.text("left_at IS NULL"),
    )
    op.drop_index("ix_group_member_person_id", table_name="group_member")
    op.drop_index("ix_group_member_group_id", table_name="group_member")

    op.drop_table("group_member")
    op.drop_index("ix_attachment_application_id", table_name="attachment")

    op.drop_table("attachment")
    op.drop_index("ix_application_version_application_id", table_name="application_version")

    op.drop_table("application_version")
    op.drop_index("ix_application_member_person_id", table_name="application_member")
    op.drop_index("ix_application_member_household_id", table_name="application_member")
    op.drop_index("ix_application_member_application_id", table_name="application_member")

    op.drop_table("application_member")
    op.drop_index("ix_application_group_id", table_name="application")
    op.drop_index("ix_application_contest_id", table_name="application")

    op.drop_table("application")
    op.drop_index("ix_producer_group_representative_id", table_name="producer_group")
    op.drop_index("ix_producer_group_centre_code", table_name="producer_group")

    op.drop_table("producer_group")
