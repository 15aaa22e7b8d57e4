"""How a backup is locked and opened: for the holders of keys, by words, or not at all.

Locked for keys it is an age file. Locked by words it is a tar of two: a key made for this backup alone, locked by the
words, and the age file that the key opens, since words lock only what fits into memory. `age` opens both.
"""

import tarfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, BinaryIO, cast

from contest_portal.cli.tar_pieces import END, head, padding
from contest_portal.kernel import age_files
from contest_portal.kernel.age_files import DamagedFile, Recipient, WrongKey

KEY, BODY = "llave.age", "copia.tar.age"
_KEY_BYTES = 1 << 16

Lock = Callable[[Iterator[bytes], BinaryIO], None]
"""Writes the pieces of a backup to an empty file."""


def left_open(pieces: Iterator[bytes], target: BinaryIO) -> None:
    """Write a backup as it is."""
    for piece in pieces:
        target.write(piece)


def for_keys(keys: Sequence[str]) -> Lock:
    """Lock for the holders of these public keys. Raises WrongKey for what is none."""
    return partial(_lock_for, age_files.read_recipients(keys))


def by_words(words: str) -> Lock:
    """Lock by words."""
    return partial(_lock_by, words)


@dataclass(frozen=True, slots=True)
class Opener:
    """What opens a backup: private keys, or whoever is asked for the words once they are needed."""

    identities: str | None
    ask: Callable[[], str]

    @contextmanager
    def opened(self, path: Path, folder: Path) -> Iterator[Path]:
        """Give the tar inside: the backup itself, or a file in the folder that is gone afterwards.

        Raises WrongKey and DamagedFile.
        """
        with path.open("rb") as stream:
            begins = stream.read(tarfile.BLOCKSIZE)
        name = begins.partition(b"\0")[0]
        if not begins.startswith(age_files.BEGINS) and name != KEY.encode():
            yield path
            return
        plain = folder / "plain.tar"
        with plain.open("xb") as target:
            if name == KEY.encode():
                self._open_by_words(path, target)
            else:
                self._open_by_keys(path, target)
        yield plain
        plain.unlink()

    def _open_by_keys(self, path: Path, target: BinaryIO) -> None:
        if self.identities is None:
            raise WrongKey("está cerrada con llave: diga con --identity en qué archivo está la llave privada")
        with path.open("rb") as source:
            age_files.unlock(source, target, age_files.read_identities(self.identities))

    def _open_by_words(self, path: Path, target: BinaryIO) -> None:
        try:
            with tarfile.open(path) as tar:
                locked = _part(tar, KEY).read(_KEY_BYTES)
                key = age_files.unlock_by_words(locked, self.ask()).decode()
                age_files.unlock(cast(BinaryIO, _part(tar, BODY)), target, age_files.read_identities(key))
        except (tarfile.TarError, KeyError) as error:
            raise DamagedFile("está cortada o fue alterada") from error


def _lock_for(recipients: Sequence[Recipient], pieces: Iterator[bytes], target: BinaryIO) -> None:
    age_files.lock(pieces, target, recipients)


def _lock_by(words: str, pieces: Iterator[bytes], target: BinaryIO) -> None:
    private, public = age_files.make_key()
    locked = age_files.lock_by_words(private.encode(), words)
    target.write(head(KEY, len(locked)) + locked + padding(len(locked)))
    place = target.tell()
    target.write(head(BODY, 0))  # its size is not known before it is written
    begins = target.tell()
    age_files.lock(pieces, target, age_files.read_recipients([public]))
    size = target.tell() - begins
    target.write(padding(size) + END)
    target.seek(place)
    target.write(head(BODY, size))


def _part(tar: tarfile.TarFile, name: str) -> IO[bytes]:
    part = tar.extractfile(name)
    if part is None:
        raise KeyError(name)
    return part
