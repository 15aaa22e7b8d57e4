"""Files as issued, kept by the hash of their content: the same bytes are stored once and never replaced."""

import re
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from contest_portal.kernel.bucket_address import SCHEME, BucketAddress, BucketKeys, Piece, Probe
from contest_portal.kernel.canonical import sha256_hex
from contest_portal.kernel.folder_shelf import FolderShelf
from contest_portal.kernel.problems import NotFound

DIGITS = 64
_DIGEST = re.compile(f"[0-9a-f]{{{DIGITS}}}")


class PieceShelf(Protocol):
    """Where pieces of files that are not whole yet lie, for all machines at once. A piece is there whole, and once.

    Names are paths. All raise StoreAway when there is no answer.
    """

    def add_piece(self, name: str, content: bytes) -> None: ...
    def pieces(self, under: str) -> tuple[Piece, ...]: ...
    def piece(self, name: str) -> bytes: ...
    def drop_pieces(self, names: Iterable[str]) -> None: ...


class Shelf(Protocol):
    """Where files lie under names that are hashes. What is there is whole; nothing is written over.

    `get` and `opened` raise NotFound for what is not there; a remote one raises StoreAway when it does not answer.
    """

    is_remote: bool

    @property
    def for_pieces(self) -> PieceShelf | None: ...

    def put(self, name: str, content: bytes) -> None: ...
    def put_file(self, name: str, path: Path) -> None: ...
    def get(self, name: str) -> bytes: ...
    def opened(self, name: str) -> AbstractContextManager[Path]: ...
    def has(self, name: str) -> bool: ...
    def drop(self, name: str) -> None: ...
    def names(self) -> Iterator[str]: ...
    def is_ready(self) -> bool: ...
    def probe(self) -> Probe | None: ...


class Storage:
    """Immutable files named by their SHA-256, on a shelf; without one, in the folder `root`.

    What is not kept yet or not for long lies beside that folder, wherever the files are.
    """

    def __init__(self, root: Path, shelf: Shelf | None = None) -> None:
        self.root = root
        self.shelf = shelf or FolderShelf(root)

    @property
    def waiting(self) -> Path:
        """Give the folder beside it, for what is not kept yet or not for long."""
        return self.root.with_name(f"{self.root.name}-waiting")

    def put(self, content: bytes) -> str:
        """Keep the bytes and give their SHA-256. Written whole or not at all, and for good before returning."""
        digest = sha256_hex(content)
        if not self.shelf.has(digest):
            self.shelf.put(digest, content)
        return digest

    def send_ahead(self, content: bytes) -> None:
        """Send what will be kept, before a transaction begins: the network never holds the database.

        A folder needs none of it. What is refused afterwards stays behind unnamed, as after a crash.
        """
        if self.shelf.is_remote:
            self.put(content)

    def put_file(self, path: Path, digest: str) -> None:
        """Keep a file of any size under its SHA-256. ValueError when its content has another one."""
        if not self.shelf.has(digest):
            self.shelf.put_file(digest, path)

    def get(self, digest: str) -> bytes:
        """Give the bytes back; NotFound when they are not here, or are no longer the ones that were kept."""
        content = self.shelf.get(_name(digest))
        if sha256_hex(content) != digest:
            raise NotFound(f"stored file {digest} was altered")
        return content

    def opened(self, digest: str) -> AbstractContextManager[Path]:
        """Give a file for a program that reads it by itself, as long as the block; NotFound when it is not here."""
        return self.shelf.opened(_name(digest))

    def has(self, digest: str) -> bool:
        """Tell whether a file is here."""
        return _DIGEST.fullmatch(digest) is not None and self.shelf.has(digest)

    def drop(self, digest: str) -> None:
        """Remove a file for good: for what keeping ended by an act, and for nothing else."""
        self.shelf.drop(_name(digest))

    def digests(self) -> Iterator[str]:
        """Name every file that is here."""
        return (name for name in self.shelf.names() if _DIGEST.fullmatch(name))


def _name(digest: str) -> str:
    if not _DIGEST.fullmatch(digest):
        raise NotFound(f"stored file {digest}")
    return digest


def shelf_at(place: str, *, key_id: str = "", secret: str = "") -> Shelf:
    """Give the shelf at `s3://…`, or in the folder of that name. ValueError for a wrong address."""
    if not place.startswith(f"{SCHEME}:"):
        return FolderShelf(Path(place))
    from contest_portal.kernel.bucket_shelf import BucketShelf  # noqa: PLC0415 - a library of production

    return BucketShelf(BucketAddress.read(place), BucketKeys(key_id, secret))
