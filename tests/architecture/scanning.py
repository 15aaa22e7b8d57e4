"""What an answer says, whatever its form: pages, tables, papers with their metadata, archives, and its headers."""

import io
import zipfile
from collections.abc import Iterator
from functools import cache

from pypdf import PdfReader
from pypdf.errors import PdfReadError
from werkzeug.test import TestResponse

ARCHIVE, PAPER = b"PK\x03\x04", b"%PDF-"
DEPTH = 3
"""An archive of papers that hold a table: deeper is nothing of ours."""


def said_by(answer: TestResponse) -> str:
    """Give every word of an answer that a reader could find, its headers included, but for its length in bytes."""
    headers = "\n".join(
        value for name, value in answer.headers if name not in ("Set-Cookie", "Content-Length")
    )
    return "\n".join([headers, *words_in(answer.get_data())])


def words_in(data: bytes, depth: int = DEPTH) -> Iterator[str]:
    """Give the words inside of a file; what is neither paper nor archive is read as text, as far as it is one."""
    if data.startswith(ARCHIVE) and depth:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                yield name
                yield from words_in(archive.read(name), depth - 1)
    elif data.startswith(PAPER):
        yield from _words_of_paper(data, depth)
    else:
        yield data.decode(errors="replace")


@cache
def _words_of_paper(data: bytes, depth: int) -> tuple[str, ...]:
    """Give the words of a paper; many people open the same one."""
    try:
        paper = PdfReader(io.BytesIO(data))
        pages = [page.extract_text() for page in paper.pages]
    except PdfReadError:  # the shortest paper of the factories has no pages
        return (data.decode("latin-1"),)
    attached = [(name, file) for name, files in paper.attachments.items() for file in files]
    inside = [word for name, file in attached for word in (name, *words_in(file, depth - 1))]
    xmp = paper.xmp_metadata
    said = xmp.stream.get_data().decode(errors="replace") if xmp else ""
    return (*pages, repr(paper.metadata), said, *inside)
