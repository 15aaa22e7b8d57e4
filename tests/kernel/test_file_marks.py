"""A file with persons tells who took it, when, why, and where that stands; a part of a table leads back too."""

import csv
import io

import openpyxl

from contest_portal.kernel.file_marks import FileMark
from contest_portal.kernel.spreadsheets import write_csv, write_xlsx
from contest_portal.registry.imports.rejected_rows import with_mark
from tests.conftest import NOON

MARK = FileMark(17, NOON, "Ana & Quispe", "=Visita de campo <b>a</b> Lircay")
TEXT = f"Consulta N.° 17: lo llevó Ana & Quispe el 23/11/2026 12:00, hora de Lima. Para: {MARK.why}"
ROWS = [("1", "Delia"), ("2", "Saúl"), ("3", "Luz")]


def test_the_first_row_tells_all_and_each_leads_to_the_log() -> None:
    file = io.BytesIO()

    written = write_csv(file, ("n", "nombre"), ROWS, MARK)

    rows = list(csv.reader(io.StringIO(file.getvalue().decode("utf-8-sig"))))
    assert (written.rows, rows[0]) == (3, ["n", "nombre", "constancia"])
    assert [row[2] for row in rows[1:]] == [TEXT, "Consulta N.° 17", "Consulta N.° 17"]
    assert [tuple(row[:2]) for row in rows[1:]] == ROWS


def test_a_workbook_tells_it_in_its_cells_its_properties_and_on_each_page() -> None:
    file = io.BytesIO()

    write_xlsx(file, ("n", "nombre"), ROWS, MARK)

    book = openpyxl.load_workbook(file)
    (sheet,) = book.worksheets
    assert [cell.value for cell in sheet["C"]] == ["constancia", TEXT, "Consulta N.° 17", "Consulta N.° 17"]
    assert {cell.data_type for row in sheet for cell in row} == {"s"}
    assert (book.properties.title, book.properties.creator, book.properties.description) == (
        "Consulta N.° 17",
        "Ana & Quispe",
        TEXT,
    )
    assert sheet.oddFooter.left.text == TEXT.replace("&", "&&")


def test_a_table_without_persons_bears_none() -> None:
    file, book = io.BytesIO(), io.BytesIO()

    assert write_csv(file, ("n",), [("1",)]) == write_xlsx(book, ("n",), [("1",)])
    assert file.getvalue() == "\ufeffn\r\n1\r\n".encode()


def test_rejected_rows_keep_what_is_too_much_behind_the_mark() -> None:
    content = "\ufeffa,linea_original,motivo\r\n1,4,mal\r\n'=2,5,mal,de más,y más\r\n".encode()

    rows = list(csv.reader(io.StringIO(with_mark(content, MARK).decode("utf-8-sig"))))

    assert rows == [
        ["a", "linea_original", "motivo", "constancia"],
        ["1", "4", "mal", TEXT],
        ["'=2", "5", "mal", "Consulta N.° 17", "de más", "y más"],
    ]
