"""What the last whole walk through the log found, kept in the process, so that a question walks only what came since.

A row that was changed behind its back is found by the next whole walk: no answer rests on one older than `PERIOD_S`
seconds. Commands and auditors walk wholly each time (`audit.walk_chain`).
"""

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass

from sqlalchemy.orm import Session

from contest_portal.kernel.audit import (
    START,
    STEP,
    ChainMark,
    ChainWalk,
    still_stands,
    walk_chain,
    walk_part,
)

PERIOD_S = 300
_NS = 10**9
MOST_ROOTS = 20_000
"""Roots that are kept at most, of some two hundred bytes each."""


@dataclass(frozen=True, slots=True)
class _Walked:
    """Where the last walk stood, the roots it gave, and when the last whole one began, by the process's own clock."""

    began_ns: int
    marks: tuple[ChainMark, ...]
    roots: dict[int, str]


class WalkedLog:
    """The memory of one process about one log. Several threads may ask at once: it is replaced whole."""

    def __init__(self, ticks_ns: Callable[[], int] = time.monotonic_ns) -> None:
        self._ticks_ns = ticks_ns
        self._walked: _Walked | None = None

    def walk(self, session: Session, sizes: Collection[int] = ()) -> ChainWalk:
        """Answer as `walk_chain` does. What is found wrong is told by a whole walk, so that its first row is named."""
        walked = self._walked
        if walked is not None and self._ticks_ns() - walked.began_ns < PERIOD_S * _NS:
            walk = _walk_on(session, walked, sizes)
            if walk is not None:
                self._walked = _joined(walked, walk)
                return walk
        began_ns = self._ticks_ns()
        whole = walk_chain(session, sizes)
        is_sound = whole.broken is None
        self._walked = _Walked(began_ns, whole.marks, dict(whole.roots)) if is_sound else None
        return whole


def _walk_on(session: Session, walked: _Walked, sizes: Collection[int]) -> ChainWalk | None:
    """Walk what came after; None where anything is not as it should be."""
    end = walked.marks[-1]
    if not still_stands(session, end):
        return None
    walk = walk_chain(session, sizes, start=end)
    if walk.broken is not None:
        return None
    roots = {size: walked.roots[size] for size in sizes if size in walked.roots} | dict(walk.roots)
    for size in sorted(size for size in sizes if size < end.size and size not in roots):
        mark = max((one for one in walked.marks if one.size <= size), key=lambda one: one.size, default=START)
        part = walk_part(session, [size], start=mark, until=size)
        if part.broken is not None:
            return None
        roots |= part.roots
    return ChainWalk(walk.good, None, roots, walk.marks)


def _joined(walked: _Walked, walk: ChainWalk) -> _Walked:
    marks = {one.size: one for one in (*walked.marks, *walk.marks)}
    kept = tuple(one for size, one in sorted(marks.items()) if size % STEP == 0 or size == walk.good)
    roots = walked.roots | dict(walk.roots)
    return _Walked(walked.began_ns, kept, roots if len(roots) <= MOST_ROOTS else dict(walk.roots))
