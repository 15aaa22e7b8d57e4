"""Tables to take away as CSV."""

import csv
import io

import pytest
from flask import Flask

from contest_portal.web.shared.spreadsheets import csv_response


def read(app: Flask, rows: list[tuple[object, ...]]) -> list[list[str]]:
    with app.test_request_context("/"):
        content = csv_response("x.csv", ("a", "b"), rows).get_data()
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_rows_come_back_as_they_were(tiny_portal: Flask) -> None:
    rows: list[tuple[object, ...]] = [("Ñahui, Rosa", 5), ('dice "sí"', None), ("dos\nlíneas", "")]

    assert read(tiny_portal, rows) == [
        ["a", "b"],
        ["Ñahui, Rosa", "5"],
        ['dice "sí"', ""],
        ["dos\nlíneas", ""],
    ]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula(tiny_portal: Flask, start: str) -> None:
    assert read(tiny_portal, [(f"{start}1+1", 1)])[1][0] == f"'{start}1+1".replace("\r", "\r")


def test_long_table_is_whole(tiny_portal: Flask) -> None:
    assert read(tiny_portal, [(number, "x") for number in range(2500)])[1:] == [
        [str(number), "x"] for number in range(2500)
    ]


def test_file_says_what_it_is(tiny_portal: Flask) -> None:
    with tiny_portal.test_request_context("/"):
        response = csv_response("padron.csv", ("a",), [])

    assert (response.mimetype, response.headers["Content-Disposition"]) == (
        "text/csv",
        'attachment; filename="padron.csv"',
    )
    assert response.get_data().startswith(b"\xef\xbb\xbf")
