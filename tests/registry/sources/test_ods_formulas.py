"""Formulas of OpenDocument workbooks, however its rows and cells are repeated."""

import io
import zipfile

import pytest

from contest_portal.registry.rules.cells import FORMULA
from contest_portal.registry.sources.any_file import read_table
from contest_portal.registry.sources.source_file import SourceFile
from contest_portal.registry.sources.workbook_formulas import formula_rows, tells_formulas
from tests.factories.registry_files import source

OFFICE = "urn:oasis:names:tc:opendocument:xmlns"
HEAD = " ".join(f'xmlns:{name}="{OFFICE}:{name}:1.0"' for name in ("office", "table", "text"))


def cell(formula: str = "", *, text: str = "4", times: object = 1, tag: str = "table-cell") -> str:
    told = f'table:formula="{formula}"' if formula else ""
    kind, value = (' office:value-type="string"', f"<text:p>{text}</text:p>") if text else ("", "")
    return f'<table:{tag} table:number-columns-repeated="{times}" {told}{kind}>{value}</table:{tag}>'


def row(*cells: str, times: object = 1) -> str:
    return f'<table:table-row table:number-rows-repeated="{times}">{"".join(cells)}</table:table-row>'


def book_of(*sheets: str) -> SourceFile:
    tables = "".join(
        f'<table:table table:name="Hoja {number}">{rows}</table:table>'
        for number, rows in enumerate(sheets, start=1)
    )
    body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as parts:
        parts.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        parts.writestr("META-INF/manifest.xml", f'<m:manifest xmlns:m="{OFFICE}:manifest:1.0"/>')
        parts.writestr("content.xml", f"<office:document-content {HEAD}>{body}</office:document-content>")
    return source(content.getvalue(), "libro.ods")


EMPTY, ONE = cell(text=""), cell("of:=1")


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (row(EMPTY, cell("of:=[.A1]*2")), [(1, {1: "=[.A1]*2"})]),
        (row(cell("msoxl:=A1"), cell("=B1")), [(1, {0: "=A1", 1: "=B1"})]),
        (row(EMPTY, times=3) + row(cell(text="", times=2), ONE), [(4, {2: "=1"})]),
        (row(cell(tag="covered-table-cell"), cell("of:=1", times=2)), [(1, {1: "=1", 2: "=1"})]),
        (f"<table:table-header-rows>{row(EMPTY)}</table:table-header-rows>{row(ONE)}", [(2, {0: "=1"})]),
        (row(ONE, times=2), [(1, {0: "=1"}), (2, {0: "=1"})]),
        (row(ONE, times="x"), [(1, {0: "=1"})]),
        (row(cell(text="=no")), []),
    ],
    ids=["plain", "dialects", "counted", "repeated cell", "under a head", "repeated row", "nonsense", "text"],
)
def test_each_formula_is_told_with_its_place(rows: str, found: list[tuple[int, dict[int, str]]]) -> None:
    assert list(formula_rows(book_of(row(cell("of:=9")), rows), "Hoja 2")) == found


def test_a_formula_is_read_as_its_text_and_never_as_the_value_it_was_saved_with() -> None:
    names, rest = (
        row(cell(text="codigo"), cell(text="hogares")),
        row(cell(text="", times=1000), times=1_048_000),
    )
    rows = row(EMPTY, times=2) + names + row(cell(text="a"), cell("of:=SUM([.B9])")) + rest

    book = book_of(rows)
    table = read_table(book, len)

    assert (tells_formulas(book), table.names, table.notices) == (True, ("codigo", "hogares"), ())
    assert [(line.number, line.values) for line in table.lines()] == [(4, ["a", f"{FORMULA}=SUM([.B9])"])]
