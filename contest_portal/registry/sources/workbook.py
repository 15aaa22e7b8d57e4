"""Excel and OpenDocument workbooks: the sheet that looks most like the table, its cells as the texts they show.

Nothing in a workbook is computed: a formula is its text, marked, because the value it was saved with may be an old
one. The library holds a whole sheet in memory, and a few bytes can ask for gigabytes. So what a workbook unpacks to is
looked at first, and then it is opened on trial by a process that may use MOST_MEGABYTES and no more.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import IO, BinaryIO
from xml.etree.ElementTree import ParseError

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetVisibleEnum,
    XmlError,
    ZipError,
    load_workbook,
)

from contest_portal.kernel.problems import N_, Problem
from contest_portal.registry.rules.cells import FORMULA, Line
from contest_portal.registry.rules.reports import UnusableFile
from contest_portal.registry.sources.source_file import CHUNK, SourceFile
from contest_portal.registry.sources.table import (
    Recognise,
    Table,
    find_header,
    trimmed,
    unusable,
    without_header,
)
from contest_portal.registry.sources.workbook_formulas import FormulaRow, formula_rows, tells_formulas

STARTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
MAX_UNPACKED = 400 * 1024 * 1024
LONGEST_LIST = 1024 * 1024
"""Bytes of the list of parts: a workbook has some tens of parts, an archive made to harm has millions."""
_END, _LONGEST_END, _LIST = b"PK\x05\x06", 22 + 0xFFFF, slice(8, 12)
MOST_MEGABYTES = 200
"""About 130,000 rows of a file of households."""
TRIAL_SECONDS = 60
EXACT_DIGITS = 15
"""A spreadsheet keeps so many digits of a number: a longer code that it took for one has lost its end."""
_TRIAL = Path(__file__).with_name("workbook_trial.py")
_LOCKED_EXCEL = "EncryptedPackage".encode("utf-16-le")
_LOCKED_ODS = b"encryption-data"
_ODS_PARTS = "META-INF/manifest.xml"
_OPENS, _DAMAGED_SAYS_THE_LIBRARY = 0, 3
_NO_MORE: FormulaRow = (sys.maxsize, {})
_DAMAGED = N_(
    "El libro de Excel está dañado o no es un libro. Ábralo, guárdelo otra vez y vuelva a subirlo, o expórtelo como "
    "«CSV UTF-8»."
)


def is_workbook(start: bytes) -> bool:
    """Tell a workbook by its first bytes."""
    return start.startswith(STARTS)


def read_workbook(source: SourceFile, recognise: Recognise) -> Table:
    """Find the sheet and line that look most like the header. Raises UnusableFile when it is no workbook."""
    _refuse_what_unpacks_too_large(source)
    _refuse_what_is_locked(source)
    _refuse_what_needs_too_much_memory(source)
    workbook = _open(source)
    tried = []
    for place, sheet in enumerate(_visible_sheets(workbook)):
        known, header = find_header(_written(sheet), recognise)
        if header is not None:
            tried.append((known, -place, sheet, header))
    if not tried:
        raise without_header()
    _, _, chosen, header = max(tried, key=lambda one: one[:2])
    names = trimmed(header.values)
    return Table(
        names=names,
        header_line=header.number,
        lines=lambda: _lines_below(source, chosen, header.number, len(names)),
        notices=(*(_which_sheet(chosen.name) if len(tried) > 1 else ()), *unseen_formulas(source)),
        length=chosen.total_height,
    )


def _lines_below(source: SourceFile, sheet: CalamineSheet, header_line: int, width: int) -> Iterator[Line]:
    """Give the rows under the header, as wide as it: a workbook's rows reach to its widest one."""
    formulas = formula_rows(source, sheet.name) if tells_formulas(source) else iter(())
    try:
        for row in _with_formulas(_written(sheet), formulas):
            if row.number > header_line:
                yield Line(row.number, [*row.values[:width], *filter(None, row.values[width:])])
    except (ParseError, zipfile.BadZipFile, zlib.error) as error:
        raise unusable("file.workbook_damaged", _DAMAGED) from error


def _with_formulas(rows: Iterator[Line], formulas: Iterator[FormulaRow]) -> Iterator[Line]:
    """Put each formula, marked, in the place of the value it was saved with; both come in the order of rows."""
    number, found = next(formulas, _NO_MORE)
    for row in rows:
        while number < row.number:
            number, found = next(formulas, _NO_MORE)
        if number > row.number:
            yield row
            continue
        values = enumerate(row.values)
        yield Line(
            row.number, [FORMULA + found[place] if place in found else value for place, value in values]
        )


def _written(sheet: CalamineSheet) -> Iterator[Line]:
    """Give the rows that hold something, numbered as the workbook shows them."""
    for number, row in enumerate(sheet.iter_rows(), start=1):
        values = [cell_text(cell) for cell in row]
        if any(map(str.strip, values)):
            yield Line(number, values)


