"""The record of who did what: one row per change, in the same transaction, chained by hashes.

Each row's hash covers its content and the hash before it. The head row is locked while a link is added, so the
chain cannot fork; database triggers refuse UPDATE and DELETE. The hashes are also the leaves of a tree (`merkle.py`)
whose root, printed on papers that people keep, contradicts whoever writes the whole chain anew.
"""

from collections.abc import Collection, Generator, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import NamedTuple, cast

from sqlalchemy import (
    BigInteger,
    Row,
    Select,
    String,
    Table,
    Text,
    bindparam,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from contest_portal.kernel.canonical import Json, canonical_json, sha256_hex
from contest_portal.kernel.checkpoints import Checkpoint
from contest_portal.kernel.database import Base
from contest_portal.kernel.merkle import Frontier, leaf_hash

GENESIS = "0" * 64
PATIENCE_MS = 15_000
"""How long a person's deed waits for its turn: as long as SQLite waits for its writer."""
UNREADABLE = (AttributeError, TypeError, ValueError)
"""What comes of a column of SQLite in which somebody put a value of another kind."""
_CHANGED = "its content was changed"
STEP = 1000
"""After how many rows a walk notes where it stands."""


class AuditRow(Base):
    """One link of the chain."""

    __tablename__ = "audit"

    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(index=True)
    actor_id: Mapped[int | None]
    action: Mapped[str] = mapped_column(String(80), index=True)
    subject: Mapped[str] = mapped_column(String(120), index=True)
    data: Mapped[str] = mapped_column(Text)
    prev_hash: Mapped[str] = mapped_column(String(64), unique=True)
    hash: Mapped[str] = mapped_column(String(64), unique=True)


class AuditHead(Base):
    """The end of the chain and the right edge of its tree; its single row is the lock."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[str] = mapped_column(String(64))
    peaks: Mapped[str] = mapped_column(Text, default="", server_default="")


class _End(NamedTuple):
    """The end of the chain: how many rows, the hash of the last, the edge of the tree."""

    seq: int
    hash: str
    peaks: str


_HELD = "end of the log, held"
_ROWS, _THE_HEAD = cast(Table, AuditRow.__table__), cast(Table, AuditHead.__table__)
_PATIENCE = select(func.set_config("lock_timeout", bindparam("patience"), True))
_END = select(_THE_HEAD.c.seq, _THE_HEAD.c.hash, _THE_HEAD.c.peaks).where(_THE_HEAD.c.id == 1)
_HEAD = _END.with_for_update()
_SINCE = select(_ROWS.c.action, _ROWS.c.subject).where(_ROWS.c.seq > bindparam("seq")).order_by(_ROWS.c.seq)
_LINK = insert(_ROWS)
_MOVE = (
    update(_THE_HEAD)
    .where(_THE_HEAD.c.id == 1)
    .values(seq=bindparam("new_seq"), hash=bindparam("new_hash"), peaks=bindparam("new_peaks"))
)
"""Every deed does these: on the tables themselves they take a third of the time that they take on their classes."""


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """The first row at which the chain does not hold, and why."""

    seq: int
    reason: str


@dataclass(frozen=True, slots=True)
class ChainMark:
    """Where a walk stood: the edge of the tree over the rows so far, and the hash of the last of them."""

    tree: Frontier = field(default_factory=Frontier)
    last: str = GENESIS

    @property
    def size(self) -> int:
        """Count the rows so far."""
        return self.tree.size


START = ChainMark()


@dataclass(frozen=True, slots=True)
class ChainWalk:
    """How many rows hold, the first that does not, and the root over so many rows as were asked for.

    `marks` are where the walk stood after each `STEP` rows and at its end.
    """

    good: int
    broken: BrokenLink | None
    roots: Mapping[int, str]
    marks: tuple[ChainMark, ...] = ()


def wait_for_turn(session: Session) -> None:
    """Take the chain's lock before anything else is read or locked, as every deed does that locks other rows too.

    Every writer takes that lock in the end. Taken first, no two can wait for each other: what is checked under it
    stays true until the commit, and numbers have no gaps. After `PATIENCE_MS` the deed is given up as busy.
    """
    if _held_end(session) is not None:
        return
    if session.get_bind().dialect.name == "postgresql":
        session.execute(_PATIENCE, {"patience": f"{PATIENCE_MS}ms"})
    _hold(session, _End(*session.execute(_HEAD).one()))


def look_ahead(session: Session) -> int:
    """Give how far the log reaches, for a deed that reads first and waits for its turn only before it writes.

    Hundreds can read side by side like that. `deeds_since` then tells under the turn what else was done meanwhile:
    every change has its row. On SQLite whoever may write is alone from the start, and has the turn with this.
    """
    if session.get_bind().dialect.name != "postgresql":
        wait_for_turn(session)
    return (_held_end(session) or _End(*session.execute(_END).one())).seq


def deeds_since(session: Session, seq: int) -> tuple[tuple[str, str], ...]:
    """List what was recorded after a row, as action and subject. Asked under the turn: nothing is added meanwhile."""
    held = _held_end(session)
    if held is not None and held.seq == seq:
        return ()
    return tuple((row.action, row.subject) for row in session.execute(_SINCE, {"seq": seq}))


def record(
    session: Session, *, at: datetime, actor_id: int | None, action: str, subject: str, data: Json = None
) -> None:
    """Append a link in the caller's transaction. `subject` is `noun:id`; `data` holds ids and facts, no names."""
    session.flush()
    head = _held_end(session) or _End(*session.execute(_HEAD).one())
    row = AuditRow(
        seq=head.seq + 1,
        at=at,
        actor_id=actor_id,
        action=action,
        subject=subject,
        data=canonical_json(data),
        prev_hash=head.hash,
    )
    row.hash = link_hash(row)
    tree = Frontier.read(head.seq, head.peaks).add(_leaf(row))
    session.execute(_LINK, {column.name: getattr(row, column.name) for column in _ROWS.columns})
    end = _End(row.seq, row.hash, tree.written())
    session.execute(_MOVE, {"new_seq": end.seq, "new_hash": end.hash, "new_peaks": end.peaks})
    _hold(session, end)


def head_checkpoint(session: Session) -> Checkpoint:
    """Give the state of the log as it stands, as far as the session sees it; who holds its end knows it already."""
    head = _held_end(session) or _End(*session.execute(_END).one())
    return Checkpoint(head.seq, Frontier.read(head.seq, head.peaks).root().hex())


def _held_end(session: Session) -> _End | None:
    """Give the end of the chain as this transaction has it under its lock; None while it does not hold it."""
    transaction, end = session.info.get(_HELD, (None, None))
    return end if transaction is not None and transaction is session.get_transaction() else None


def _hold(session: Session, end: _End) -> None:
    """Remember the end until the transaction ends: nobody else moves it. Not what a savepoint may undo."""
    session.info[_HELD] = (None if session.in_nested_transaction() else session.get_transaction(), end)


def link_hash(row: AuditRow) -> str:
    """Hash a row's content together with the hash before it."""
    return sha256_hex(canonical_json(link_content(row)))


def link_content(row: AuditRow) -> Json:
    """Give what a row's hash covers, in its order."""
    return [
        row.seq,
        row.at.astimezone(UTC).isoformat(timespec="microseconds"),
        row.actor_id,
        row.action,
        row.subject,
        row.data,
        row.prev_hash,
    ]


def verify_chain(session: Session) -> tuple[int, BrokenLink | None]:
    """Walk the chain; give the number of good rows and the first broken link, if any."""
    walk = walk_chain(session)
    return walk.good, walk.broken


def walk_chain(session: Session, sizes: Collection[int] = (), *, start: ChainMark = START) -> ChainWalk:
    """Work out chain and tree again, as far as they hold, and the roots over so many first rows as `sizes` says.

    From the first row on; with `start` from there, and what lies before is not looked at.
    """
    walk = walk_part(session, sizes, start=start)
    if walk.broken is not None:
        return walk
    head, end = session.execute(_END).one(), walk.marks[-1]
    reason = _fault_of_head(head, end.tree, end.last)
    return replace(walk, broken=BrokenLink(head.seq, reason) if reason else None)


def walk_part(
    session: Session, sizes: Collection[int] = (), *, start: ChainMark = START, until: int | None = None
) -> ChainWalk:
    """Walk from a mark up to a row, the last one if none is named, without asking where the chain says it ends."""
    roots: dict[int, str] = {start.size: start.tree.root().hex()} if start.size in sizes else {}
    marks, tree, previous = [start], start.tree, start.last
    with closing(_rows(session, start.size, until)) as rows:
        for row in rows:
            if row is None:
                return ChainWalk(tree.size, BrokenLink(tree.size + 1, _CHANGED), roots)
            reason = _fault(row, tree.size + 1, previous)
            if reason:
                return ChainWalk(tree.size, BrokenLink(row.seq, reason), roots)
            tree, previous = tree.add(_leaf(row)), row.hash
            if tree.size in sizes:
                roots[tree.size] = tree.root().hex()
            if tree.size % STEP == 0:
                marks.append(ChainMark(tree, previous))
    return ChainWalk(tree.size, None, roots, (*marks, ChainMark(tree, previous)))


def still_stands(session: Session, mark: ChainMark) -> bool:
    """Tell whether the row at which a walk ended has the hash that it had."""
    found = session.scalar(select(AuditRow.hash).where(AuditRow.seq == mark.size))
    return (found or GENESIS) == mark.last


def row_hashes(session: Session) -> Iterator[str]:
    """Give the hash of each row, the first one first, as it is stored."""
    stored = select(AuditRow.hash).order_by(AuditRow.seq).execution_options(yield_per=1000)
    with closing(session.scalars(stored)) as hashes:
        yield from hashes


def _leaf(row: AuditRow) -> bytes:
    return leaf_hash(bytes.fromhex(row.hash))


def _rows(session: Session, after: int, until: int | None) -> Generator[AuditRow | None, None, None]:
    """Give the rows in their order; None for one that holds what is no instant or text any more, and then no more.

    They come by the thousand: which of them cannot be read is seen by asking for each by itself.
    """
    last = after or None  # a whole walk also meets rows below the first
    try:
        with closing(session.scalars(_asked(last, until).execution_options(yield_per=1000))) as rows:
            for row in rows:
                last = row.seq
                yield row
    except UNREADABLE:
        yield from _one_by_one(session, last, until)


def _one_by_one(session: Session, last: int | None, until: int | None) -> Iterator[AuditRow | None]:
    try:
        while (row := session.scalars(_asked(last, until).limit(1)).first()) is not None:
            last = row.seq
            yield row
    except UNREADABLE:
        yield None


def _asked(last: int | None, until: int | None) -> Select[AuditRow]:
    asked = select(AuditRow).order_by(AuditRow.seq)
    asked = asked if last is None else asked.where(AuditRow.seq > last)
    return asked if until is None else asked.where(AuditRow.seq <= until)


def _fault(row: AuditRow, expected_seq: int, previous: str) -> str | None:
    if row.seq != expected_seq:
        return f"row {expected_seq} is missing"
    if row.prev_hash != previous:
        return "it does not follow the row before it"
    try:
        return None if row.hash == link_hash(row) else _CHANGED
    except UNREADABLE:
        return _CHANGED


def _fault_of_head(head: Row[int, str, str], tree: Frontier, last_hash: str) -> str | None:
    if (head.seq, head.hash) != (tree.size, last_hash):
        return "the chain ends before its head"
    if head.peaks != tree.written():
        return "the tree is not that of the rows"
    return None
