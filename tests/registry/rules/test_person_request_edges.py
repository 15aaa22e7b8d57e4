"""The clock of a request over nights, weekends and holidays, and every edge of what may be written in it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_portal.kernel.working_days import is_working_day
from contest_portal.registry.rules.person_requests import (
    PERSON_REQUEST,
    TERM_OF,
    Asked,
    RequestKind,
    Standing,
    answer_problems,
    asked_problems,
    due_on,
    soon_until,
    standing,
)
from contest_portal.registry.rules.privacy_terms import TERMS

NOW = datetime(2026, 11, 23, 17, tzinfo=UTC)
GOOD = "Quiero ver mis datos."
LENGTH = "Escriba de 10 a 2000 letras."
NUMBER = "Quite los números de DNI y los correos de este texto: otras personas lo leen."
TO_COME = "Esa hora todavía no llega. Escriba cuándo se recibió la solicitud."
WAITING = [Standing.ON_TIME, Standing.DUE_SOON, Standing.OVERDUE]
DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2060, 12, 31))


def lima(year: int, month: int, day: int, hour: int = 12, minute: int = 0) -> datetime:
    """Give an hour of the counter: five behind Greenwich all year."""
    return datetime(year, month, day, hour, minute, tzinfo=UTC) + timedelta(hours=5)


@pytest.mark.parametrize(
    ("received_at", "days", "expected"),
    [
        pytest.param(lima(2026, 11, 27), 1, date(2026, 11, 30), id="Friday: on Monday"),
        pytest.param(lima(2026, 11, 28), 1, date(2026, 11, 30), id="Saturday: on Monday"),
        pytest.param(lima(2026, 11, 29, 23, 59), 1, date(2026, 11, 30), id="last minute of Sunday"),
        pytest.param(lima(2026, 11, 30, 0, 0), 1, date(2026, 12, 1), id="first minute of Monday"),
        pytest.param(lima(2026, 12, 7), 1, date(2026, 12, 10), id="two holidays between"),
        pytest.param(lima(2026, 12, 8), 1, date(2026, 12, 10), id="came on a holiday"),
        pytest.param(lima(2026, 12, 24), 1, date(2026, 12, 28), id="Christmas on a Friday"),
        pytest.param(lima(2026, 12, 31, 23, 59), 1, date(2027, 1, 4), id="last minute of the year"),
        pytest.param(lima(2026, 4, 1), 1, date(2026, 4, 6), id="Holy Wednesday"),
        pytest.param(lima(2026, 7, 22), 10, date(2026, 8, 11), id="the feasts of July and 6 August"),
        pytest.param(lima(2026, 12, 23), 20, date(2027, 1, 22), id="twenty over the new year"),
    ],
)
def test_the_last_day_to_answer(received_at: datetime, days: int, expected: date) -> None:
    assert due_on(received_at, days) == expected


@given(
    day=DAYS,
    hour=st.integers(min_value=0, max_value=23),
    minute=st.integers(min_value=0, max_value=59),
    days=st.integers(min_value=1, max_value=20),
)
def test_the_hour_at_the_counter_does_not_matter(day: date, hour: int, minute: int, days: int) -> None:
    first = lima(day.year, day.month, day.day, 0, 0)
    then = lima(day.year, day.month, day.day, hour, minute)

    assert due_on(then, days) == due_on(first, days)
    assert due_on(then, days) > day
    assert is_working_day(due_on(then, days))


@pytest.mark.parametrize(
    ("due", "today", "expected"),
    [
        pytest.param(date(2026, 12, 10), date(2026, 12, 2), Standing.ON_TIME, id="four days left"),
        pytest.param(date(2026, 12, 10), date(2026, 12, 3), Standing.DUE_SOON, id="three, over two holidays"),
        pytest.param(date(2026, 12, 10), date(2026, 12, 9), Standing.DUE_SOON, id="the eve, a holiday"),
        pytest.param(date(2026, 12, 10), date(2026, 12, 10), Standing.DUE_SOON, id="the last day itself"),
        pytest.param(date(2026, 12, 10), date(2026, 12, 11), Standing.OVERDUE, id="the day after"),
        pytest.param(date(2026, 12, 11), date(2026, 12, 12), Standing.OVERDUE, id="a Saturday after"),
        pytest.param(date(2027, 1, 4), date(2026, 12, 28), Standing.ON_TIME, id="before the new year: four"),
        pytest.param(
            date(2027, 1, 4), date(2026, 12, 29), Standing.DUE_SOON, id="before the new year: three"
        ),
        pytest.param(date(2026, 4, 6), date(2026, 3, 28), Standing.ON_TIME, id="Saturday before Easter week"),
        pytest.param(date(2026, 4, 6), date(2026, 3, 30), Standing.DUE_SOON, id="Monday of Easter week"),
    ],
)
def test_how_near_the_last_day_is(due: date, today: date, expected: Standing) -> None:
    assert standing(due, today, None) is expected


@pytest.mark.parametrize(
    ("answered_on", "expected"),
    [
        pytest.param(date(2026, 11, 23), Standing.ANSWERED, id="the day it came"),
        pytest.param(date(2026, 12, 10), Standing.ANSWERED, id="on the last day"),
        pytest.param(date(2026, 12, 11), Standing.ANSWERED_LATE, id="a day late"),
        pytest.param(date(2027, 12, 10), Standing.ANSWERED_LATE, id="a year late"),
    ],
)
@pytest.mark.parametrize("today", [date(2026, 12, 1), date(2026, 12, 10), date(2030, 1, 1)], ids=str)
def test_once_answered_the_clock_stands_still(answered_on: date, today: date, expected: Standing) -> None:
    assert standing(date(2026, 12, 10), today, answered_on) is expected


@given(due=DAYS, today=DAYS, later=st.integers(min_value=0, max_value=40))
def test_a_request_that_waits_only_grows_more_urgent(due: date, today: date, later: int) -> None:
    now, then = standing(due, today, None), standing(due, today + timedelta(days=later), None)

    assert WAITING.index(now) <= WAITING.index(then)
    assert (now is Standing.OVERDUE) == (due < today)


@given(day=DAYS, days=st.integers(min_value=1, max_value=20))
def test_a_request_begins_on_time_unless_three_days_are_all_it_has(day: date, days: int) -> None:
    due = due_on(lima(day.year, day.month, day.day), days)

    assert standing(due, day, None) is (Standing.DUE_SOON if days <= 3 else Standing.ON_TIME)


@given(today=DAYS)
def test_what_is_due_soon_is_at_least_three_days_away(today: date) -> None:
    assert soon_until(today) - today >= timedelta(days=3)


@pytest.mark.parametrize(
    ("kind", "days"),
    [
        (RequestKind.ACCESS, 20),
        (RequestKind.RECTIFICATION, 10),
        (RequestKind.CANCELLATION, 10),
        (RequestKind.OPPOSITION, 10),
    ],
)
def test_each_kind_has_the_term_of_the_law(kind: RequestKind, days: int) -> None:
    term = TERMS[TERM_OF[kind]]

    assert (term.default, term.most) == (days, days)
    assert TERM_OF[kind].value == f"{kind.value}_days"


TEXTS = [
    pytest.param("", [LENGTH], id="nothing"),
    pytest.param(" \n\t ", [LENGTH], id="spaces alone"),
    pytest.param("x" * 9, [LENGTH], id="nine letters"),
    pytest.param(f"   {'x' * 9}   ", [LENGTH], id="nine letters among spaces"),
    pytest.param("x" * 10, [], id="ten letters"),
    pytest.param("x" * 2000, [], id="two thousand letters"),
    pytest.param(f"  {'x' * 2000}\n", [], id="two thousand letters among spaces"),
    pytest.param("x" * 2001, [LENGTH], id="one letter too many"),
    pytest.param("ñandú ñañá", [], id="ten letters with accents"),
    pytest.param("Mi número es 7123456.", [], id="seven digits"),
    pytest.param("Mi DNI es 71234567.", [NUMBER], id="a DNI"),
    pytest.param("Llámeme al 987654321.", [NUMBER], id="nine digits"),
    pytest.param("Escríbame a yo@ejemplo.pe", [NUMBER], id="an address"),
    pytest.param("El acta del 23/11/2026, folio 1234.", [], id="a date and a folio"),
    pytest.param("71234567", [LENGTH, NUMBER], id="a DNI and nothing else"),
]


@pytest.mark.parametrize(("text", "expected"), TEXTS)
def test_what_a_request_may_say(text: str, expected: list[str]) -> None:
    found = asked_problems(Asked(RequestKind.OPPOSITION, text, received_at=NOW, on_paper=False), NOW)

    assert [(problem.field, problem.text) for problem in found] == [("text", said) for said in expected]


@pytest.mark.parametrize(("text", "expected"), TEXTS)
def test_what_an_answer_may_say(text: str, expected: list[str]) -> None:
    assert [(one.field, one.text) for one in answer_problems(text)] == [("answer", said) for said in expected]


@pytest.mark.parametrize(
    ("ahead", "expected"),
    [
        pytest.param(timedelta(days=-3650), [], id="ten years ago"),
        pytest.param(timedelta(microseconds=-1), [], id="just now"),
        pytest.param(timedelta(0), [], id="this instant"),
        pytest.param(timedelta(microseconds=1), [TO_COME], id="just ahead"),
        pytest.param(timedelta(days=1), [TO_COME], id="tomorrow"),
    ],
)
def test_nothing_arrives_before_its_hour(ahead: timedelta, expected: list[str]) -> None:
    found = asked_problems(Asked(RequestKind.ACCESS, GOOD, received_at=NOW + ahead, on_paper=True), NOW)

    assert [problem.text for problem in found] == expected


def test_all_that_is_wrong_is_said_at_once() -> None:
    asked = Asked(RequestKind.ACCESS, "71234567", received_at=NOW + timedelta(hours=1), on_paper=True)

    assert [problem.text for problem in asked_problems(asked, NOW)] == [LENGTH, NUMBER, TO_COME]


@pytest.mark.parametrize(("state", "actions"), [("received", ("answer",)), ("answered", ()), ("", ())])
def test_a_request_is_answered_once_and_for_good(state: str, actions: tuple[str, ...]) -> None:
    assert PERSON_REQUEST.available(state) == actions
