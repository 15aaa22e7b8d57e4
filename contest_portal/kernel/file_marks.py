"""The mark of a file with persons: whoever finds it later knows who took it, when, why, and where that stands."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from contest_portal.kernel.clock import office_moment

MARK_COLUMN = "constancia"
"""The last column of a marked table; imports know no such column and pass over it."""


@dataclass(frozen=True, slots=True)
class FileMark:
    """Who took a file away, when and why; `number` is that of its row in the access log.

    Its words are Spanish in any language of the page, as what is found later is read by others.
    """

    number: int
    at: datetime
    who: str
    why: str

    @property
    def short(self) -> str:
        """Give what leads to the row."""
        return f"Consulta N.° {self.number}"

    @property
    def text(self) -> str:
        """Give all of it in one sentence."""
        return (
            f"{self.short}: lo llevó {self.who} el {office_moment(self.at)}, hora de Lima. Para: {self.why}"
        )


def marked(
    header: Sequence[str], rows: Iterable[Sequence[object]], mark: FileMark | None
) -> tuple[Sequence[str], Iterable[Sequence[object]]]:
    """Add the mark to a table: all of it in the first row, the number in each, so that a part leads back too."""
    if mark is None:
        return header, rows
    return (*header, MARK_COLUMN), _with_mark(rows, mark)


def _with_mark(rows: Iterable[Sequence[object]], mark: FileMark) -> Iterator[Sequence[object]]:
    for place, row in enumerate(rows):
        yield (*row, mark.short if place else mark.text)
