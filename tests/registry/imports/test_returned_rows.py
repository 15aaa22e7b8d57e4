"""Rejected rows that come back: the table they came from, and a part of it whatever is said."""

import csv
import io

import pytest
from sqlalchemy.orm import Session

from contest_portal.registry.imports.rejected_rows import rejected_rows
from contest_portal.registry.imports.returned_rows import read_rows
from contest_portal.registry.rules.kinds.every_kind import file_kind
from contest_portal.registry.rules.reports import ImportReport
from contest_portal.registry.sources.source_file import SourceFile
from tests.factories.registry_files import (
    CENTRES,
    DISTRICTS,
    checked,
    import_territory,
    imported,
    source,
    workbook_of,
)

HEADER = "ubigeo,ubigeo_reniec,departamento,provincia,distrito"


def written(rows: list[list[str]]) -> SourceFile:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return source(text.getvalue())


def returned(file: SourceFile, *lines: int, kind: str = "districts") -> SourceFile:
    report = ImportReport(kind, "archivo.csv", "0" * 64, rejected_lines=dict.fromkeys(lines, "=Corríjala."))
    return source(rejected_rows(file, report))


@pytest.mark.parametrize(
    ("names", "left", "is_returned"),
    [
        ("ubigeo,distrito", ("ubigeo", "distrito"), False),
        ("ubigeo,distrito,motivo", ("ubigeo", "distrito", "motivo"), False),
        ("ubigeo,distrito,linea_original,motivo", ("ubigeo", "distrito"), True),
        ("ubigeo,distrito,Línea original,MOTIVO", ("ubigeo", "distrito"), True),
        ("ubigeo,distrito,linea_original", ("ubigeo", "distrito"), True),
        ("linea_original,motivo,ubigeo,distrito", ("ubigeo", "distrito"), True),
        ("ubigeo,motivo,distrito,linea_original,motivo", ("ubigeo", "motivo", "distrito"), True),
    ],
    ids=["own", "own reason", "returned", "rewritten", "reason deleted", "moved", "own reason returned"],
)
def test_the_added_columns_tell_a_returned_file(
    names: str, left: tuple[str, ...], *, is_returned: bool
) -> None:
    table, told = read_rows(source(f"{names}\n{names}\n"), file_kind("districts"))

    assert (table.names, told) == (left, is_returned)
    assert [tuple(line.values) for line in table.lines()] == [left]


def test_cells_are_inert_on_the_way_and_come_back_as_they_were() -> None:
    cells = ["=1+1", "+51", "-", "@x", "'=Ñahui"]

    back = returned(written([HEADER.split(","), cells]), 2)

    row = back.open().read().decode("utf-8-sig").splitlines()[1]
    assert row == "'=1+1,'+51,'-,'@x,''=Ñahui,2,'=Corríjala."
    table, _ = read_rows(back, file_kind("districts"))
    assert [line.values for line in table.lines()] == [cells]


def test_rows_that_are_returned_twice_keep_one_pair_of_columns() -> None:
    once = returned(written([HEADER.split(","), ["-1", "", "a", "b", "c"]]), 2)

    twice = returned(once, 2)

    assert twice.open().read() == once.open().read()


@pytest.mark.parametrize("as_workbook", [False, True], ids=["CSV", "workbook"])
def test_corrected_rows_retire_nobody_and_say_so(session: Session, *, as_workbook: bool) -> None:
    import_territory(session)
    bad = CENTRES.replace("0903010099", "903010099")
    report = checked(session, "centres", bad)
    corrected = rejected_rows(source(bad), report).decode("utf-8-sig").replace("903010099,", "0903010099,", 1)
    content = workbook_of(corrected) if as_workbook else corrected

    done = imported(session, "centres", content)

    assert (report.rejected, done.read, done.gone, done.is_complete) == (1, 1, 0, False)
    assert [notice.code for notice in done.notices] == ["file.returned_rows"]
    assert "se toman como una parte" in done.notices[0].text


def test_a_file_of_ones_own_still_tells_all_there_is(session: Session) -> None:
    imported(session, "districts", DISTRICTS)

    done = checked(session, "districts", "\n".join(DISTRICTS.splitlines()[:2]) + "\n")

    assert (done.is_complete, done.notices) == (True, ())


def test_a_line_with_too_many_cells_loses_none_and_stays_to_be_corrected(session: Session) -> None:
    file = source("codigo,nombre,area\n0903010099,San Martín, Perú,R\n")

    back = returned(file, 2, kind="centres")
    report = checked(session, "centres", back.open().read())

    assert back.open().read().decode().splitlines()[1] == "0903010099,San Martín, Perú,2,'=Corríjala.,R"
    assert list(dict(report.problem_counts)) == ["line.wrong_length"]
