"""What may leave the register as a file."""

from dataclasses import replace
from datetime import date

import pytest

from contest_portal.registry.rules.consent import Purpose
from contest_portal.registry.rules.exports import (
    NO_NAME,
    Content,
    ExportOrder,
    FileFormat,
    HomeFacts,
    PersonFacts,
    file_row,
    header,
    is_withheld,
    order_problems,
    size_problem,
)

HOME = HomeFacts(
    "H-1",
    "0903010099",
    "Chahuarma",
    "Lircay",
    "Angaraes",
    "Huancavelica",
    None,
    "pobre",
    date(2024, 1, 5),
    date(2027, 1, 5),
    -12_970_000,
    -74_710_001,
)
HEAD = PersonFacts("00418672", "Luz", "Ñahui", "", None, "F", is_head=True)
HOME_CELLS = (
    "H-1",
    "0903010099",
    "Chahuarma",
    "Lircay",
    "Angaraes",
    "Huancavelica",
    None,
    "pobre",
    "2024-01-05",
    "2027-01-05",
)


def order(reason: str = "Visita de campo", file_format: FileFormat = FileFormat.CSV) -> ExportOrder:
    return ExportOrder(Content.HOUSEHOLDS, file_format, {}, reason)


@pytest.mark.parametrize(("has_dni", "dni"), [(True, "00418672"), (False, "****8672")])
def test_a_dni_is_whole_only_for_who_may_take_it(*, has_dni: bool, dni: str) -> None:
    cells = (dni, "Luz", "Ñahui", "", None, "F", "1", "jefe/a de hogar")

    assert file_row(HOME, HEAD, has_dni=has_dni) == (*HOME_CELLS, *cells)
    place = ("-12.970000", "-74.710001") if has_dni else ()
    assert file_row(HOME, HEAD, has_dni=has_dni, members=3) == (*HOME_CELLS, *cells, "3", *place)


def test_a_household_without_a_head_leaves_it_blank() -> None:
    nowhere = replace(HOME, latitude_e6=None, longitude_e6=None)

    assert file_row(nowhere, None, has_dni=True, members=0) == (*HOME_CELLS, *[None] * 8, "0", None, None)


@pytest.mark.parametrize(("kinship", "word"), [(None, None), ("child", "hijo/a"), ("spouse", "cónyuge")])
def test_what_somebody_is_to_the_head_is_written_as_a_file_is_read(
    kinship: str | None, word: str | None
) -> None:
    assert file_row(HOME, replace(HEAD, is_head=False, kinship=kinship), has_dni=True)[-2:] == ("0", word)


@pytest.mark.parametrize("has_dni", [True, False])
@pytest.mark.parametrize("content", list(Content))
def test_each_row_has_a_cell_for_each_column(*, content: Content, has_dni: bool) -> None:
    members = 2 if content is Content.HOUSEHOLDS else None

    row = file_row(HOME, HEAD, has_dni=has_dni, members=members)

    assert len(header(content, has_dni=has_dni)) == len(row)


def test_the_place_of_a_household_whose_head_did_not_consent_stays() -> None:
    row = file_row(HOME, replace(HEAD, decision="refused"), has_dni=True, members=3)

    assert row[-3:] == ("3", None, None)


@pytest.mark.parametrize(
    ("reason", "codes"), [("", ["export.reason"]), ("porque sí", ["export.reason"]), ("Visita de campo", [])]
)
def test_a_reason_is_asked_for(reason: str, codes: list[str]) -> None:
    assert [problem.code for problem in order_problems(order(reason))] == codes


@pytest.mark.parametrize(
    ("file_format", "rows", "refused"),
    [
        (FileFormat.XLSX, 1_048_575, False),
        (FileFormat.XLSX, 1_048_576, True),
        (FileFormat.CSV, 5_000_000, False),
    ],
)
def test_a_workbook_holds_only_so_many_rows(*, file_format: FileFormat, rows: int, refused: bool) -> None:
    assert (size_problem(order(file_format=file_format), rows) is not None) is refused


@pytest.mark.parametrize(
    ("decision", "purpose", "name"),
    [
        (None, Purpose.WORK, "Luz"),
        ("given", Purpose.WORK, "Luz"),
        ("refused", Purpose.WORK, NO_NAME),
        ("withdrawn", Purpose.WORK, NO_NAME),
        (None, Purpose.SHARING, NO_NAME),
        ("given", Purpose.SHARING, "Luz"),
    ],
)
def test_who_did_not_consent_stands_without_name_number_or_birthday(
    decision: str | None, purpose: Purpose, name: str
) -> None:
    row = file_row(HOME, replace(HEAD, decision=decision), has_dni=True, purpose=purpose)

    _, given_names, paternal, *_ = row[len(HOME_CELLS) :]
    assert (given_names, paternal) == (name, "Ñahui" if name == "Luz" else None)
    assert row[-3:] == ("F", "1", "jefe/a de hogar")
    assert is_withheld(replace(HEAD, decision=decision), purpose) is (name == NO_NAME)


def test_nobody_is_withheld_where_nobody_is() -> None:
    assert is_withheld(None, Purpose.IMAGE) is False
