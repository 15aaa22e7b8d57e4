"""The record of who did what: one row per change, in the same transaction, chained by hashes.

Each row's hash covers its content and the hash before it. The head row is locked while a link is added, so the
chain cannot fork; database triggers refuse UPDATE and DELETE.
"""

from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import BigInteger, ScalarResult, String, Text, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from contest_portal.kernel.canonical import Json, canonical_json, sha256_hex
from contest_portal.kernel.database import Base

GENESIS = "0" * 64
PATIENCE_MS = 15_000
"""How long a person's deed waits for its turn: as long as SQLite waits for its writer."""


class AuditRow(Base):
    """One link of the chain."""

    __tablename__ = "audit"

    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor_id: Mapped[int | None]
    action: Mapped[str] = mapped_column(String(80), index=True)
    subject: Mapped[str] = mapped_column(String(120), index=True)
    data: Mapped[str] = mapped_column(Text)
    prev_hash: Mapped[str] = mapped_column(String(64), unique=True)
    hash: Mapped[str] = mapped_column(String(64), unique=True)


class AuditHead(Base):
    """The end of the chain; its single row is the lock."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[str] = mapped_column(String(64))


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """The first row at which the chain does not hold, and why."""

    seq: int
    reason: str


def wait_for_turn(session: Session) -> None:
    """Take the chain's lock before anything else is read or locked, as every deed does that locks other rows too.

    Every writer takes that lock in the end. Taken first, no two can wait for each other: what is checked under it
    stays true until the commit, and numbers have no gaps. After `PATIENCE_MS` the deed is given up as busy.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.set_config("lock_timeout", f"{PATIENCE_MS}ms", True)))
    session.execute(select(AuditHead.id).where(AuditHead.id == 1).with_for_update())


def record(
    session: Session, *, at: datetime, actor_id: int | None, action: str, subject: str, data: Json = None
) -> AuditRow:
    """Append a link in the caller's transaction. `subject` is `noun:id`; `data` holds ids and facts, no names."""
    head = session.scalars(select(AuditHead).where(AuditHead.id == 1).with_for_update()).one()
    row = AuditRow(
        seq=head.seq + 1,
        at=at,
        actor_id=actor_id,
        action=action,
        subject=subject,
        data=canonical_json(data),
        prev_hash=head.hash,
        hash="",
    )
    row.hash = link_hash(row)
    session.add(row)
    session.execute(update(AuditHead).where(AuditHead.id == 1).values(seq=row.seq, hash=row.hash))
    session.flush()
    return row


def link_hash(row: AuditRow) -> str:
    """Hash a row's content together with the hash before it."""
    content: Json = [
        row.seq,
        row.at.astimezone(UTC).isoformat(timespec="microseconds"),
        row.actor_id,
        row.action,
        row.subject,
        row.data,
        row.prev_hash,
    ]
    return sha256_hex(canonical_json(content))


def verify_chain(session: Session) -> tuple[int, BrokenLink | None]:
    """Walk the chain; give the number of good rows and the first broken link, if any."""
    expected_seq, previous = 1, GENESIS
    with closing(_rows(session)) as rows:
        for row in rows:
            reason = _fault(row, expected_seq, previous)
            if reason:
                return expected_seq - 1, BrokenLink(row.seq, reason)
            expected_seq, previous = row.seq + 1, row.hash
    head = session.scalars(select(AuditHead)).one()
    if (head.seq, head.hash) != (expected_seq - 1, previous):
        return expected_seq - 1, BrokenLink(head.seq, "the chain ends before its head")
    return expected_seq - 1, None


def _rows(session: Session) -> ScalarResult[AuditRow]:
    return session.scalars(select(AuditRow).order_by(AuditRow.seq).execution_options(yield_per=1000))


def _fault(row: AuditRow, expected_seq: int, previous: str) -> str | None:
    if row.seq != expected_seq:
        return f"row {expected_seq} is missing"
    if row.prev_hash != previous:
        return "it does not follow the row before it"
    if row.hash != link_hash(row):
        return "its content was changed"
    return None
