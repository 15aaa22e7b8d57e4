"""Sheets printed for jurors to fill in by hand, and what was typed from them."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

_LIVE = sa.text("state <> 'void'")


def upgrade() -> None:
    op.create_table(
        "sheet_paper",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("serial", sa.String(9), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("juror_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("phase_code", sa.String(20), nullable=False),
        sa.Column("rulebook_sha256", sa.String(64), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("printed_by", sa.Integer(), nullable=False),
        sa.Column("printed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_by", sa.Integer()),
        sa.Column("received_at", sa.DateTime(timezone=True)),
        sa.Column("reason", sa.String(400), nullable=False),
        sa.Column("scan_sha256", sa.String(64)),
        sa.Column("scan_type", sa.String(20)),
        sa.Column("void_reason", sa.String(400)),
        sa.Column("sheet_id", sa.Integer()),
        *_references(
            "sheet_paper",
            contest_id="contest",
            juror_id="juror",
            application_id="application",
            printed_by="user_account",
            received_by="user_account",
            sheet_id="sheet",
        ),
        sa.UniqueConstraint("serial", name="uq_sheet_paper_serial"),
        *_checks(
            "sheet_paper",
            state="state IN ('printed', 'received', 'entered', 'void')",
            void_has_reason="(state = 'void') = (void_reason IS NOT NULL)",
            received="state NOT IN ('received', 'entered') OR received_by IS NOT NULL",
            received_when="(received_by IS NULL) = (received_at IS NULL)",
            entered_has_sheet="state <> 'entered' OR sheet_id IS NOT NULL",
            scan_has_a_type="(scan_sha256 IS NULL) = (scan_type IS NULL)",
        ),
    )
    for column in ("contest_id", "juror_id", "application_id"):
        op.create_index(f"ix_sheet_paper_{column}", "sheet_paper", [column])
    op.create_index(
        "uq_sheet_paper_live",
        "sheet_paper",
        ["juror_id", "application_id", "phase_code"],
        unique=True,
        sqlite_where=_LIVE,
        postgresql_where=_LIVE,
    )
    op.create_table(
        "sheet_typing",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("typist_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("typed_at", sa.DateTime(timezone=True), nullable=False),
        *_references("sheet_typing", paper_id="sheet_paper", typist_id="user_account"),
        sa.UniqueConstraint("paper_id", "place", name="uq_sheet_typing_paper_id_place"),
        *_checks("sheet_typing", place="place IN (1, 2, 3)"),
    )
    op.create_index("ix_sheet_typing_paper_id", "sheet_typing", ["paper_id"])


def downgrade() -> None:
    op.drop_table("sheet_typing")
    op.drop_table("sheet_paper")


def _references(table: str, **columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_{table}_{column}_{to}")
        for column, to in columns.items()
    ]


def _checks(table: str, **rules: str) -> list[sa.CheckConstraint]:
    return [sa.CheckConstraint(rule, name=f"ck_{table}_{name}") for name, rule in rules.items()]
