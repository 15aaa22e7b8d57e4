"""A file as it arrives: written to the disk at once, hashed on the way, and gone again unless it is kept."""

import hashlib
import os
import tempfile
from contextlib import suppress
from pathlib import Path

PART = "part-"
"""How the name of an unfinished file begins; a stopped server leaves it behind."""


class IncomingFile:
    """Bytes on their way into a folder. Looks like a file to whoever writes and reads it."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._file = tempfile.NamedTemporaryFile(dir=folder, prefix=PART, delete=False)  # noqa: SIM115
        self._path: Path | None = Path(self._file.name)
        self._digest = hashlib.sha256()

    @property
    def sha256(self) -> str:
        """Give the hash of what was written so far."""
        return self._digest.hexdigest()

    def write(self, content: bytes) -> int:
        """Take in more bytes."""
        self._digest.update(content)
        return self._file.write(content)

    def seek(self, offset: int, whence: int = 0) -> int:
        """Move to a place; writing there is not foreseen."""
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        """Give the place."""
        return self._file.tell()

    def read(self, size: int = -1) -> bytes:
        """Read what was written."""
        return self._file.read(size)

    def keep_as(self, target: Path) -> None:
        """Give the file its name, on disk before returning; the same content that is there already is replaced."""
        if self._path is None:
            return
        self._file.flush()
        os.fsync(self._file.fileno())
        self._path.replace(target)
        self._path = None

    def close(self) -> None:
        """End; what was not kept is removed."""
        self._file.close()
        if self._path is not None:
            with suppress(FileNotFoundError):
                self._path.unlink()
            self._path = None
