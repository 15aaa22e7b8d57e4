"""Files as issued, kept by the hash of their content: the same bytes are stored once and never replaced."""

import os
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from contest_portal.kernel.canonical import sha256_hex
from contest_portal.kernel.incoming_file import IncomingFile
from contest_portal.kernel.private_files import write_private
from contest_portal.kernel.problems import NotFound

DIGITS = 64


class Storage:
    """A local folder of immutable files named by their SHA-256."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @property
    def waiting(self) -> Path:
        """Give the folder beside it, for what is not kept yet or not for long."""
        return self.root.with_name(f"{self.root.name}-waiting")

    def put(self, content: bytes) -> str:
        """Keep the bytes and give their SHA-256. Written whole or not at all, and on disk before returning."""
        digest = sha256_hex(content)
        target = self.place(digest)
        if target.exists():
            return digest
        write_private(target, content)
        _to_disk(target.parent)  # the name too, not only the bytes
        return digest

    def put_file(self, path: Path, digest: str) -> None:
        """Keep a file of any size under its SHA-256. ValueError when its content has another one."""
        target = self.place(digest)
        if target.exists():
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        with closing(IncomingFile(target.parent)) as part, path.open("rb") as stream:
            shutil.copyfileobj(stream, part)
            if part.sha256 != digest:
                raise ValueError(f"{digest} is not the hash of the file that was to be kept")
            part.keep_as(target)
        _to_disk(target.parent)

    def get(self, digest: str) -> bytes:
        """Give the bytes back; NotFound when they are not here, or are no longer the ones that were kept."""
        content = self.path(digest).read_bytes()
        if sha256_hex(content) != digest:
            raise NotFound(f"stored file {digest} was altered")
        return content

    def path(self, digest: str) -> Path:
        """Give where a file is kept, for a program that reads it by itself; NotFound when it is not here."""
        if not self.has(digest):
            raise NotFound(f"stored file {digest}")
        return self.place(digest)

    def has(self, digest: str) -> bool:
        """Tell whether a file is here."""
        return self.place(digest).is_file()

    def digests(self) -> Iterator[str]:
        """Name every file that is here."""
        return (path.name for path in self.root.glob("??/*") if len(path.name) == DIGITS)

    def place(self, digest: str) -> Path:
        """Give where a file is or would be."""
        return self.root / digest[:2] / digest


def _to_disk(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
