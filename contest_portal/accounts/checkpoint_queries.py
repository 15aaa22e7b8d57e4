"""Whether the log of today still contains a state that somebody kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.checkpoint_models import AuditCheckpoint
from contest_portal.kernel.audit import BrokenLink, row_hashes, walk_chain
from contest_portal.kernel.checkpoints import Checkpoint, KeptCheckpoint, PrintedCheckpoint, agrees, printed
from contest_portal.kernel.walked_log import WalkedLog


class KeptState(StrEnum):
    """What became of a kept state: contained, too long for the log of today, or written otherwise."""

    HOLDS = "holds"
    SHORTER = "shorter"
    CONTRADICTED = "contradicted"


@dataclass(frozen=True, slots=True)
class LogCheck:
    """The log of today beside what was kept.

    `rows` is how many hold and `broken` the first that does not; of a state that is contradicted, the change lies among
    the rows from `changed_from` to `changed_to`.
    """

    rows: int
    broken: BrokenLink | None
    state: KeptState
    changed_from: int = 0
    changed_to: int = 0

    @property
    def is_sound(self) -> bool:
        """Tell whether nothing was found."""
        return self.broken is None and self.state is KeptState.HOLDS


def taken_checkpoints(session: Session) -> tuple[Checkpoint, ...]:
    """List the states that the portal itself noted, by size."""
    rows = session.scalars(select(AuditCheckpoint).order_by(AuditCheckpoint.size, AuditCheckpoint.id))
    return tuple(Checkpoint(row.size, row.root) for row in rows)


def checkpoint_about(session: Session, subject: str) -> PrintedCheckpoint | None:
    """Give the newest state that was taken for a subject; None when there is none."""
    row = session.scalars(
        select(AuditCheckpoint)
        .where(AuditCheckpoint.subject == subject)
        .order_by(AuditCheckpoint.id.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else printed(Checkpoint(row.size, row.root))


def check_log(
    session: Session, kept: Sequence[KeptCheckpoint] = (), *, walked: WalkedLog | None = None
) -> LogCheck:
    """Work the log out again and compare it with what was kept, and with what the portal noted itself.

    With `walked` only what came since the last whole walk is worked out, as long as that one is young enough.
    """
    noted = [KeptCheckpoint(one.size, one.root) for one in taken_checkpoints(session)]
    papers = sorted((*kept, *noted), key=lambda one: one.size)
    sizes = {one.size for one in papers}
    walk = walk_chain(session, sizes) if walked is None else walked.walk(session, sizes)
    held = 0
    for one in papers:
        root = walk.roots.get(one.size)
        if root is None and one.size:
            return LogCheck(walk.good, walk.broken, KeptState.SHORTER, walk.good + 1, one.size)
        if root is not None and not agrees(one, root):
            row = _first_difference(session, one) or held + 1
            return LogCheck(walk.good, walk.broken, KeptState.CONTRADICTED, row, one.size)
        held = one.size
    return LogCheck(walk.good, walk.broken, KeptState.HOLDS)


def _first_difference(session: Session, kept: KeptCheckpoint) -> int | None:
    """Name the first row that is not the one that was kept, where the hash of each was."""
    pairs = enumerate(zip(kept.rows, row_hashes(session), strict=False), 1)
    return next((seq for seq, (before, now) in pairs if before != now), None)
