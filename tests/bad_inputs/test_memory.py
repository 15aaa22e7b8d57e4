"""Hostile workbooks and tables take less than 200 MiB, in the portal and in the process that opens them on trial.

The largest photo that is taken is 191 MiB of pixels; it lies in memory once, in a process of its own.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

import xlsxwriter

from contest_portal.kernel.file_opening import MAX_PIXELS
from contest_portal.kernel.sealed_opening import open_sealed
from contest_portal.registry.rules.reports import UnusableFile
from contest_portal.registry.sources.any_file import read_table
from contest_portal.registry.sources.source_file import SourceFile
from tests.peaks import peak_growth

MOST, MOST_OF_A_PHOTO = 200 << 20, 320 << 20
MUCH = 300 << 20
ROWS = "".join(f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>codigo</t></is></c></row>' for n in (1, 2))
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LAUGHS = "".join(f'<!ENTITY l{number} "{f"&l{number - 1};" * 10}">' for number in range(1, 10))


def book() -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as made:
        made.add_worksheet().write_row(0, 0, ["codigo", "nombre"])
    return content.getvalue()


def book_with(part: str, content: Iterator[bytes]) -> bytes:
    """Give a workbook with another content of one part, packed as it comes."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(book())) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
        with new.open(part, "w", force_zip64=True) as stream:
            for piece in content:
                stream.write(piece)
    return target.getvalue()


def sheet_with(declared: str = "", rows: str = ROWS) -> bytes:
    text = (
        f'<?xml version="1.0"?>{declared}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    )
    return book_with("xl/worksheets/sheet1.xml", iter([text.encode()]))


def tables() -> Iterator[bytes]:
    blanks = (b" " * (1 << 20) for _ in range(MUCH >> 20))
    yield book_with("xl/sharedStrings.xml", blanks)  # less than what may be unpacked
    yield sheet_with(f'<!DOCTYPE x [<!ENTITY l0 "ja">{LAUGHS}]>', ROWS.replace("codigo", "&l9;"))
    yield sheet_with('<!DOCTYPE x [<!ENTITY l0 SYSTEM "file:///dev/zero">]>', ROWS.replace("codigo", "&l0;"))
    yield sheet_with(rows=ROWS + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    yield book_with("xl/vbaProject.bin", iter([zlib.compress(bytes(MUCH))]))
    yield b"\xd0\xcf\x11\xe0" + b"\xff" * 4096
    yield b"codigo,nombre\n" + b'"' + b"a," * (4 << 20)
    yield b"codigo,nombre\n" + b"\x00" * (8 << 20)
    yield b"codigo" + b"," * (8 << 20)


def read_tables() -> None:
    for number, content in enumerate(tables()):
        try:
            table = read_table(SourceFile.of_bytes(f"{number}.xlsx", content), len)
            for _ in table.lines():
                pass
        except UnusableFile:
            pass


def test_what_is_hostile_takes_little_memory() -> None:
    assert peak_growth(read_tables) < MOST


def largest_photo() -> bytes:
    """Give a PNG of as many pixels as are taken, all black: some hundred kilobytes."""
    width, height = 10_000, MAX_PIXELS // 10_000
    row, packed = bytes(1 + 3 * width), zlib.compressobj(1)
    pixels = b"".join((*(packed.compress(row) for _ in range(height)), packed.flush()))
    chunks = (b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0), b"IDAT" + pixels, b"IEND")
    framed = (struct.pack(">I", len(c) - 4) + c + struct.pack(">I", zlib.crc32(c)) for c in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(framed)


def open_largest_photo() -> None:
    opened = open_sealed("photo", largest_photo())
    assert len(opened.parts) == 2


def test_the_largest_photo_lies_in_memory_once() -> None:
    assert 150 << 20 < peak_growth(open_largest_photo) < MOST_OF_A_PHOTO
