"""What somebody with the password of the database's owner does to the audit log, to final sheets and to papers."""

from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from contest_portal.kernel.audit import AuditHead, AuditRow, link_hash
from contest_portal.kernel.merkle import Frontier, leaf_hash

_TRIGGERS = text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table")


def take_the_guard_away(session: Session, *tables: str) -> None:
    """Let rows of tables be changed, of the log if none is named."""
    for table in tables or ("audit",):
        if session.get_bind().dialect.name == "postgresql":
            session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        else:
            for name in session.scalars(_TRIGGERS, {"table": table}).all():
                session.execute(text(f"DROP TRIGGER {name}"))


def open_sheets(session: Session) -> None:
    """Let final sheets and their marks be changed."""
    take_the_guard_away(session, "sheet", "sheet_mark")


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
