"""Workbooks are read as the table they show, whatever stands around it."""

import io
import zipfile
from datetime import date, datetime, time

import pytest
import xlsxwriter

from contest_portal.registry.rules.cells import FORMULA, Line
from contest_portal.registry.rules.reports import UnusableFile
from contest_portal.registry.sources import workbook
from contest_portal.registry.sources.any_file import read_table
from contest_portal.registry.sources.table import Table
from contest_portal.registry.sources.workbook import cell_text
from tests.factories.registry_files import source

KNOWN = {"codigo", "nombre", "hogares"}
Sheets = dict[str, list[list[object]]]


def made(sheets: Sheets, hidden: tuple[str, ...] = ()) -> bytes:
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"default_date_format": "dd/mm/yyyy"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        if name in hidden:
            sheet.hide()
    book.close()
    return content.getvalue()


def table(content: bytes) -> Table:
    return read_table(source(content, "libro.xlsx"), lambda names: len(KNOWN & {n.strip() for n in names}))


def refusal(content: bytes) -> str:
    with pytest.raises(UnusableFile) as refused:
        table(content)
    (found,) = refused.value.row_problems
    return found.problem.code


ROWS: list[list[object]] = [
    ["codigo", "nombre", "hogares"],
    ["0903010099", "Ñahuí", 85],
    ["0903010100", "Pata", None],
]


def test_a_sheet_is_read_as_a_file_would_be() -> None:
    found = table(made({"Hoja1": ROWS}))

    assert (found.names, found.header_line, found.notices) == (("codigo", "nombre", "hogares"), 1, ())
    assert list(found.lines()) == [
        Line(2, ["0903010099", "Ñahuí", "85"]),
        Line(3, ["0903010100", "Pata", ""]),
    ]


def test_titles_above_and_blank_rows_keep_the_numbers_the_workbook_shows() -> None:
    found = table(made({"Hoja1": [["Directorio"], [], *ROWS[:2], [], *ROWS[2:]]}))

    assert found.header_line == 3
    assert [line.number for line in found.lines()] == [4, 6]


def test_of_several_sheets_the_one_that_looks_like_the_table_is_read_and_said() -> None:
    found = table(made({"Portada": [["Directorio nacional"]], "Datos": ROWS, "Notas": [["Fuente: censo"]]}))

    assert [line.values[0] for line in found.lines()] == ["0903010099", "0903010100"]
    assert [notice.params["sheet"] for notice in found.notices] == ["Datos"]


def test_a_hidden_sheet_is_not_read() -> None:
    found = table(made({"Datos": ROWS[:2], "Oculta": ROWS}, hidden=("Oculta",)))

    assert (len(list(found.lines())), found.notices) == (1, ())


def test_a_row_wider_than_the_header_keeps_what_is_too_much() -> None:
    found = table(made({"Hoja1": [ROWS[0], ["0903010099", "Pata", 8, None, "sobra"]]}))

    assert [line.values for line in found.lines()] == [["0903010099", "Pata", "8", "sobra"]]


def test_a_formula_is_its_text_and_never_the_value_it_was_saved_with() -> None:
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["codigo", "hogares"])
    sheet.write_string(1, 0, "=1+1")
    sheet.write_formula(1, 1, "=40+2", value=42)
    book.close()

    assert [line.values for line in table(content.getvalue()).lines()] == [["=1+1", FORMULA + "=40+2"]]


def test_formulas_are_found_where_they_stand_below_titles_and_far_to_the_right() -> None:
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content)
    book.add_worksheet("Portada").write_formula(0, 0, "=9", value=9)
    sheet = book.add_worksheet("Datos & más")
    sheet.write_formula(0, 0, '="Al "&TEXT(HOY(),"d")', value="Al 3")
    sheet.write_row(2, 0, ["codigo", "nombre", "hogares", *("x" for _ in range(27))])
    sheet.write_row(3, 0, ["1", "Pata", 8])
    sheet.write_row(5, 0, ["2", "Lircay", 9])
    sheet.write_formula(5, 2, "=B1*2", value=9)
    sheet.write_formula(5, 29, "=1", value=1)
    book.close()

    found = table(content.getvalue())

    assert [(line.number, line.values[2], line.values[29]) for line in found.lines()] == [
        (4, "8", ""),
        (6, f"{FORMULA}=B1*2", f"{FORMULA}=1"),
    ]


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("0101", "0101"),
        (85.0, "85"),
        (40.0163, "40.0163"),
        (10101.0, "10101"),
        (123456789012345, "123456789012345"),
        (1e16, "1.00000E+16"),
        (1e-7, "0.0000001"),
        (-12.97, "-12.97"),
        (True, "1"),
        (False, "0"),
        (date(1990, 2, 28), "1990-02-28"),
        (datetime.fromisoformat("1990-02-28"), "1990-02-28"),
        (datetime.fromisoformat("1990-02-28 13:05"), "1990-02-28 13:05:00"),
        (time(8, 30), "08:30:00"),
        ("", ""),
    ],
    ids=str,
)
def test_a_cell_is_written_as_a_csv_would(cell: object, written: str) -> None:
    assert cell_text(cell) == written


def test_a_workbook_without_any_cell_has_no_header() -> None:
    assert refusal(made({"Hoja1": []})) == "file.no_header"


@pytest.mark.parametrize("end", [10, 200, -30])
def test_a_workbook_that_was_cut_is_damaged(end: int) -> None:
    assert refusal(made({"Hoja1": ROWS})[:end]) == "file.workbook_damaged"


def test_another_archive_is_no_workbook() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("leame.txt", "hola")

    assert refusal(content.getvalue()) == "file.workbook_damaged"


def test_a_workbook_with_a_password_says_so() -> None:
    excel = b"\xd0\xcf\x11\xe0" + bytes(508) + "EncryptedPackage".encode("utf-16-le")
    opendocument = io.BytesIO()
    with zipfile.ZipFile(opendocument, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest><encryption-data/></manifest>")
        archive.writestr("content.xml", b"\x00\x01")

    assert [refusal(excel), refusal(opendocument.getvalue())] == ["file.workbook_locked"] * 2


def test_a_workbook_that_unpacks_to_too_much_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MAX_UNPACKED", 1000)

    assert refusal(made({"Hoja1": ROWS})) == "file.workbook_too_large"


def test_an_archive_of_very_many_parts_is_not_even_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for number in range(50):
            archive.writestr(f"xl/{number:0100}", "")
    monkeypatch.setattr(workbook, "LONGEST_LIST", 50 * 149 - 1)
    monkeypatch.setattr(zipfile, "ZipFile", None)

    assert refusal(content.getvalue()) == "file.workbook_too_large"


def test_a_list_that_says_it_is_longer_than_it_may_be_is_believed() -> None:
    content = made({"Hoja1": ROWS})
    end = content.rindex(b"PK\x05\x06")

    assert refusal(content[: end + 12] + b"\xff" * 4 + content[end + 16 :]) == "file.workbook_too_large"


def test_few_bytes_that_ask_for_gigabytes_are_refused_without_harm() -> None:
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content)
    sheet = book.add_worksheet()
    for number, row in enumerate(ROWS):
        sheet.write_row(number, 0, row)
    sheet.write(1_048_575, 16_383, "x")
    book.close()

    assert len(content.getvalue()) < 10_000
    assert refusal(content.getvalue()) == "file.workbook_too_large"


def test_a_workbook_that_takes_too_long_to_open_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "TRIAL_SECONDS", 0)

    assert refusal(made({"Hoja1": ROWS})) == "file.workbook_too_large"
