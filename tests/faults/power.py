"""A power cut, worked out: what a disk holds when everything that was not synced is gone, or only a part of it is."""

import random
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
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

    def contents(self, draw: random.Random | None = None) -> Iterator[tuple[str, bytes]]:
        """Give the files as they are found afterwards; `draw` lets some of what was not synced be there by chance."""
        for name, synced in self.files.items():
            content = bytearray(synced)
            for write in self.pending[name] if draw else ():
                if draw and draw.random() < 0.5:
                    _apply(content, write)
            yield name, bytes(content)

    def after_the_cut(self, folder: Path, draw: random.Random | None = None) -> None:
        """Write them into a folder."""
        for name, content in self.contents(draw):
            (folder / Path(name).name).write_bytes(content)


@dataclass
class Tree(Disk):
    """All files below a folder, such as those of a server. `before`: a copy from before, where all of it was synced.

    Names are as they are: a new, renamed or removed file is so at once, and empty; only bytes are lost.
    """

    live: Path = Path()
    before: Path = Path()

    def take(self, call: Call) -> None:
        """Follow one system call."""
        path = Path(call.path)
        if not path.is_relative_to(self.live):
            return
        if call.path not in self.files:
            if call.name in ("fdatasync", "fsync"):
                return  # a folder, or what nobody has written to
            original = self.before / path.relative_to(self.live)
            self.hold(path, original.read_bytes() if original.is_file() else b"")
        if call.name == "pwritev" or (
            call.name == "write" and path.name == "pg_control"
        ):  # one write, from 0 on
            call = replace(call, name="pwrite64")
        super().take(call)

    def after_the_cut(self, folder: Path, draw: random.Random | None = None) -> None:
        """Write the whole folder."""
        shutil.copytree(self.before, folder)
        for name, content in self.contents(draw):
            (folder / Path(name).relative_to(self.live)).write_bytes(content)


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
