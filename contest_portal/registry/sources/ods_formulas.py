"""Which cells of an OpenDocument workbook hold a formula: an attribute of the cell, `of:=SUM([.B2:.B5])`.

Rows and cells that are alike are written once with how often they stand there, so places are counted.
"""

import re
from collections.abc import Iterator, Mapping
from typing import IO
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

CONTENT = "content.xml"
MARK = re.compile(rb":formula=")
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_ROW, _SHEET = f"{_TABLE}table-row", f"{_TABLE}table"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_GRAMMAR = re.compile(r"(?:\w+:)?=?")
_WIDEST = 1 << 10
"""A formula said to stand in more cells of a row is named in so many."""
_MOST_DIGITS = 7


def is_ods(names: frozenset[str]) -> bool:
    """Tell an OpenDocument workbook by the names of its parts."""
    return {"mimetype", CONTENT} <= names


def ods_formula_rows(content: IO[bytes], sheet: str) -> Iterator[tuple[int, Mapping[int, str]]]:
    """Give the rows of a sheet that hold a formula, in their order."""
    number, here = 1, False
    for event, element in ElementTree.iterparse(content, ("start", "end")):  # noqa: S314 - without a document type
        if element.tag == _SHEET:
            here = event == "start" and element.get(f"{_TABLE}name") == sheet
        elif element.tag == _ROW and event == "end":
            times = _times(element, "rows")
            found = dict(_formulas(element)) if here else {}
            element.clear()
            if found:
                yield from ((row, found) for row in range(number, number + times))
            number += times if here else 0


def _formulas(row: Element) -> Iterator[tuple[int, str]]:
    place = 0
    for cell in row:
        if cell.tag not in _CELLS:
            continue
        times = _times(cell, "columns")
        formula = cell.get(f"{_TABLE}formula")
        if formula is not None:
            told = f"={_GRAMMAR.sub('', formula, count=1)}"
            yield from ((column, told) for column in range(place, place + min(times, _WIDEST)))
        place += times


def _times(element: Element, what: str) -> int:
    told = element.get(f"{_TABLE}number-{what}-repeated", "1")
    return int(told) if told.isascii() and told.isdigit() and len(told) <= _MOST_DIGITS else 1
