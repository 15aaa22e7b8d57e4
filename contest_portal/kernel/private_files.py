"""Files that hold a secret."""

import os
import tempfile
from pathlib import Path

_OTHERS = 0o077


def write_private(path: Path, content: bytes) -> None:
    """Write a file for its owner alone: readable by nobody else from the first byte on, and never there by half."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as part:
        try:
            part.write(content)
            part.flush()
            os.fsync(part.fileno())
        except OSError:
            Path(part.name).unlink()  # what a full disk has taken of it is room for others
            raise
    Path(part.name).replace(path)


def others_read(path: Path) -> bool:
    """Tell whether another account of this machine may read a file; False for one that is not there."""
    try:
        return bool(path.stat().st_mode & _OTHERS)
    except OSError:
        return False
