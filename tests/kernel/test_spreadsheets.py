"""Files for spreadsheets: nothing runs, nothing is held whole, the digest is of the rows."""

import hashlib
import io
import re
import tempfile
import tracemalloc
import zipfile
from collections.abc import Iterator

import pytest

from contest_portal.kernel.spreadsheets import Written, bare, inert, write_csv, write_xlsx

HEADER = ("codigo", "nombre")
ROWS = [("007", "Ñahui"), ("8", None), ("=1+1", "@a")]


def sheet_of(file: io.BytesIO) -> str:
    with zipfile.ZipFile(file) as book:
        return book.read("xl/worksheets/sheet1.xml").decode()


@pytest.mark.parametrize(
    ("value", "text"),
    [("=1+1", "'=1+1"), ("-5", "'-5"), ("+51", "'+51"), ("@x", "'@x"), ("\tx", "'\tx"), (7, "7"), (None, "")],
)
def test_no_cell_is_a_formula(value: object, text: str) -> None:
    assert inert(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("-12.970000", "-12.970000"),
        ("-12.97+1", "'-12.97+1"),
        ("-12.97\n", "'-12.97\n"),
        ("-1.2.3", "'-1.2.3"),
        ("-a.1", "'-a.1"),
    ],
)
def test_a_coordinate_below_zero_stays_a_number(value: str, text: str) -> None:
    assert inert(value) == text


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "-12.97",
        "-12.970000",
        "'-12.970000",
        "'=1+1",
        "''-5",
        "'",
        "''",
        "'Ñahui",
        "Pata'",
        "",
        "\tx",
        "'\tx",
        "0903010099",
    ],
)
def test_what_was_made_inert_comes_back_as_it_was(text: str) -> None:
    assert bare(inert(text)) == text


@pytest.mark.parametrize("text", ["'Ñahui", "'", "O'Higgins", "=1+1", "-5"])
def test_what_was_never_marked_stays(text: str) -> None:
    assert bare(text) == text


def test_the_digest_is_of_the_bytes_of_the_csv_file() -> None:
    file = io.BytesIO()

    written = write_csv(file, HEADER, ROWS)

    assert file.getvalue().decode("utf-8-sig") == "codigo,nombre\r\n007,Ñahui\r\n8,\r\n'=1+1,'@a\r\n"
    assert written == Written(3, hashlib.sha256(file.getvalue()).hexdigest())


def test_a_workbook_holds_text_and_has_the_digest_of_its_rows() -> None:
    file = io.BytesIO()

    written = write_xlsx(file, HEADER, ROWS)

    sheet = sheet_of(file)
    assert re.findall(r"<t[^>]*>([^<]*)</t>", sheet) == [
        "codigo",
        "nombre",
        "007",
        "Ñahui",
        "8",
        "=1+1",
        "@a",
    ]
    assert "<f>" not in sheet
    assert written == write_csv(io.BytesIO(), HEADER, ROWS)


def test_a_table_without_rows_is_its_header() -> None:
    file = io.BytesIO()

    assert (write_csv(file, HEADER, []).rows, file.getvalue().decode("utf-8-sig")) == (0, "codigo,nombre\r\n")


@pytest.mark.parametrize(("write", "most"), [(write_csv, 2_000_000), (write_xlsx, 6_000_000)])
def test_memory_does_not_grow_with_the_table(write: object, most: int) -> None:
    def rows(number: int) -> Iterator[tuple[str, ...]]:
        for place in range(number):
            yield f"H-{place:07d}", "Hogar de una comunidad de altura", "quechua", f"{place}", "090301"

    tracemalloc.start()
    with tempfile.TemporaryFile() as file:
        written = write(file, ("a", "b", "c", "d", "e"), rows(30_000))  # type: ignore[operator]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert (written.rows, peak < most) == (30_000, True)
