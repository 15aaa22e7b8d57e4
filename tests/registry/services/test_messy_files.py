"""Files as offices send them: titles, totals, notes, marks, other words in the header, workbooks."""

import io

import pytest
import xlsxwriter
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.registry.imports.rejected_rows import rejected_rows
from contest_portal.registry.imports.run import ImportOptions
from contest_portal.registry.models.register import Centre, PovertyRate
from contest_portal.registry.rules.import_progress import ImportStage, Progress
from contest_portal.registry.rules.kinds.every_kind import FILE_KINDS
from contest_portal.registry.rules.reports import ImportReport
from contest_portal.registry.services.check_file import check_file
from tests.factories.registry_files import (
    CENTRES,
    CODES,
    COMPONENTS,
    DISTRICTS,
    HOUSEHOLDS,
    MEMBERSHIPS,
    POVERTY,
    STAFF,
    checked,
    counts,
    import_register,
    import_territory,
    imported,
    located,
    source,
    workbook_of,
)

TABLE = """DIRECTORIO NACIONAL DE CENTROS POBLADOS;;;;
Censo 2017;;;;

Código;Centro poblado;Área;Población 1/;N° de hogares
09;HUANCAVELICA;;12 345;4 100
0903;ANGARAES;;12 345;4 100
090301;LIRCAY;;10 345;3 285
0903010001;LIRCAY;Urbano;9 000;3 200
0903010099;CHAHUARMA 2/;Rural;1 345*;85
TOTAL;;;12 345;4 100
Código;Centro poblado;Área;Población 1/;N° de hogares
0903020004;ÑAHUINCUCHO;Rural;-;n.d.
1/ Población censada;;;;
2/ Incluye anexos;;;;
Fuente: censos nacionales;;;;
"""
PLAIN = """codigo,nombre,area,poblacion,hogares
0903010001,LIRCAY,U,9000,3200
0903010099,CHAHUARMA,R,1345,85
0903020004,ÑAHUINCUCHO,R,,
"""


def notice_codes(report: ImportReport) -> list[str]:
    return [notice.code for notice in report.notices]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(TABLE.encode(), id="semicolons"),
        pytest.param(TABLE.replace(";", "\t").encode(), id="tabs"),
        pytest.param(TABLE.encode("cp1252"), id="Windows-1252"),
        pytest.param(TABLE.replace("\n", "\r\n").encode(), id="CRLF"),
        pytest.param(workbook_of(TABLE.replace(";", ",")), id="workbook"),
    ],
)
def test_a_printed_table_is_read_like_its_plain_rows(session: Session, content: bytes) -> None:
    imported(session, "districts", DISTRICTS)

    report = imported(session, "centres", content)

    rows = session.execute(
        select(Centre.code, Centre.name, Centre.area, Centre.population, Centre.households).order_by(
            Centre.code
        )
    )
    assert (counts(report), located(report)) == ((3, 3, 0, 0, 0), [])
    assert [tuple(row) for row in rows] == [
        ("0903010001", "LIRCAY", "U", 9000, 3200),
        ("0903010099", "CHAHUARMA", "R", 1345, 85),
        ("0903020004", "ÑAHUINCUCHO", "R", None, None),
    ]
    assert imported(session, "centres", PLAIN).unchanged == 3


def test_what_was_left_out_is_said(session: Session) -> None:
    imported(session, "districts", DISTRICTS)

    report = checked(session, "centres", TABLE)

    assert notice_codes(report) == ["file.header_below", "file.side_lines"]
    assert [notice.params for notice in report.notices] == [{"line": "4"}, {"rows": "8"}]


def test_a_code_that_lost_its_end_is_a_bad_row_and_no_total(session: Session) -> None:
    imported(session, "districts", DISTRICTS)

    report = checked(session, "centres", PLAIN + "0904,CORTO,R,1,1\n090303,OTRO,R,1,1\n")

    assert located(report) == [
        (5, "codigo", "0904", "centre_code.invalid"),
        (6, "codigo", "090303", "centre_code.invalid"),
    ]


def test_a_bad_row_among_notes_is_still_refused(session: Session) -> None:
    imported(session, "districts", DISTRICTS)

    report = checked(session, "centres", PLAIN + "Fuente: censo,,,,\nFuente Santa,x,R,1,1\n")

    assert located(report) == [(6, "codigo", "Fuente Santa", "centre_code.invalid")]


def test_a_file_of_totals_and_notes_alone_has_no_rows(session: Session) -> None:
    report = checked(session, "centres", "codigo,nombre,area\nTOTAL,,\nFuente: censo,,\n")

    assert (report.is_unusable, [p.problem.code for p in report.problems]) == (True, ["file.no_rows"])


