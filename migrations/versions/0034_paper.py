"""Forms received on paper, their typings and what was settled between them."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "paper_entry",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_by", sa.Integer(), nullable=False),
        sa.Column("sheets", sa.Integer(), nullable=False),
        sa.Column("scan_sha256", sa.String(64)),
        sa.Column("scan_type", sa.String(20)),
        sa.Column("document_id", sa.Integer()),
        sa.Column("application_id", sa.Integer()),
        *_references(
            "paper_entry",
            contest_id="contest",
            group_id="producer_group",
            received_by="user_account",
            document_id="document",
            application_id="application",
        ),
        sa.UniqueConstraint("contest_id", "group_id", name="uq_paper_entry_contest_id_group_id"),
        sa.UniqueConstraint("application_id", name="uq_paper_entry_application_id"),
        sa.CheckConstraint("received_at <= noted_at", name="ck_paper_entry_received_before_noted"),
        sa.CheckConstraint("sheets > 0", name="ck_paper_entry_sheets"),
        sa.CheckConstraint(
            "(scan_sha256 IS NULL) = (scan_type IS NULL)", name="ck_paper_entry_scan_has_a_type"
        ),
    )
    op.create_index("ix_paper_entry_contest_id", "paper_entry", ["contest_id"])
    op.create_index("ix_paper_entry_group_id", "paper_entry", ["group_id"])
    op.create_table(
        "paper_typing",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("typist_id", sa.Integer(), nullable=False),
        sa.Column("category_code", sa.String(20)),
        sa.Column("line_code", sa.String(30)),
        sa.Column("title", sa.String(160), nullable=False),
        sa.Column("profile", sa.Text(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True)),
        sa.Column("version", sa.Integer(), nullable=False),
        *_references("paper_typing", paper_id="paper_entry", typist_id="user_account"),
        sa.UniqueConstraint("paper_id", "place", name="uq_paper_typing_paper_id_place"),
        sa.CheckConstraint("place IN (1, 2, 3)", name="ck_paper_typing_place"),
    )
    op.create_index("ix_paper_typing_paper_id", "paper_typing", ["paper_id"])
    op.create_table(
        "paper_decision",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(40), nullable=False),
        sa.Column("chosen", sa.Integer(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        *_references("paper_decision", paper_id="paper_entry", decided_by="user_account"),
        sa.UniqueConstraint("paper_id", "field", name="uq_paper_decision_paper_id_field"),
        sa.CheckConstraint("chosen IN (1, 2, 3)", name="ck_paper_decision_chosen"),
    )
    op.create_index("ix_paper_decision_paper_id", "paper_decision", ["paper_id"])


def downgrade() -> None:
    op.drop_table("paper_decision")
    op.drop_table("paper_typing")
    op.drop_table("paper_entry")


def _references(table: str, **columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_{table}_{column}_{to}")
        for column, to in columns.items()
    ]
