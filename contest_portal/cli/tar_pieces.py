"""A tar written piece by piece: the library's own writes to a file alone, and an archive that is locked has none."""

import tarfile
from collections.abc import Iterator
from pathlib import Path

END = tarfile.NUL * (2 * tarfile.BLOCKSIZE)
_PIECE = 1 << 20


def head(name: str, size: int) -> bytes:
    """Give the one block that stands before a file of any size."""
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    return info.tobuf(tarfile.GNU_FORMAT)


def padding(size: int) -> bytes:
    """Give what fills the last block of a file."""
    return tarfile.NUL * (-size % tarfile.BLOCKSIZE)


def member(name: str, path: Path) -> Iterator[bytes]:
    """Give head, content and padding of a file. OSError when it is shorter by then than it was."""
    with path.open("rb") as stream:
        size = path.stat().st_size
        yield head(name, size)
        left = size
        while left:
            piece = stream.read(min(left, _PIECE))
            if not piece:
                raise OSError(f"{name} became shorter while it was read")
            left -= len(piece)
            yield piece
    yield padding(size)
