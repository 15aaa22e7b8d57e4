"""Files in a folder of this machine, or of a disk that several machines see."""

import os
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from contest_portal.kernel.incoming_file import IncomingFile
from contest_portal.kernel.private_files import write_private
from contest_portal.kernel.problems import NotFound

PREFIX_LETTERS = 2


class FolderShelf:
    """A folder with `ab/abcd…`, each written whole or not at all and on disk before anybody is told."""

    is_remote = False
    for_pieces = None
    """Pieces are added to a file beside the folder."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def put(self, name: str, content: bytes) -> None:
        """Write a file for the portal's account alone."""
        target = self.place(name)
        write_private(target, content)
        _to_disk(target.parent)  # the name too, not only the bytes

    def put_file(self, name: str, path: Path) -> None:
        """Copy a file of any size. ValueError when its content has another hash than its name."""
        target = self.place(name)
        target.parent.mkdir(parents=True, exist_ok=True)
        with closing(IncomingFile(target.parent)) as part, path.open("rb") as stream:
            shutil.copyfileobj(stream, part)
            if part.sha256 != name:
                raise ValueError(f"{name} is not the hash of the file that was to be kept")
            part.keep_as(target)
        _to_disk(target.parent)

    def get(self, name: str) -> bytes:
        """Read a file; NotFound without one."""
        with self.opened(name) as path:
            return path.read_bytes()

    @contextmanager
    def opened(self, name: str) -> Iterator[Path]:
        """Give the file itself, which nobody may write to; NotFound without one."""
        if not self.has(name):
            raise NotFound(f"stored file {name}")
        yield self.place(name)

    def has(self, name: str) -> bool:
        """Tell whether a file is here."""
        return self.place(name).is_file()

    def drop(self, name: str) -> None:
        """Remove a file; nothing happens when it is gone already."""
        self.place(name).unlink(missing_ok=True)

    def names(self) -> Iterator[str]:
        """Name whatever is here: nothing where no folder is yet. OSError for one that cannot be read."""
        try:
            folders = [
                one for one in self._root.iterdir() if len(one.name) == PREFIX_LETTERS and one.is_dir()
            ]
        except FileNotFoundError:
            return
        for folder in folders:
            yield from (path.name for path in folder.iterdir())

    def is_ready(self) -> bool:
        """Tell whether files can be written, found and read: a folder that is all ours, or can be made."""
        folder = self._root if os.access(self._root, os.F_OK) else self._root.parent
        return os.access(folder, os.R_OK | os.W_OK | os.X_OK) and folder.is_dir()

    def probe(self) -> None:
        """Nobody outside of this machine can ask: there is nothing to find out."""

    def place(self, name: str) -> Path:
        """Give where a file is or would be."""
        return self._root / name[:PREFIX_LETTERS] / name


def _to_disk(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
