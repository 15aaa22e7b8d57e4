"""Files in a bucket of an object store. Loaded only where one is set: the library is among those of production.

Every request has an end. A store that does not answer is `StoreAway`, never a missing file: "not here" is said only by
a store that answered.
"""

import hashlib
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import S3Store

from contest_portal.kernel.bucket_address import BucketAddress, BucketKeys, Piece, Probe
from contest_portal.kernel.problems import NotFound, StoreAway

if TYPE_CHECKING:
    from obstore.store import ClientConfig, RetryConfig, S3Config

log = logging.getLogger(__name__)
PATIENCE = timedelta(seconds=10)
"""So long one request may take; large files travel in pieces, each a request."""
_CONNECTING = timedelta(seconds=2)
_PIECE = 5 << 20
_PROBE = "probe"
_PIECES = "pieces/"
"""No file lies there: theirs are two hexadecimal digits."""


class BucketShelf:
    """Objects `prefix/ab/abcd…`. The store itself refuses to replace one, and what was damaged on its way."""

    is_remote = True

    def __init__(self, address: BucketAddress, keys: BucketKeys, *, patience: timedelta = PATIENCE) -> None:
        self._address, self._keys, self._patience = address, keys, patience
        self._store = self._open(signed=True)

    def _open(self, *, signed: bool) -> S3Store:
        client: ClientConfig = {
            "timeout": self._patience,
            "connect_timeout": min(_CONNECTING, self._patience),
            "allow_http": self._address.is_plain,
        }
        retry: RetryConfig = {"max_retries": 1, "retry_timeout": self._patience}
        config: S3Config = {"bucket": self._address.bucket, "region": self._address.region}
        if self._address.endpoint:
            config["endpoint"] = self._address.endpoint
        if not signed:
            config["skip_signature"] = True
        elif self._keys.key_id:
            config |= {"access_key_id": self._keys.key_id, "secret_access_key": self._keys.secret}
        return S3Store(
            prefix=self._address.prefix or None,
            config={**config, "checksum_algorithm": "sha256"},
            client_options=client,
            retry_config=retry,
        )

    def put(self, name: str, content: bytes) -> None:
        """Send a file; the answer comes when the store has it whole."""
        with self._asking("put"), suppress(AlreadyExistsError):
            obstore.put(self._store, _key(name), content, mode="create", use_multipart=False)

    def put_file(self, name: str, path: Path) -> None:
        """Send a file of any size, in pieces. ValueError when its content has another hash than its name."""
        with path.open("rb") as stream:
            if hashlib.file_digest(stream, "sha256").hexdigest() != name:
                raise ValueError(f"{name} is not the hash of the file that was to be kept")
        with self._asking("put"):
            obstore.put(self._store, _key(name), path, chunk_size=_PIECE)

    def get(self, name: str) -> bytes:
        """Fetch a file; NotFound when the store says that it has none."""
        with self._asking("get", name):
            return bytes(obstore.get(self._store, _key(name)).bytes())

    @contextmanager
    def opened(self, name: str) -> Iterator[Path]:
        """Fetch a file into a folder that is gone afterwards."""
        with TemporaryDirectory() as folder:
            path = Path(folder) / name
            with self._asking("get", name), path.open("xb") as copy:
                for piece in obstore.get(self._store, _key(name)):
                    copy.write(piece)
            yield path

    def has(self, name: str) -> bool:
        """Tell whether the store has a file."""
        try:
            with self._asking("head", name):
                obstore.head(self._store, _key(name))
        except NotFound:
            return False
        return True

    def drop(self, name: str) -> None:
        """Remove a file; a bucket that keeps versions keeps the old one until its own rule removes it."""
        with self._asking("delete"), suppress(FileNotFoundError):
            obstore.delete(self._store, _key(name))

    def names(self) -> Iterator[str]:
        """Name whatever is under the prefix."""
        with self._asking("list"):
            for some in obstore.list(self._store):
                yield from (one["path"].rpartition("/")[2] for one in some)

    @property
    def for_pieces(self) -> "BucketShelf":
        """Give where pieces of files lie that are not whole yet: the same bucket, under `pieces/`."""
        return self

    def add_piece(self, name: str, content: bytes) -> None:
        """Send a piece; one that is there under this name stays as it is."""
        with self._asking("put"), suppress(AlreadyExistsError):
            obstore.put(self._store, _PIECES + name, content, mode="create", use_multipart=False)

    def pieces(self, under: str) -> tuple[Piece, ...]:
        """List the pieces whose names begin with these folders, in the order of their names."""
        with self._asking("list"):
            found = [one for some in obstore.list(self._store, prefix=_PIECES + under) for one in some]
        named = ((one["path"].partition(_PIECES)[2], one) for one in found)
        return tuple(
            sorted(
                (Piece(name, one["size"], one["last_modified"]) for name, one in named),
                key=lambda piece: piece.name,
            )
        )

    def piece(self, name: str) -> bytes:
        """Fetch a piece; NotFound when the store says that it has none."""
        with self._asking("get", name):
            return bytes(obstore.get(self._store, _PIECES + name).bytes())

    def drop_pieces(self, names: Iterable[str]) -> None:
        """Remove pieces; nothing happens for one that is gone already."""
        for name in names:
            with self._asking("delete"), suppress(FileNotFoundError):
                obstore.delete(self._store, _PIECES + name)

    def is_ready(self) -> bool:
        """Tell whether the store answers and knows the bucket and the key."""
        try:
            with self._asking("list"):
                next(iter(obstore.list(self._store, chunk_size=1)), None)
        except StoreAway:
            return False
        return True

    def probe(self) -> Probe:
        """Write a small object, look at it as a stranger would, and remove it. StoreAway when it cannot be written."""
        with self._asking("probe"):
            kept = obstore.put(self._store, _PROBE, b"?", use_multipart=False)
            is_public = True
            try:
                obstore.get(self._open(signed=False), _PROBE)
            except BaseError:
                is_public = False
            obstore.delete(self._store, _PROBE)
        return Probe(keeps_versions=kept["version"] is not None, is_public=is_public)

    @contextmanager
    def _asking(self, what: str, name: str | None = None) -> Iterator[None]:
        """Tell "it is not here" of a file that was asked for from whatever else keeps the store from answering."""
        try:
            yield
        except (BaseError, OSError) as error:
            if name is not None and isinstance(error, FileNotFoundError):
                raise NotFound(f"stored file {name}") from error
            log.error("object store away", extra={"request": what, "reason": type(error).__name__})
            raise StoreAway(self._address.bucket) from error


def _key(name: str) -> str:
    return f"{name[:2]}/{name}"