def cell_text(cell: object) -> str:
    """Write a cell as a CSV file would hold it: days as `1990-02-28`, whole numbers without a point."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ").removesuffix(" 00:00:00")
    if isinstance(cell, date):
        return cell.isoformat()
    written = str(cell)
    if "e" in written:
        written = f"{Decimal(written):f}"
    written = written.removesuffix(".0")
    is_inexact = written.isdecimal() and len(written) > EXACT_DIGITS
    return f"{Decimal(written):.5E}" if is_inexact else written


def _open(source: SourceFile) -> CalamineWorkbook:
    try:
        with source.open() as stream:
            return load_workbook(stream)
    except PasswordError as error:
        raise _locked() from error
    except (CalamineError, ZipError, XmlError, OSError, ValueError) as error:
        raise unusable("file.workbook_damaged", _DAMAGED) from error


def _locked() -> UnusableFile:
    message = N_("El libro tiene contraseña. Guárdelo sin ella y vuelva a subirlo.")
    return unusable("file.workbook_locked", message)


def _refuse_what_is_locked(source: SourceFile) -> None:
    """Tell a workbook with a password: of a file without a name the library says that it is none."""
    with source.open() as stream:
        is_archive = stream.read(4).startswith(STARTS[0])
        if _has_locked_parts(stream) if is_archive else _holds(stream, _LOCKED_EXCEL):
            raise _locked()


def _has_locked_parts(stream: BinaryIO) -> bool:
    try:
        with zipfile.ZipFile(stream) as parts:
            return _ODS_PARTS in parts.namelist() and _holds(parts.open(_ODS_PARTS), _LOCKED_ODS)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError) as error:
        raise unusable("file.workbook_damaged", _DAMAGED) from error


def _holds(stream: IO[bytes], sought: bytes) -> bool:
    before = b""
    while chunk := stream.read(CHUNK):
        if sought in before + chunk:
            return True
        before = chunk[-len(sought) :]
    return False


def _visible_sheets(workbook: CalamineWorkbook) -> Iterator[CalamineSheet]:
    for place, about in enumerate(workbook.sheets_metadata):
        if about.visible is SheetVisibleEnum.Visible:
            yield _sheet(workbook, place)


def _sheet(workbook: CalamineWorkbook, place: int) -> CalamineSheet:
    try:
        return workbook.get_sheet_by_index(place)
    except (CalamineError, ZipError, XmlError) as error:
        raise unusable("file.workbook_damaged", _DAMAGED) from error


def _refuse_what_unpacks_too_large(source: SourceFile) -> None:
    with source.open() as stream:
        if not stream.read(4).startswith(STARTS[0]):
            return
        if _length_of_list(stream) > LONGEST_LIST:
            raise _too_large()
        stream.seek(0)
        try:
            with zipfile.ZipFile(stream) as parts:
                size = sum(part.file_size for part in parts.infolist())
        except (zipfile.BadZipFile, OSError, ValueError) as error:
            raise unusable("file.workbook_damaged", _DAMAGED) from error
    if size > MAX_UNPACKED:
        raise _too_large()


def _length_of_list(stream: BinaryIO) -> int:
    """Give how many bytes the list of an archive's parts is said to have: all of it would be read at once."""
    stream.seek(max(0, stream.seek(0, os.SEEK_END) - _LONGEST_END))
    _, mark, end = stream.read().rpartition(_END)
    return int.from_bytes(end[_LIST], "little") if mark else 0


def _refuse_what_needs_too_much_memory(source: SourceFile) -> None:
    with tempfile.NamedTemporaryFile(prefix="workbook-") as copy:
        with source.open() as stream:
            shutil.copyfileobj(stream, copy)
        copy.flush()
        command = [sys.executable, "-I", str(_TRIAL), copy.name, str(MOST_MEGABYTES)]
        try:
            trial = subprocess.run(command, capture_output=True, check=False, timeout=TRIAL_SECONDS)  # noqa: S603 - ours
        except subprocess.TimeoutExpired as error:
            raise _too_large() from error
    if trial.returncode not in (_OPENS, _DAMAGED_SAYS_THE_LIBRARY):
        raise _too_large()


def _too_large() -> UnusableFile:
    message = N_("El libro es demasiado grande para abrirlo. Expórtelo como «CSV UTF-8» y suba ese archivo.")
    return unusable("file.workbook_too_large", message)


def unseen_formulas(source: SourceFile) -> tuple[Problem, ...]:
    """Say of a workbook that does not tell its formulas that the values read may be old ones."""
    if tells_formulas(source):
        return ()
    message = N_(
        "En esta clase de libro no se ve qué celdas tienen fórmulas: se lee el último valor guardado. Si las tiene, "
        "guárdelo como libro de Excel (.xlsx) o péguelas como valores."
    )
    return (Problem("file.formulas_unseen", field="file", message=message),)


def _which_sheet(name: str) -> tuple[Problem, ...]:
    message = N_(
        "El libro tiene varias hojas: se leyó «%(sheet)s», la que más se parece a esta clase de archivo."
    )
    return (Problem("file.sheet_chosen", field="file", message=message, params={"sheet": name[:60]}),)
