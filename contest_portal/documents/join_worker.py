"""Join printed documents into one file to print on both sides, in a process of its own whose memory goes with it.

`python -m contest_portal.documents.join_worker TARGET` reads a line of JSON a document, its path and its title, from
stdin; it writes TARGET and answers with the number of pages. Each document begins on a right-hand page: one with an odd
number of pages is followed by an empty one. The same documents give the same bytes.
"""

import json
import sys
from collections.abc import Iterable
from pathlib import Path

from pikepdf import Array, Dictionary, Name, OutlineItem, Page, Pdf, Rectangle


def join(documents: Iterable[tuple[str, str]], target: Path) -> int:
    """Write the documents (path, title) one after another; give how many pages that made, empty ones too.

    A document is closed once its pages are taken over, so that only what they are made of stays in memory. Each is a
    bookmark, and whoever prints the file is proposed both sides.
    """
    with Pdf.new() as joined:
        marks = [OutlineItem(title, _add(joined, path)) for path, title in documents]
        with joined.open_outline() as outline:
            outline.root.extend(marks)
        joined.Root.ViewerPreferences = Dictionary(Duplex=Name.DuplexFlipLongEdge)
        joined.save(target, deterministic_id=True)
        return len(joined.pages)


def _add(joined: Pdf, path: str) -> int:
    """Add a document and what makes its pages even; give where it begins."""
    begins = len(joined.pages)
    with Pdf.open(path) as document:
        for page in document.pages:
            _drop_fields(page)
        joined.pages.extend(document.pages)
        if len(document.pages) % 2:
            last = Rectangle(document.pages[-1].mediabox)
            joined.add_blank_page(page_size=(last.width, last.height))
    return begins


def _drop_fields(page: Page) -> None:
    """Leave out the field of a signature: it holds for its own file, not for one that many were joined into."""
    if Name.Annots in page:
        kept = [one for one in page.Annots.as_list() if one.Subtype != Name.Widget]
        page.Annots = Array(kept)


def main() -> None:
    """Join what stdin names."""
    documents = ((path, title) for path, title in map(json.loads, sys.stdin))
    print(join(documents, Path(sys.argv[1])))  # noqa: T201 - the answer


if __name__ == "__main__":
    main()
