"""A tree of hashes over a list that only grows (RFC 6962, section 2.1): one root stands for every entry before it.

A leaf is SHA-256(0x00 ‖ entry), a node SHA-256(0x01 ‖ left ‖ right), and a list is split at the greatest power of two
below its length. Whoever kept a root can be shown that an entry was in that list, or that a longer list begins with it.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 64
"""A hash as hexadecimal digits."""


def leaf_hash(entry: bytes) -> bytes:
    """Hash an entry."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two halves into one."""
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Frontier:
    """The right edge of a tree: the roots of its full halves, the largest first. All that adding a leaf needs."""

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    @classmethod
    def read(cls, size: int, written: str) -> "Frontier":
        """Read what `written` gave. Raises ValueError when it is not the edge of a tree of this size."""
        peaks = tuple(
            bytes.fromhex(written[start : start + WIDTH]) for start in range(0, len(written), WIDTH)
        )
        if len(peaks) != size.bit_count() or len(written) != len(peaks) * WIDTH:
            raise ValueError(f"not the edge of a tree of {size} leaves")
        return cls(size, peaks)

    def written(self) -> str:
        """Write the edge as hexadecimal digits."""
        return "".join(peak.hex() for peak in self.peaks)

    def add(self, leaf: bytes) -> "Frontier":
        """Give the edge of the tree with one leaf more."""
        peaks, right, size = list(self.peaks), leaf, self.size
        while size % 2:
            right = node_hash(peaks.pop(), right)
            size //= 2
        return Frontier(self.size + 1, (*peaks, right))

    def root(self) -> bytes:
        """Give the root of the tree; that of an empty one is the hash of nothing."""
        if not self.peaks:
            return hashlib.sha256(b"").digest()
        *rest, root = self.peaks
        for peak in reversed(rest):
            root = node_hash(peak, root)
        return root


def tree_root(leaves: Sequence[bytes]) -> bytes:
    """Give the root over leaf hashes."""
    edge = Frontier()
    for leaf in leaves:
        edge = edge.add(leaf)
    return edge.root()


def inclusion_proof(leaves: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """Give the hashes that lead from a leaf to the root."""
    if len(leaves) == 1:
        return ()
    split = _split(len(leaves))
    if index < split:
        return (*inclusion_proof(leaves[:split], index), tree_root(leaves[split:]))
    return (*inclusion_proof(leaves[split:], index - split), tree_root(leaves[:split]))


def consistency_proof(leaves: Sequence[bytes], first: int) -> tuple[bytes, ...]:
    """Give the hashes that show that the tree of the `first` leaves is the beginning of the whole one."""
    return () if first == len(leaves) else _consistency(leaves, first, known=True)


def _consistency(leaves: Sequence[bytes], first: int, *, known: bool) -> tuple[bytes, ...]:
    if first == len(leaves):
        return () if known else (tree_root(leaves),)
    split = _split(len(leaves))
    if first <= split:
        return (*_consistency(leaves[:split], first, known=known), tree_root(leaves[split:]))
    return (*_consistency(leaves[split:], first - split, known=False), tree_root(leaves[:split]))


def is_included(leaf: bytes, index: int, *, size: int, root: bytes, proof: Sequence[bytes]) -> bool:
    """Tell whether a proof leads from the leaf at `index` to the root of a tree of `size` leaves."""
    place, last = index, size - 1
    if not 0 <= place <= last:
        return False
    at = leaf
    for step in proof:
        if last == 0:
            return False
        if place % 2 or place == last:
            at = node_hash(step, at)
            place, last = _climb(place, last, parity=0)
        else:
            at = node_hash(at, step)
        place, last = place // 2, last // 2
    return last == 0 and at == root


def is_consistent(first: int, first_root: bytes, *, size: int, root: bytes, proof: Sequence[bytes]) -> bool:
    """Tell whether a proof shows that the tree of `first` leaves is the beginning of that of `size` leaves."""
    if first == size:
        return not proof and first_root == root
    if not 0 < first < size:
        return False
    steps = [first_root, *proof] if first.bit_count() == 1 else list(proof)
    if not steps:
        return False
    place, last = _climb(first - 1, size - 1, parity=1)
    before = now = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if place % 2 or place == last:
            before, now = node_hash(step, before), node_hash(step, now)
            place, last = _climb(place, last, parity=0)
        else:
            now = node_hash(now, step)
        place, last = place // 2, last // 2
    return last == 0 and before == first_root and now == root


def _climb(place: int, last: int, *, parity: int) -> tuple[int, int]:
    """Go up as long as the place is a right half (1), or a left one without a neighbour (0)."""
    while place and place % 2 == parity:
        place, last = place // 2, last // 2
    return place, last


def _split(size: int) -> int:
    """Give the greatest power of two below a size."""
    return 1 << ((size - 1).bit_length() - 1)
