"""Files that arrive in pieces, in the bucket until they are whole: any server may take the next piece.

Each piece is an object of its own, named by the place where it begins, and the store refuses to replace one. So of two
pieces that begin at the same place the first counts, whichever servers they came to, and nothing has to be locked.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from itertools import groupby

from contest_portal.applications.rules.attachments import MAX_BYTES, MAX_UNFINISHED
from contest_portal.kernel.bucket_address import Piece
from contest_portal.kernel.problems import NotFound
from contest_portal.kernel.storage import PieceShelf


class BucketUploadRoom:
    """Objects `<application>/<sha256>/<first byte>`. What `UploadRoom` does in a folder; raises StoreAway."""

    def __init__(self, shelf: PieceShelf) -> None:
        self._shelf = shelf

    def offset(self, application_id: int, sha256: str) -> int:
        """Tell how much of a file is here."""
        return sum(piece.size for piece in self._whole(application_id, sha256))

    def add(self, application_id: int, sha256: str, *, offset: int, piece: bytes) -> int:
        """Add a piece if it begins where the file ends, and tell how much is here now."""
        held = self.offset(application_id, sha256)
        if held != offset or not piece or held + len(piece) > MAX_BYTES:
            return held
        if offset == 0:
            self._make_place(application_id)
        self._shelf.add_piece(f"{_folder(application_id, sha256)}{offset:08}", piece)
        return self.offset(application_id, sha256)

    def content(self, application_id: int, sha256: str) -> bytes | None:
        """Give what has come of a file; None when nothing has, or when it was dropped just now."""
        with suppress(NotFound):
            found = [self._shelf.piece(piece.name) for piece in self._whole(application_id, sha256)]
            return b"".join(found) if found else None
        return None

    def drop(self, application_id: int, sha256: str) -> None:
        """Remove what has come of a file."""
        self._drop(self._shelf.pieces(_folder(application_id, sha256)))

    def tidy(self, before: datetime) -> int:
        """Remove what nobody added to since an instant; give how many files went."""
        over = [file for file in _files(self._shelf.pieces("")) if _touched(file) < before]
        for file in over:
            self._drop(file)
        return len(over)

    def _whole(self, application_id: int, sha256: str) -> Iterator[Piece]:
        """Give the pieces that follow each other from the first byte on."""
        end = 0
        for piece in self._shelf.pieces(_folder(application_id, sha256)):
            if int(piece.name.rpartition("/")[2]) != end:
                return
            yield piece
            end += piece.size

    def _make_place(self, application_id: int) -> None:
        """Let the file that was waited for longest go, when there are as many as may be."""
        waiting = sorted(_files(self._shelf.pieces(f"{application_id}/")), key=_touched, reverse=True)
        for file in waiting[MAX_UNFINISHED - 1 :]:
            self._drop(file)

    def _drop(self, pieces: Iterable[Piece]) -> None:
        """Remove the last piece first: what is left, should the store go away, is a file that may go on."""
        self._shelf.drop_pieces(piece.name for piece in reversed(tuple(pieces)))


def _folder(application_id: int, sha256: str) -> str:
    return f"{application_id}/{sha256}/"


def _files(pieces: Iterable[Piece]) -> list[tuple[Piece, ...]]:
    """Give the pieces of each file together; they come in the order of their names."""
    return [tuple(file) for _, file in groupby(pieces, key=lambda piece: piece.name.rpartition("/")[0])]


def _touched(file: tuple[Piece, ...]) -> datetime:
    return max(piece.at for piece in file)
