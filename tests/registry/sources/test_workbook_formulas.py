"""Formulas are found in the sheet's own part, however a program wrote it."""

import io
import zipfile
from xml.etree.ElementTree import ParseError

import pytest

from contest_portal.registry.sources.source_file import SourceFile
from contest_portal.registry.sources.workbook import unseen_formulas
from contest_portal.registry.sources.workbook_formulas import formula_rows, tells_formulas
from tests.factories.registry_files import source, workbook_of

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def book(sheet: str, target: str = "worksheets/a.xml", *, links: bytes = b"") -> SourceFile:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as parts:
        named = '<sheets><sheet name="Hoja" sheetId="1" r:id="r7"/></sheets>'
        parts.writestr("xl/workbook.xml", f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}">{named}</workbook>')
        link = f'<Relationships><Relationship Id="r7" Target="{target}"/></Relationships>'
        parts.writestr("xl/_rels/workbook.xml.rels", links or link)
        parts.writestr("xl/worksheets/a.xml", sheet)
    return source(content.getvalue(), "libro.xlsx")


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ('<row r="2"><c r="B2"><f>A1*2</f><v>4</v></c></row>', [(2, {1: "=A1*2"})]),
        ('<row r="9"><c r="AA9"><f t="shared" si="0"/></c></row>', [(9, {26: "=…"})]),
        ("<row><c/><c><f>1</f></c></row><row><c><f>2</f></c></row>", [(1, {1: "=1"}), (2, {0: "=2"})]),
        ('<row r="2"><c r="B2"><v>4</v></c></row>', []),
        ('<row r="2"><c r="B2" t="inlineStr"><is><t>f</t></is></c></row>', []),
    ],
    ids=["plain", "shared", "without references", "value", "text"],
)
@pytest.mark.parametrize("prefix", ["", "x:"])
def test_each_formula_is_told_with_its_place(
    rows: str, found: list[tuple[int, dict[int, str]]], prefix: str
) -> None:
    written = rows.replace("<", f"<{prefix}").replace(f"<{prefix}/", f"</{prefix}")
    xmlns = f"xmlns:{prefix[:-1]}" if prefix else "xmlns"

    sheet = f'<{prefix}worksheet {xmlns}="{MAIN}">{written}</{prefix}worksheet>'

    assert list(formula_rows(book(sheet), "Hoja")) == found


@pytest.mark.parametrize("target", ["worksheets/a.xml", "/xl/worksheets/a.xml", "../xl/worksheets/a.xml"])
def test_a_sheet_is_found_by_its_link(target: str) -> None:
    sheet = f'<worksheet xmlns="{MAIN}"><row r="1"><c r="A1"><f>1</f></c></row></worksheet>'

    assert list(formula_rows(book(sheet, target), "Hoja")) == [(1, {0: "=1"})]
    assert list(formula_rows(book(sheet, target), "Otra")) == []


LAUGHS = "".join(f'<!ENTITY l{number} "{f"&l{number - 1};" * 10}">' for number in range(1, 9))


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE x SYSTEM "http://ajeno.example/x.dtd">',
        '<!DOCTYPE x [<!ENTITY l0 SYSTEM "file:///etc/hostname">]>',
        f'<!DOCTYPE x [<!ENTITY l0 "ja">{LAUGHS}]>',
    ],
    ids=["type of elsewhere", "another file", "laughs"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_part_that_declares_entities_is_not_read(declared: str, encoding: str) -> None:
    sheet = f'<worksheet xmlns="{MAIN}"><row r="1"><c r="A1"><f>&l0;</f></c></row></worksheet>'
    head = f"<?xml version='1.0' encoding='{encoding}'?><!-- before -->"
    written = f"{head}{declared}{sheet}".encode(encoding)

    with pytest.raises(ParseError, match="document type"):
        list(formula_rows(book(sheet, links=written), "Hoja"))
    with pytest.raises(ParseError, match="document type"):
        list(formula_rows(book(f"{declared}{sheet}"), "Hoja"))


@pytest.mark.parametrize(
    ("content", "tells"),
    [(workbook_of("a,b\n"), True), (b"\xd0\xcf\x11\xe0", False), (b"PK\x03\x04", False)],
    ids=["Excel", "old Excel", "half"],
)
def test_which_workbooks_tell(content: bytes, *, tells: bool) -> None:
    assert tells_formulas(source(content)) is tells


def test_a_workbook_that_does_not_tell_says_so() -> None:
    assert [notice.code for notice in unseen_formulas(source(b"\xd0\xcf\x11\xe0", "libro.xls"))] == [
        "file.formulas_unseen"
    ]
