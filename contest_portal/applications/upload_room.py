"""Files that arrive in pieces, beside the storage until they are whole; in a bucket: `bucket_upload_room.py`.

A piece is added only where the file ends: one that comes twice, or at the same time as its double, does no harm. What
counts in the end is the hash of the whole, which is also the name.
"""

import fcntl
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from contest_portal.applications.bucket_upload_room import BucketUploadRoom
from contest_portal.applications.rules.attachments import MAX_BYTES, MAX_UNFINISHED
from contest_portal.kernel.storage import Storage


class UploadRoom:
    """A folder with `<application>/<sha256>`, each a file as far as it has come."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def offset(self, application_id: int, sha256: str) -> int:
        """Tell how much of a file is here."""
        with suppress(FileNotFoundError):
            return self._path(application_id, sha256).stat().st_size
        return 0

    def add(self, application_id: int, sha256: str, *, offset: int, piece: bytes) -> int:
        """Add a piece if it begins where the file ends, and tell how much is here now."""
        path = self._path(application_id, sha256)
        if not path.exists():
            if offset != 0:
                return 0  # nothing of it is here, and nothing begins in the middle
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            _make_place(path.parent)
        with path.open("ab") as part:
            fcntl.flock(part, fcntl.LOCK_EX)
            held = part.seek(0, 2)
            if held == offset and held + len(piece) <= MAX_BYTES:
                held += part.write(piece)
            part.flush()  # before the lock goes with the file
        return held

    def content(self, application_id: int, sha256: str) -> bytes | None:
        """Give what has come of a file; None when nothing has."""
        with suppress(FileNotFoundError):
            return self._path(application_id, sha256).read_bytes()
        return None

    def drop(self, application_id: int, sha256: str) -> None:
        """Remove what has come of a file."""
        self._path(application_id, sha256).unlink(missing_ok=True)

    def tidy(self, before: datetime) -> int:
        """Remove what nobody added to since an instant; give how many files went."""
        removed = 0
        for path in self._root.glob("*/*"):
            if _touched(path) < int(before.timestamp()):
                path.unlink(missing_ok=True)
                removed += 1
        for folder in self._root.glob("*"):
            with suppress(OSError):  # it holds something
                folder.rmdir()
        return removed

    def _path(self, application_id: int, sha256: str) -> Path:
        return self._root / str(application_id) / sha256


def upload_room(storage: Storage) -> UploadRoom | BucketUploadRoom:
    """Give the room that belongs to a storage: in its bucket, or else in `<STORAGE_DIR>-waiting/attachments`."""
    shelf = storage.shelf.for_pieces
    return UploadRoom(storage.waiting / "attachments") if shelf is None else BucketUploadRoom(shelf)


def _make_place(folder: Path) -> None:
    """Let the file that was waited for longest go, when there are as many as may be."""
    waiting = sorted(folder.iterdir(), key=_touched, reverse=True)
    for path in waiting[MAX_UNFINISHED - 1 :]:
        path.unlink(missing_ok=True)


def _touched(path: Path) -> int:
    with suppress(FileNotFoundError):
        return path.stat().st_mtime_ns // 10**9
    return 0
