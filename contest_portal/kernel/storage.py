"""Files as issued, kept by the hash of their content: the same bytes are stored once and never replaced."""

import os
import tempfile
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from contest_portal.kernel.canonical import sha256_hex
from contest_portal.kernel.problems import NotFound


class Storage:
    """A local folder of immutable files named by their SHA-256."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, content: bytes) -> str:
        """Keep the bytes and give their SHA-256. Written whole or not at all, and on disk before returning."""
        digest = sha256_hex(content)
        target = self._path(digest)
        if target.exists():
            return digest
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as part:
            part.write(content)
            part.flush()
            os.fsync(part.fileno())
        Path(part.name).replace(target)
        _to_disk(target.parent)  # the name too, not only the bytes
        return digest

    def get(self, digest: str) -> bytes:
        """Give the bytes back; NotFound when they are not here, or are no longer the ones that were kept."""
        path = self._path(digest)
        if not path.is_file():
            raise NotFound(f"stored file {digest}")
        content = path.read_bytes()
        if sha256_hex(content) != digest:
            raise NotFound(f"stored file {digest} was altered")
        return content

    def drop_older_than(self, instant: datetime) -> None:
        """Remove what was kept before an instant: for rooms where files only wait."""
        for path in self.root.glob("*/*"):
            with suppress(FileNotFoundError):  # another worker sweeps at the same moment
                if path.stat().st_mtime_ns // 10**9 < int(instant.timestamp()):
                    path.unlink()

    def _path(self, digest: str) -> Path:
        return self.root / digest[:2] / digest


def _to_disk(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
