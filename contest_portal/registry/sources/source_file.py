"""A file to read, wherever its bytes are."""

import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to read: its name, and how to open it from the start, as often as needed."""

    filename: str
    open: Callable[[], BinaryIO]

    @classmethod
    def of_bytes(cls, filename: str, content: bytes) -> "SourceFile":
        """Make a source of bytes in memory."""
        return cls(filename, lambda: io.BytesIO(content))

    def sha256(self) -> str:
        """Give the hash of the content."""
        digest = hashlib.sha256()
        with self.open() as stream:
            while chunk := stream.read(CHUNK):
                digest.update(chunk)
        return digest.hexdigest()