def test_rates_with_signs_and_marks(session: Session) -> None:
    imported(session, "districts", DISTRICTS)

    imported(
        session,
        "poverty",
        "Pobreza por distrito\nUBIGEO;Distrito;Tasa de pobreza 2018 (%)\n0903;Angaraes;50\n"
        "090301;Lircay;45,8 %\n090302;Anchonga;36.5199 a/\n",
    )

    rates = session.execute(
        select(PovertyRate.ubigeo, PovertyRate.year, PovertyRate.rate_e4).order_by("ubigeo")
    )
    assert [tuple(row) for row in rates] == [("090301", 2018, 458_000), ("090302", 2018, 365_199)]


def test_chosen_columns_go_before_the_names(session: Session) -> None:
    imported(session, "districts", DISTRICTS)
    content = "codigo,nombre,nombre oficial,area\n0903010001,x,LIRCAY,U\n"

    report = check_file(
        session,
        STAFF,
        kind="centres",
        source=source(content),
        options=ImportOptions(choices={"name": "nombre oficial"}),
    )

    chosen = {choice.field: choice.column for choice in report.reading.choices}
    assert (chosen["name"], chosen["code"], report.new) == ("nombre oficial", "codigo", 1)


def test_a_report_shows_how_the_file_was_read(session: Session) -> None:
    imported(session, "districts", DISTRICTS)

    reading = checked(session, "centres", TABLE).reading

    assert (reading.header_line, reading.names[4], reading.first_rows[0]) == (
        4,
        "N° de hogares",
        ("09", "HUANCAVELICA", "", "12 345", "4 100"),
    )
    assert {choice.field for choice in reading.choices if choice.is_guess} == {"households", "population"}


@pytest.mark.parametrize("as_workbook", [False, True], ids=["CSV", "workbook"])
def test_rejected_rows_come_back_with_every_reason(session: Session, *, as_workbook: bool) -> None:
    import_territory(session)
    bad = (
        HOUSEHOLDS.replace("70000002", "7000002").replace("2009-07-01", "mañana")
        + HOUSEHOLDS.splitlines()[1]
        + "\n"
    )
    file = source(workbook_of(bad) if as_workbook else bad)
    report = check_file(session, STAFF, kind="households", source=file)

    header, *rows = rejected_rows(file, report).decode("utf-8-sig").splitlines()

    assert header == HOUSEHOLDS.splitlines()[0] + ",linea_original,motivo"
    assert [row.split(",")[9] for row in rows] == ["3", "5"]
    assert "no es un DNI" in rows[0]
    assert "no es una fecha" in rows[0]
    assert "ya está en la línea 2" in rows[1]


def test_a_formula_is_refused_and_comes_back_as_text(session: Session) -> None:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet()
    for number, row in enumerate(DISTRICTS.splitlines()):
        sheet.write_row(number, 0, [*row.split(","), "ajena"])
    sheet.write_formula(1, 4, '="Lir"&"cay"', value="Lircay")
    sheet.write_formula(2, 5, "=1+1", value=2)
    book.close()
    file = source(stream.getvalue())

    report = check_file(session, STAFF, kind="districts", source=file)

    (found,) = report.problems
    assert (found.line, found.column, found.value, found.problem.code) == (
        2,
        "distrito",
        '="Lir"&"cay"',
        "cell.formula",
    )
    assert "péguela como valores" in found.text
    assert '\'=""Lir""&""cay""' in rejected_rows(file, report).decode()


@pytest.mark.parametrize("kind", list(FILE_KINDS))
def test_a_workbook_does_what_the_csv_does(session: Session, kind: str) -> None:
    content = {
        "districts": DISTRICTS,
        "poverty": POVERTY,
        "centres": CENTRES,
        "households": HOUSEHOLDS,
        "components": COMPONENTS,
        "memberships": MEMBERSHIPS,
        "codes": CODES,
    }[kind]
    import_register(session)

    assert counts(checked(session, kind, workbook_of(content))) == counts(checked(session, kind, content))


def test_progress_is_told_while_a_long_file_is_read(session: Session) -> None:
    imported(session, "districts", DISTRICTS)
    rows = "".join(f"090301{number:04d},C,R\n" for number in range(9_999))
    told: list[Progress] = []

    check_file(
        session, STAFF, kind="centres", source=source("codigo,nombre,area\n" + rows), on_progress=told.append
    )

    read = [Progress(ImportStage.READING, line, 10_000) for line in range(2_000, 10_001, 2_000)]
    assert told == [Progress(), *read, Progress(ImportStage.COMPARING, 10_000, 10_000)]
