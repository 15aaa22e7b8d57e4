"""The designer's plain pages keep what holds and name what does not, beside its field."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy.orm import Session

from contest_portal.contests.models import ProductionLine
from contest_portal.contests.rules.rulebook import (
    Calendar,
    Line,
)
from tests.factories.contests import RULEBOOK
from tests.factories.designing import CALENDAR, Desk
from tests.factories.registry import make_district


def test_basics_are_kept(desk: Desk) -> None:
    desk.post(
        "datos", {"title": "II Concurso", "code": "II-2027", "purpose": "Vender mejor", "venue": "Plaza"}
    )

    book = desk.book
    assert (desk.contest.code, book.title, book.purpose, book.venue) == (
        "II-2027",
        "II Concurso",
        "Vender mejor",
        "Plaza",
    )


def test_dates_are_typed_in_the_office_zone(desk: Desk) -> None:
    desk.post("calendario", CALENDAR)

    assert desk.book.calendar == Calendar(
        opens_at=datetime(2027, 5, 1, 13, 0, tzinfo=UTC),
        closes_at=datetime(2027, 5, 30, 22, 0, tzinfo=UTC),
        field_from=date(2027, 6, 2),
        field_to=date(2027, 6, 5),
        public_on=date(2027, 6, 9),
        results_on=date(2027, 6, 10),
    )


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        pytest.param(
            {"opens_at": "2027-05-02T08:00", "closes_at": "2027-05-01T08:00"},
            "El cierre de la recepción debe ser posterior a la apertura.",
            id="BS-15 closes before it opens",
        ),
        pytest.param(
            {"results_on": "2027-06-08"}, "Los resultados se publican el 08/06/2027", id="out of order"
        ),
        pytest.param({"public_on": ""}, "Escriba el día de la presentación pública.", id="no date"),
        pytest.param(
            {"field_from": "2027-02-30"}, "«2027-02-30» no es una fecha del calendario.", id="no such day"
        ),
        pytest.param({"closes_at": "9999-12-31T23:59"}, "no es una fecha con hora.", id="end of time"),
        pytest.param({"opens_at": "mañana"}, "«mañana» no es una fecha con hora.", id="no moment"),
    ],
)
def test_a_calendar_that_cannot_be_changes_nothing(
    desk: Desk, changes: dict[str, object], message: str
) -> None:
    response = desk.post("calendario", CALENDAR | changes)

    assert (response.status_code, message in response.text, desk.book.calendar) == (
        422,
        True,
        RULEBOOK.calendar,
    )


def test_districts_are_found_by_name_and_offered(session: Session, desk: Desk) -> None:
    make_district(session, "090302", name="Anchonga")
    session.commit()

    page = desk.get("territorio?q=anchonga").text

    assert ('value="090302"' in page, "Anchonga, Angaraes, Huancavelica" in page) == (True, True)


def test_districts_ticked_in_either_list_are_kept(session: Session, desk: Desk) -> None:
    make_district(session, "090302", name="Anchonga")
    session.commit()

    desk.post("territorio", {"territory": ["090301"], "found": ["090302"]})

    assert desk.book.territory == ("090301", "090302")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param({}, "Elija al menos un distrito", id="none"),
        pytest.param({"found": ["999999"]}, "El distrito 999999 no está en el registro.", id="unknown"),
    ],
)
def test_a_territory_that_cannot_be_changes_nothing(
    desk: Desk, data: dict[str, object], message: str
) -> None:
    response = desk.post("territorio", data)

    assert (response.status_code, message in response.text, desk.book.territory) == (422, True, ("090301",))


def test_a_search_that_finds_nothing_says_so(desk: Desk) -> None:
    page = desk.get("territorio?q=' UNION SELECT password FROM user --")

    assert (page.status_code, "Ningún otro distrito coincide" in page.text) == (200, True)


def test_lines_ticked_are_kept(session: Session, desk: Desk) -> None:
    session.add_all([ProductionLine(code="miel", name="Miel"), ProductionLine(code="pan", name="Pan")])
    session.commit()

    desk.post("lineas", {"lines": ["pan"]})

    assert desk.book.lines == (Line("pan", "Pan"),)


def test_grace_and_codes_are_part_of_the_calendar(desk: Desk) -> None:
    desk.post("calendario", CALENDAR | {"grace_minutes": "30", "late_codes": "y"})
    kept = desk.book.calendar
    too_long = desk.post("calendario", CALENDAR | {"grace_minutes": "300"})

    assert (kept.grace_minutes, kept.late_codes) == (30, True)
    assert "La tolerancia va de 0 a 240 minutos." in too_long.text
