"""Real CSV files: encodings, separators, and files that are not what they seem."""

import pytest

from contest_portal.registry.rules.cells import Line
from contest_portal.registry.rules.reports import UnusableFile
from contest_portal.registry.sources.any_file import read_table
from contest_portal.registry.sources.source_file import SourceFile
from contest_portal.registry.sources.table import Table
from tests.factories.registry_files import source

SAMPLE = "codigo,nombre\n0101,Ñahuí\n0102,Puno\n"
ROWS = [Line(2, ["0101", "Ñahuí"]), Line(3, ["0102", "Puno"])]


KNOWN = {"codigo", "nombre", "area", "a", "b"}


def table(content: str | bytes) -> Table:
    return read_table(source(content), lambda names: len(KNOWN & {name.strip().lower() for name in names}))


def read(content: str | bytes) -> list[Line]:
    return list(table(content).lines())


def refusal(content: str | bytes) -> tuple[str, int]:
    with pytest.raises(UnusableFile) as refused:
        read(content)
    (found,) = refused.value.row_problems
    return found.problem.code, found.line


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(SAMPLE.encode(), id="UTF-8"),
        pytest.param(b"\xef\xbb\xbf" + SAMPLE.encode(), id="UTF-8 with mark"),
        pytest.param(SAMPLE.encode("cp1252"), id="Windows-1252"),
        pytest.param(SAMPLE.replace(",", ";").encode(), id="semicolons"),
        pytest.param(SAMPLE.replace(",", "\t").encode(), id="tabs"),
        pytest.param(SAMPLE.replace("\n", "\r\n").encode(), id="CRLF"),
        pytest.param(SAMPLE.replace("\n", "\r").encode(), id="CR"),
        pytest.param(SAMPLE.strip().encode(), id="no newline at the end"),
        pytest.param(SAMPLE.replace("Puno", '"Puno"').encode(), id="quotes"),
    ],
)
def test_the_same_table_is_read_however_it_is_written(content: bytes) -> None:
    assert read(content) == ROWS


def test_the_layout_is_found_out() -> None:
    found = table("\ufeffcodigo;nombre;\n1;a;")

    assert (found.names, found.header_line, found.ends_with_newline) == (("codigo", "nombre"), 1, False)


def test_a_name_of_the_header_may_hold_line_breaks() -> None:
    found = table('CUADRO 1\n"codigo","nombre\ndel\ncentro","area"\n"1","Pata","R"\n')

    assert (found.names, found.header_line) == (("codigo", "nombre\ndel\ncentro", "area"), 2)
    assert list(found.lines()) == [Line(5, ["1", "Pata", "R"])]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_titles_above_the_header_are_left_out(delimiter: str) -> None:
    above = f"DIRECTORIO, CENSO 2017{delimiter * 3}\n\nRegión{delimiter}Huancavelica\n"

    found = table(above + SAMPLE.replace(",", delimiter))

    assert (found.names, found.header_line) == (("codigo", "nombre"), 4)
    assert list(found.lines()) == [Line(5, ["0101", "Ñahuí"]), Line(6, ["0102", "Puno"])]


def test_without_a_known_name_the_first_line_is_the_header() -> None:
    assert table("uno,dos\n1,2\n").names == ("uno", "dos")


def test_a_letter_cut_by_a_block_of_reading_is_no_wrong_encoding() -> None:
    content = "codigo,nombre\n" + "0101,ñañañañ\n" * 200_000

    assert next(table(content).lines()).values == ["0101", "ñañañañ"]


def test_blank_lines_are_left_out_and_numbers_stay_those_of_an_editor() -> None:
    assert read("\ncodigo,nombre\n\n,\n0101,a\n  ,\n0102,b\n") == [
        Line(5, ["0101", "a"]),
        Line(7, ["0102", "b"]),
    ]


def test_a_cell_may_hold_the_separator_and_a_newline() -> None:
    assert read('a,b\n"x, y","uno\ndos"\n3,4\n') == [Line(2, ["x, y", "uno\ndos"]), Line(4, ["3", "4"])]


def test_a_quote_in_the_middle_of_a_cell_is_text() -> None:
    assert read('a,b\nEL "PROGRESO",2\n') == [Line(2, ['EL "PROGRESO"', "2"])]


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        pytest.param(b"", "file.empty", 1, id="empty"),
        pytest.param(b" \n\n", "file.empty", 1, id="only blanks"),
        pytest.param(b"\xef\xbb\xbf\n", "file.no_header", 1, id="only a mark"),
        pytest.param(b";;;\n,,,\n", "file.no_header", 1, id="only separators"),
        pytest.param(b"a,b\n1,\x00\n", "file.nul_bytes", 1, id="NUL byte"),
        pytest.param("a,b\n1,ñ\n".encode("utf-16"), "file.encoding", 1, id="UTF-16"),
        pytest.param(b"a,b\n1,\x81\x8d\n", "file.encoding", 1, id="neither UTF-8 nor Windows-1252"),
        pytest.param(b"PK\x03\x04rest", "file.workbook_damaged", 1, id="half a workbook"),
        pytest.param(b"\xd0\xcf\x11\xe0rest", "file.workbook_damaged", 1, id="half an old workbook"),
        pytest.param(b"%PDF-1.7\n", "file.not_a_table", 1, id="a PDF"),
        pytest.param(b"\xef\xbb\xbf\n<html><table>", "file.not_a_table", 1, id="a page under another name"),
        pytest.param(b'a,b\n1,2\n3,"x\n5,6\n', "file.broken_quote", 3, id="a quote that never closes"),
        pytest.param(b'a,b\n1,"x"y\n', "file.broken_quote", 2, id="text after a closed quote"),
        pytest.param(b'a,b\n1,"' + b"x" * 200_000, "file.broken_quote", 2, id="a cell without end"),
    ],
)
def test_a_file_that_is_no_table_is_refused_as_a_whole(content: bytes, code: str, line: int) -> None:
    assert refusal(content) == (code, line)


def test_the_hash_is_that_of_the_bytes() -> None:
    assert source(b"abc").sha256() == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_a_source_can_be_read_again_from_the_start() -> None:
    file = SourceFile.of_bytes("x.csv", SAMPLE.encode())

    found = read_table(file, len)

    assert list(found.lines()) == list(found.lines()) == ROWS
