"""What the register asks of a source of households, whatever lies behind it."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from contest_portal.registry.rules.source_pages import ReadPage
from contest_portal.registry.sources.source_file import SourceFile


class HouseholdSource(Protocol):
    """Households as one file in the columns of the households file: the way in is the same for every source.

    A file on a disk is its own; the pages of an outside registry become one (`kept_pages.py`).
    """

    def as_file(self) -> AbstractContextManager[SourceFile]:
        """Give the file; it may be read as often as needed inside the `with`."""


@dataclass(frozen=True, slots=True)
class PageRequest:
    """Which page is asked for: where the last one ended, and only what changed since a watermark."""

    cursor: str | None
    since: str | None


class PageFeed(Protocol):
    """Gives the households of an outside registry page by page."""

    def fetch(self, request: PageRequest) -> ReadPage:
        """Fetch one page. Raises FetchStopped with the reason when there is none to be had."""
