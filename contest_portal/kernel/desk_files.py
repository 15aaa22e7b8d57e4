"""Small files by which processes leave each other word: put whole or not at all, read by whoever comes."""

from pathlib import Path


class DeskFiles:
    """A folder of such files, made when the first is put."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, name: str) -> Path:
        """Give where a file is or would be."""
        return self.folder / name

    def put(self, name: str, content: bytes) -> None:
        """Put a file in the place of the one before: whoever reads finds one or the other, never half of one."""
        self.folder.mkdir(parents=True, exist_ok=True)
        part = self.path(f"{name}.part")
        part.write_bytes(content)
        part.replace(self.path(name))

    def read(self, name: str) -> bytes | None:
        """Give what a file holds; None when it is not there."""
        try:
            return self.path(name).read_bytes()
        except FileNotFoundError:
            return None

    def has(self, name: str) -> bool:
        """Tell whether a file is there."""
        return self.path(name).exists()

    def drop(self, name: str) -> None:
        """Take a file away, if it is there."""
        self.path(name).unlink(missing_ok=True)
