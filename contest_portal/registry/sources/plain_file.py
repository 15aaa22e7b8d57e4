"""A file as a source of households: it is the file already."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from contest_portal.registry.sources.source_file import SourceFile


@dataclass(frozen=True, slots=True)
class PlainFile:
    """A households file that somebody brought."""

    file: SourceFile

    @contextmanager
    def as_file(self) -> Iterator[SourceFile]:
        """Give the file itself."""
        yield self.file
