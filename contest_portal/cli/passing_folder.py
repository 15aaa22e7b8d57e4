"""A folder for the length of a work, that the next one removes when this one was killed.

Whoever works in it holds a lock on it, which ends with the process, however that ends.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path


@contextmanager
def passing_folder(parent: Path, prefix: str) -> Iterator[Path]:
    """Make a folder that is gone afterwards, and remove those with this prefix whose process was killed."""
    with ExitStack() as stack:
        with _held(parent, fcntl.LOCK_EX):  # nobody takes a new one, not locked yet, for a leftover
            _remove_leftovers(parent, prefix)
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=parent, prefix=prefix)))
            stack.enter_context(_held(folder, fcntl.LOCK_EX | fcntl.LOCK_NB))
        yield folder


def _remove_leftovers(parent: Path, prefix: str) -> None:
    for folder in parent.glob(f"{prefix}*"):
        if folder.is_dir() and not folder.is_symlink():
            with _held(folder, fcntl.LOCK_EX | fcntl.LOCK_NB) as is_ours:
                if is_ours:
                    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _held(folder: Path, how: int) -> Iterator[bool]:
    """Lock a folder; tell whether that was granted: not while another holds it, nor where disks know no locks."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        yield False
        return
    try:
        yield _is_granted(descriptor, how)
    finally:
        os.close(descriptor)


def _is_granted(descriptor: int, how: int) -> bool:
    try:
        fcntl.flock(descriptor, how)
    except OSError:
        return False
    return True
