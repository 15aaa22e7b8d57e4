"""Tables as files for spreadsheets, row by row: no cell is ever a formula, no table is ever held whole."""

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

import xlsxwriter

from contest_portal.kernel.file_marks import FileMark, marked

BYTE_ORDER_MARK = "\ufeff"
"""Spreadsheets take a file without it for Latin-1."""
XLSX_ROWS = 1_048_575
"""What a sheet holds below its header."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_COORDINATE = re.compile(r"-[0-9]{1,3}\.[0-9]{1,15}", re.ASCII)
_ROWS_AT_ONCE = 500
_LONGEST_FOOTER = 250
"""A workbook takes 255 signs of it."""
Row = Sequence[object]


@dataclass(frozen=True, slots=True)
class Written:
    """What a file holds: its rows without the header, and the SHA-256 of the table as CSV, whatever the format."""

    rows: int
    sha256: str


def inert(value: object) -> str:
    """Write a value so that no spreadsheet runs it as a formula; `bare` takes the mark away again."""
    text = "" if value is None else str(value)
    return f"'{text}" if _may_be_formula(text) else text


def bare(text: str) -> str:
    """Give back what `inert` was given."""
    return text[1:] if text.startswith("'") and _may_be_formula(text) else text


def _may_be_formula(text: str) -> bool:
    """Tell a formula, or one that is marked already: it gets one mark more, so that none is lost on the way back.

    A coordinate in degrees is none.
    """
    unmarked = text.lstrip("'")
    return unmarked.startswith(_FORMULA) and not _COORDINATE.fullmatch(unmarked)


def write_csv(
    file: BinaryIO, header: Sequence[str], rows: Iterable[Row], mark: FileMark | None = None
) -> Written:
    """Write a CSV file in UTF-8; its bytes are what the SHA-256 is of. A table with persons bears its mark."""
    counted = _Counted(*marked(header, rows, mark))
    for text in counted:
        file.write(text)
    return counted.written()


def write_xlsx(
    file: BinaryIO, header: Sequence[str], rows: Iterable[Row], mark: FileMark | None = None
) -> Written:
    """Write a workbook of one sheet; every cell is text, so that codes keep their zeros.

    A mark stands in its column, in the properties of the file, and at the foot of each printed page.
    """
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    header, rows = marked(header, rows, mark)
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet()
        if mark is not None:
            book.set_properties({"title": mark.short, "author": mark.who, "comments": mark.text})
            sheet.set_footer(f"&L{mark.text.replace('&', '&&')[:_LONGEST_FOOTER]}")
        counted = _Counted(header, _into_sheet(sheet, header, rows))
        for _ in counted:
            pass
    return counted.written()


def _into_sheet(
    sheet: xlsxwriter.worksheet.Worksheet, header: Sequence[str], rows: Iterable[Row]
) -> Iterator[Row]:
    """Put each row into the sheet as it passes by."""
    sheet.freeze_panes(1, 0)
    for place, name in enumerate(header):
        sheet.write_string(0, place, name)
    for number, row in enumerate(rows, 1):
        for place, value in enumerate(row):
            if value is not None:
                sheet.write_string(number, place, str(value))
        yield row


class _Counted:
    """The lines of a table as CSV, some hundred at a time, with their number and digest once all have passed."""

    def __init__(self, header: Sequence[str], rows: Iterable[Row]) -> None:
        self._header, self._rows = header, rows
        self._number = 0
        self._digest = hashlib.sha256()

    def __iter__(self) -> Iterator[bytes]:
        text = io.StringIO()
        writer = csv.writer(text)
        text.write(BYTE_ORDER_MARK)
        writer.writerow(self._header)
        for row in self._rows:
            writer.writerow([inert(value) for value in row])
            self._number += 1
            if not self._number % _ROWS_AT_ONCE:
                yield self._taken(text)
        yield self._taken(text)

    def written(self) -> Written:
        return Written(self._number, self._digest.hexdigest())

    def _taken(self, text: io.StringIO) -> bytes:
        content = text.getvalue().encode()
        text.seek(0)
        text.truncate()
        self._digest.update(content)
        return content
