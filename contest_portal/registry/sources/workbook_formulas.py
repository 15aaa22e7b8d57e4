"""Which cells of a workbook hold a formula: the library that reads them gives only the values last computed.

Read from the sheet's own part of the workbook, a row at a time. Excel's of today and OpenDocument tell; XLS does not.
"""

import re
import zipfile
from collections.abc import Iterator, Mapping
from posixpath import join, normpath
from typing import IO
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from contest_portal.registry.sources import ods_formulas as ods
from contest_portal.registry.sources.plain_xml import refuse_document_type
from contest_portal.registry.sources.source_file import CHUNK, SourceFile

_BOOK, _LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_MARK = re.compile(rb"<(?:\w+:)?f[\s/>]")
_LONGEST_MARK = 40
_LETTERS = re.compile(r"[A-Z]+")
FormulaRow = tuple[int, Mapping[int, str]]
"""The number of a row, and its formulas by the place of their cells, the first 0."""


def tells_formulas(source: SourceFile) -> bool:
    """Tell whether a workbook is of the kind whose formulas can be seen."""
    names = _part_names(source)
    return {_BOOK, _LINKS} <= names or ods.is_ods(names)


def formula_rows(source: SourceFile, sheet: str) -> Iterator[FormulaRow]:
    """Give the rows of a sheet that hold a formula, in their order. Only for a workbook that tells."""
    with source.open() as stream, zipfile.ZipFile(stream) as book:
        names = frozenset(book.namelist())
        part, mark = (ods.CONTENT, ods.MARK) if ods.is_ods(names) else (_part(book, sheet), _MARK)
        if part in names and _has_any(book, part, mark):
            with _opened(book, part) as content:
                yield from ods.ods_formula_rows(content, sheet) if mark is ods.MARK else _rows(content)


def _part_names(source: SourceFile) -> frozenset[str]:
    with source.open() as stream:
        return frozenset(zipfile.ZipFile(stream).namelist() if zipfile.is_zipfile(stream) else ())


def _part(book: zipfile.ZipFile, sheet: str) -> str:
    link = next((one.get(_LINK) for one in _elements(book, _BOOK, "sheet") if one.get("name") == sheet), None)
    targets = {one.get("Id"): one.get("Target", "") for one in _elements(book, _LINKS, "Relationship")}
    return normpath(join("/xl", targets.get(link, ""))).lstrip("/")


def _elements(book: zipfile.ZipFile, part: str, name: str) -> list[Element]:
    with _opened(book, part) as content:
        root = ElementTree.parse(content).getroot()  # noqa: S314 - without a document type
    return [one for one in root.iter() if _name(one) == name]


def _opened(book: zipfile.ZipFile, part: str) -> IO[bytes]:
    """Open a part to be read as XML. ParseError when it has a document type."""
    with book.open(part) as content:
        refuse_document_type(content)
    return book.open(part)


def _has_any(book: zipfile.ZipFile, part: str, mark: re.Pattern[bytes]) -> bool:
    """Look for a formula without reading the sheet: most have none."""
    before = b""
    with book.open(part) as content:
        while chunk := content.read(CHUNK):
            if mark.search(before + chunk):
                return True
            before = chunk[-_LONGEST_MARK:]
    return False


def _rows(content: IO[bytes]) -> Iterator[FormulaRow]:
    number = 0
    for _, element in ElementTree.iterparse(content):  # noqa: S314 - as above
        if _name(element) == "row":
            number = int(element.get("r", number + 1))
            found = dict(_formulas(element))
            element.clear()
            if found:
                yield number, found


def _formulas(row: Element) -> Iterator[tuple[int, str]]:
    place = -1
    for cell in row:
        place = _place(cell.get("r", "")) if cell.get("r") else place + 1
        for part in cell:
            if _name(part) == "f":
                yield place, f"={part.text or '…'}"


def _place(reference: str) -> int:
    """Read the letters of `AB12` as the place of its column, the first 0."""
    letters = _LETTERS.match(reference)
    place = 0
    for letter in letters[0] if letters else "A":
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1


def _name(element: Element) -> str:
    """Give an element's name without its namespace."""
    return element.tag.rpartition("}")[2]
