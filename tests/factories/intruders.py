"""What somebody with the password of the database's owner does to the audit log."""

from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from contest_portal.kernel.audit import AuditHead, AuditRow, link_hash
from contest_portal.kernel.merkle import Frontier, leaf_hash

TRIGGERS = {
    "sqlite": ("DROP TRIGGER audit_no_update", "DROP TRIGGER audit_no_delete"),
    "postgresql": ("ALTER TABLE audit DISABLE TRIGGER audit_append_only",),
}


def take_the_guard_away(session: Session) -> None:
    """Let rows of the log be changed."""
    for statement in TRIGGERS[session.get_bind().dialect.name]:
        session.execute(text(statement))


def rewrite_from(session: Session, changed: int, data: str = '{"changed":true}') -> None:
    """Change one row and work out chain, tree and head again, so that the log alone betrays nothing."""
    take_the_guard_away(session)
    tree, previous = Frontier(), "0" * 64
    for row in session.scalars(select(AuditRow).order_by(AuditRow.seq)).all():
        row.prev_hash = previous
        if row.seq == changed:
            row.data = data
        row.hash = link_hash(row)
        tree, previous = tree.add(leaf_hash(bytes.fromhex(row.hash))), row.hash
    session.flush()
    session.execute(update(AuditHead).values(hash=previous, peaks=tree.written()))
    session.expire_all()
