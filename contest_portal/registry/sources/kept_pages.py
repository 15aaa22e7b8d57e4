"""The pages of a finished run as one file in the columns of the households file.

A household that stands on two pages changed while they were read: its last page counts. Lines are written to a
temporary file, page by page, so that memory does not grow with the register.
"""

import csv
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.registry.models.sources import SourcePage
from contest_portal.registry.rules.source_pages import (
    FILE_FIELDS,
    FILE_TITLES,
    Row,
    SourceHousehold,
    kept_households,
)
from contest_portal.registry.sources.source_file import SourceFile

Settle = Callable[[list[Row]], list[Row]]


class HouseholdOfLine:
    """Remembers which household each line of the file is about: that is how the source's people find it."""

    def __init__(self) -> None:
        self._codes: list[str] = []

    def add(self, code: str) -> None:
        """Note the household of the next line."""
        self._codes.append(code)

    def at(self, line: int) -> str:
        """Give the household of a line as the file counts them, the header first; nothing for the header."""
        place = line - 2
        return self._codes[place] if 0 <= place < len(self._codes) else ""


@dataclass(frozen=True, slots=True)
class KeptPages:
    """A run's pages. `settle` is handed the lines of each page and gives those to be written."""

    session: Session
    run_id: int
    filename: str
    settle: Settle
    lines: HouseholdOfLine

    @contextmanager
    def as_file(self) -> Iterator[SourceFile]:
        """Write the file; it is gone after the `with`."""
        with tempfile.TemporaryDirectory(prefix="registry-") as folder:
            path = Path(folder) / "households.csv"
            self._write(path)
            yield SourceFile(self.filename, lambda: path.open("rb"))

    def _write(self, path: Path) -> None:
        last_page = self._last_pages()
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(FILE_TITLES)
            for sequence, households in self._pages():
                fresh = [h for h in households if last_page[h.code] == sequence]
                rows = self.settle([row for household in fresh for row in household.rows()])
                for row in rows:
                    self.lines.add(row["household_code"])
                    writer.writerow([row[name] for name in FILE_FIELDS])

    def _last_pages(self) -> dict[str, int]:
        return {household.code: sequence for sequence, page in self._pages() for household in page}

    def _pages(self) -> Iterator[tuple[int, tuple[SourceHousehold, ...]]]:
        found = self.session.execute(
            select(SourcePage.sequence)
            .where(SourcePage.run_id == self.run_id, SourcePage.content.is_not(None))
            .order_by(SourcePage.sequence)
        ).scalars()
        for sequence in found.all():
            wanted = (SourcePage.run_id == self.run_id) & (SourcePage.sequence == sequence)
            content = self.session.scalars(select(SourcePage.content).where(wanted)).one()
            yield sequence, kept_households(content or "[]")
