"""A power cut, worked out: what a disk holds when everything that was not synced is gone, or only a part of it is."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.syscalls import Call

Write = tuple[int, bytes | None]


@dataclass
class Disk:
    """Files as they are on the disk, and what was written since their last sync."""

    files: dict[str, bytearray] = field(default_factory=dict)
    pending: dict[str, list[Write]] = field(default_factory=dict)

    def take(self, call: Call) -> None:
        """Follow one system call. A cut file (`ftruncate`) is a write without content."""
        if call.gave < 0 or call.path not in self.files:
            return
        if call.name == "pwrite64":
            self.pending[call.path].append((call.offset, call.content[: call.gave]))
        elif call.name == "ftruncate":
            self.pending[call.path].append((call.offset, None))
        elif call.name in ("fdatasync", "fsync"):
            for write in self.pending[call.path]:
                _apply(self.files[call.path], write)
            self.pending[call.path] = []

    def hold(self, path: Path, content: bytes) -> None:
        """Begin with what a file has."""
        self.files[str(path)] = bytearray(content)
        self.pending[str(path)] = []

    def after_the_cut(self, folder: Path, draw: random.Random | None = None) -> None:
        """Write the files as they are found afterwards; `draw` lets some of what was not synced be there by chance."""
        for name, synced in self.files.items():
            content = bytearray(synced)
            for write in self.pending[name] if draw else ():
                if draw and draw.random() < 0.5:
                    _apply(content, write)
            (folder / Path(name).name).write_bytes(content)


def _apply(content: bytearray, write: Write) -> None:
    offset, piece = write
    if piece is None:
        del content[offset:]
        return
    if len(content) < offset:
        content.extend(bytes(offset - len(content)))
    content[offset : offset + len(piece)] = piece


def names_of(database: Path) -> Sequence[Path]:
    """Give the files of an embedded database that outlive a power cut."""
    return [database, database.with_name(f"{database.name}-wal")]
