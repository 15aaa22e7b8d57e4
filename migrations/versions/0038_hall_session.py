"""The session in the hall: attendance of jurors, order of presentation, incidents."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "hall_session",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("phase_code", sa.String(20), nullable=False),
        sa.Column("place", sa.String(200), nullable=False),
        sa.Column("agenda", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True)),
        sa.Column("screen_token", sa.String(43), nullable=False),
        sa.Column("draw_numbers", sa.String(60)),
        sa.Column("draw_witnesses", sa.String(400)),
        sa.Column("drawn_at", sa.DateTime(timezone=True)),
        sa.Column("revealed", sa.Integer(), nullable=False),
        *_references("hall_session", contest_id="contest"),
        sa.UniqueConstraint("contest_id", name="uq_hall_session_contest_id"),
        sa.UniqueConstraint("screen_token", name="uq_hall_session_screen_token"),
        sa.CheckConstraint("state IN ('open', 'closed')", name="ck_hall_session_state"),
        sa.CheckConstraint(
            "(state = 'closed') = (closed_at IS NOT NULL)", name="ck_hall_session_closed_has_hour"
        ),
        sa.CheckConstraint("minutes BETWEEN 1 AND 180", name="ck_hall_session_minutes"),
        sa.CheckConstraint("revealed >= 0", name="ck_hall_session_revealed"),
        sa.CheckConstraint(
            "(draw_numbers IS NULL) = (drawn_at IS NULL) AND (draw_numbers IS NULL) = (draw_witnesses IS NULL)",
            name="ck_hall_session_draw_is_whole",
        ),
    )
    op.create_table(
        "juror_presence",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("juror_id", sa.Integer(), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True)),
        *_references("juror_presence", session_id="hall_session"),
        sa.ForeignKeyConstraint(
            ["juror_id"], ["juror.id"], name="fk_juror_presence_juror_id_juror", ondelete="CASCADE"
        ),
        sa.UniqueConstraint("session_id", "juror_id", name="uq_juror_presence_session_id_juror_id"),
        sa.CheckConstraint(
            "left_at IS NULL OR left_at >= arrived_at", name="ck_juror_presence_left_after_arriving"
        ),
    )
    op.create_index("ix_juror_presence_juror_id", "juror_presence", ["juror_id"])
    op.create_table(
        "presentation",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("drawn", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True)),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("postponed_at", sa.DateTime(timezone=True)),
        sa.Column("postponed_reason", sa.String(400), nullable=False),
        *_references("presentation", session_id="hall_session", application_id="application"),
        sa.UniqueConstraint("session_id", "application_id", name="uq_presentation_session_id_application_id"),
        sa.UniqueConstraint("session_id", "turn", name="uq_presentation_session_id_turn"),
        sa.CheckConstraint("state IN ('waiting', 'presenting', 'done')", name="ck_presentation_state"),
        sa.CheckConstraint("(state = 'waiting') = (began_at IS NULL)", name="ck_presentation_begun_has_hour"),
        sa.CheckConstraint("(state = 'done') = (ended_at IS NOT NULL)", name="ck_presentation_done_has_hour"),
        sa.CheckConstraint(
            "(postponed_at IS NULL) = (postponed_reason = '')", name="ck_presentation_postponed_has_reason"
        ),
    )
    op.create_index("ix_presentation_application_id", "presentation", ["application_id"])
    op.create_table(
        "hall_incident",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.String(600), nullable=False),
        sa.Column("noted_by", sa.Integer(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True)),
        *_references("hall_incident", session_id="hall_session", noted_by="user_account"),
    )
    op.create_index("ix_hall_incident_session_id", "hall_incident", ["session_id"])


def downgrade() -> None:
    for table in ("hall_incident", "presentation", "juror_presence", "hall_session"):
        op.drop_table(table)


def _references(table: str, **columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_{table}_{column}_{to}")
        for column, to in columns.items()
    ]
