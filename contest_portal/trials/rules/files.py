"""An invented file: the smallest photo or PDF that shows the portal takes what a contest asks for."""

import struct
import zlib

from contest_portal.contests.rules.asked_files import AskedFile, FileForm

_PNG = b"\x89PNG\r\n\x1a\n"


def invented_file(asked: AskedFile, number: int) -> bytes:
    """Give a file of the form asked for; another `number`, another content."""
    return _photo(number) if asked.form is FileForm.PHOTO else _pdf(number)


def _photo(number: int) -> bytes:
    """Give a grey picture of one row, as wide as its number."""
    header = struct.pack(">IIBBBBB", number, 1, 8, 0, 0, 0, 0)
    row = zlib.compress(b"\x00" + b"\x80" * number)
    return _PNG + _chunk(b"IHDR", header) + _chunk(b"IDAT", row) + _chunk(b"IEND", b"")


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _pdf(number: int) -> bytes:
    """Give one empty page; its width tells its number."""
    parts = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d 100]>>" % (100 + number),
    )
    content, places = b"%PDF-1.4\n", []
    for place, part in enumerate(parts, 1):
        places.append(len(content))
        content += b"%d 0 obj%sendobj\n" % (place, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        content
        + b"xref\n0 4\n0000000000 65535 f \n%strailer<</Root 1 0 R/Size 4>>\nstartxref\n%d\n%%%%EOF\n"
        % (
            table,
            len(content),
        )
    )
