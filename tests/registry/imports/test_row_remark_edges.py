"""When what looks odd in a file is said: at the last day, the last rate and the last member, and never of a part."""

import pytest
from sqlalchemy.orm import Session

from contest_portal.registry.imports.run import ImportOptions
from contest_portal.registry.rules.reports import ImportReport
from contest_portal.registry.services.check_file import check_file
from tests.factories.registry_files import HOUSEHOLDS, STAFF, checked, import_register, source

REMARKS = {"household.without_head", "person.very_old", "rate.fractions"}
HEADER = HOUSEHOLDS.splitlines()[0]


def told(report: ImportReport) -> list[tuple[str, str]]:
    return [(one.code, one.params["rows"]) for one in report.notices if one.code in REMARKS]


def households(*rows: tuple[str, str, str]) -> str:
    """Write households by code, birth date and what is said of the head."""
    lines = (
        f"{code},0903010099,7000010{n},Delia,Ccanto,Huamaní,{born},F,{head}"
        for n, (code, born, head) in enumerate(rows)
    )
    return "\n".join([HEADER, *lines, ""])


def rates(*written: str) -> str:
    codes = ("090301", "090302")
    lines = (f"{code},2020,{rate}" for code, rate in zip(codes, written, strict=False))
    return "\n".join(["ubigeo,anio,tasa_pct", *lines, ""])


@pytest.fixture(autouse=True)
def _register(session: Session) -> None:
    import_register(session)


@pytest.mark.parametrize(
    ("heads", "number"),
    [
        ([("H-1", "1"), ("H-1", "0")], None),
        ([("H-1", "0"), ("H-1", "0")], "1"),
        ([("H-1", "0"), ("H-1", "")], None),
        ([("H-1", ""), ("H-1", "")], None),
        ([("H-1", "0"), ("H-8", "0"), ("H-9", "1")], "2"),
        ([("H-1", "0"), ("H-8", "1"), ("H-1", "1")], None),
    ],
    ids=["a head", "all say no", "one is silent", "all are silent", "two of three", "the head stands last"],
)
def test_a_household_has_no_head_only_where_each_member_says_no(
    session: Session, heads: list[tuple[str, str]], number: str | None
) -> None:
    content = households(*((code, "14/03/1988", head) for code, head in heads))

    report = checked(session, "households", content)

    assert told(report) == ([] if number is None else [("household.without_head", number)])


@pytest.mark.parametrize(
    "options",
    [ImportOptions(is_complete=False), ImportOptions(good_rows=True)],
    ids=["a part", "good rows alone"],
)
def test_of_a_part_of_a_register_no_household_is_said_to_lack_its_head(
    session: Session, options: ImportOptions
) -> None:
    content = households(("H-1", "01/01/1901", "0"))

    report = check_file(session, STAFF, kind="households", source=source(content), options=options)

    assert told(report) == [("person.very_old", "1")]


def test_a_rejected_row_may_be_the_head_so_nothing_is_said(session: Session) -> None:
    content = households(("H-1", "14/03/1988", "0"), ("H-1", "30/02/1988", "1"))

    report = checked(session, "households", content)

    assert (report.rejected, told(report)) == (1, [])


@pytest.mark.parametrize(
    ("born", "is_odd"),
    [("1905-12-31", True), ("1906-01-01", False), ("23/11/2026", False), ("", False), ("01/01/1900", True)],
)
def test_nobody_is_said_to_be_too_old_whom_a_filter_of_ages_still_finds(
    session: Session, born: str, *, is_odd: bool
) -> None:
    report = checked(session, "households", households(("H-1", born, "1")))

    assert told(report) == ([("person.very_old", "1")] if is_odd else [])


def test_each_very_old_person_is_counted_and_both_remarks_are_said(session: Session) -> None:
    content = households(*((f"H-{n}", "31/12/1905", "0") for n in range(3)))

    assert told(checked(session, "households", content)) == [
        ("household.without_head", "3"),
        ("person.very_old", "3"),
    ]


@pytest.mark.parametrize(
    ("written", "number"),
    [
        (("0.9999", "0.5"), "2"),
        (("0.99990001", "0.5"), None),
        (("1", "0.5"), None),
        (("0.5", "45.8"), None),
        (("0", "0"), None),
        (("0", "0.0001"), "2"),
        (("-", "-"), None),
        (("0.245",), "1"),
        (("24.5", "-"), None),
    ],
    ids=str,
)
def test_rates_look_like_fractions_when_none_reaches_one_and_one_is_above_nought(
    session: Session, written: tuple[str, ...], number: str | None
) -> None:
    report = checked(session, "poverty", rates(*written))

    assert told(report) == ([] if number is None else [("rate.fractions", number)])


def test_what_is_said_tells_what_to_do(session: Session) -> None:
    report = checked(session, "poverty", rates("0.245", "0.31"))

    (sentence,) = (one.text for one in report.notices if one.code == "rate.fractions")
    assert sentence == (
        "Ninguna de las 2 tasas llega a 1. Si el archivo las trae como fracción (0.245 en vez de 24.5), "
        "multiplíquelas por 100 antes de importar."
    )
