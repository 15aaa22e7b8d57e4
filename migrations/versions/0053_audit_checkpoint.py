"""The tree over the audit chain, and its states as they were put on paper."""

import hashlib

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None

_TRIGGERS = {
    "sqlite": (
        "CREATE TRIGGER audit_checkpoint_no_update BEFORE UPDATE ON audit_checkpoint "
        "BEGIN SELECT RAISE(ABORT, 'checkpoints are append-only'); END",
        "CREATE TRIGGER audit_checkpoint_no_delete BEFORE DELETE ON audit_checkpoint "
        "BEGIN SELECT RAISE(ABORT, 'checkpoints are append-only'); END",
    ),
    "postgresql": (
        "CREATE TRIGGER audit_checkpoint_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_checkpoint "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only()",
    ),
}


def upgrade() -> None:
    op.add_column("audit_head", sa.Column("peaks", sa.Text(), nullable=False, server_default=""))
    op.get_bind().execute(sa.text("UPDATE audit_head SET peaks = :peaks"), {"peaks": _peaks()})
    op.create_table(
        "audit_checkpoint",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("root", sa.String(64), nullable=False),
        sa.Column("subject", sa.String(60), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_by", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name="pk_audit_checkpoint"),
        sa.ForeignKeyConstraint(
            ["taken_by"], ["user_account.id"], name="fk_audit_checkpoint_taken_by_user_account"
        ),
        sa.CheckConstraint("size >= 0", name="ck_audit_checkpoint_size"),
    )
    op.create_index("ix_audit_checkpoint_subject", "audit_checkpoint", ["subject"])
    for statement in _TRIGGERS[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    op.drop_index("ix_audit_checkpoint_subject", table_name="audit_checkpoint")
    op.drop_table("audit_checkpoint")
    op.drop_column("audit_head", "peaks")


def _peaks() -> str:
    """Work out the roots of the tree's full halves, the largest first (RFC 6962)."""
    peaks: list[tuple[int, bytes]] = []
    for row_hash in op.get_bind().scalars(sa.text("SELECT hash FROM audit ORDER BY seq")):
        size, peak = 1, hashlib.sha256(b"\x00" + bytes.fromhex(row_hash)).digest()
        while peaks and peaks[-1][0] == size:
            peak = hashlib.sha256(b"\x01" + peaks.pop()[1] + peak).digest()
            size *= 2
        peaks.append((size, peak))
    return "".join(peak.hex() for _, peak in peaks)
