"""Whole DNI and the second person: states, who sees all that a file tells of, what is refused."""

from datetime import UTC, datetime, timedelta

import pytest

from contest_portal.registry.rules.export_requests import (
    RequestFacts,
    RequestState,
    asked_places,
    decision_problems,
    needs_second_person,
    reaches,
    second_person_problem,
    taking_problem,
    withdrawal_problem,
)
from contest_portal.registry.rules.exports import Content, ExportOrder, FileFormat

NOW = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
DAY = timedelta(hours=24)
WAITING = RequestFacts(7)
APPROVED = RequestFacts(7, NOW, is_approved=True)
REFUSED = RequestFacts(7, NOW, is_approved=False)
TAKEN = RequestFacts(7, NOW, is_approved=True, is_taken=True)
WITHDRAWN = RequestFacts(7, is_withdrawn=True)


@pytest.mark.parametrize(
    ("facts", "later", "state"),
    [
        (WAITING, timedelta(), RequestState.WAITING),
        (WAITING, timedelta(days=400), RequestState.WAITING),
        (APPROVED, timedelta(), RequestState.APPROVED),
        (APPROVED, DAY - timedelta(seconds=1), RequestState.APPROVED),
        (APPROVED, DAY, RequestState.EXPIRED),
        (REFUSED, timedelta(), RequestState.REFUSED),
        (REFUSED, DAY, RequestState.REFUSED),
        (TAKEN, timedelta(), RequestState.TAKEN),
        (TAKEN, timedelta(days=400), RequestState.TAKEN),
        (WITHDRAWN, timedelta(), RequestState.WITHDRAWN),
    ],
)
def test_an_approval_holds_for_a_day_and_one_file(
    facts: RequestFacts, later: timedelta, state: RequestState
) -> None:
    assert facts.state(NOW + later) is state


def test_only_an_approval_has_an_end() -> None:
    assert [facts.until for facts in (WAITING, APPROVED, REFUSED)] == [None, NOW + DAY, None]


@pytest.mark.parametrize("content", list(Content))
@pytest.mark.parametrize("has_dni", [True, False])
def test_whole_dni_need_a_second_person_whatever_the_rows_are(content: Content, *, has_dni: bool) -> None:
    order = ExportOrder(content, FileFormat.CSV, {}, "Visita de campo", has_dni=has_dni)

    assert needs_second_person(order) is has_dni
    assert (second_person_problem(order) is not None) is has_dni


@pytest.mark.parametrize(
    ("asked", "within", "places"),
    [
        ({}, (), ()),
        ({}, ("09", "0801"), ("09", "0801")),
        ({"departamento": "09", "sexo": "F"}, (), ("09",)),
        ({"departamento": "09", "provincia": "0903"}, ("09",), ("0903",)),
        (
            {"departamento": "09", "provincia": "0903", "distrito": "090301", "centro": "0903010099"},
            (),
            ("0903010099",),
        ),
    ],
)
def test_a_file_tells_of_what_it_is_narrowed_to_or_of_what_its_asker_sees(
    asked: dict[str, str], within: tuple[str, ...], places: tuple[str, ...]
) -> None:
    assert asked_places(asked, within) == places


@pytest.mark.parametrize(
    ("territories", "places", "all_of_it"),
    [
        ((), (), True),
        ((), ("09",), True),
        (("09",), (), False),
        (("09",), ("09",), True),
        (("09",), ("0903010099",), True),
        (("0903",), ("09",), False),
        (("0903", "08"), ("0801", "0903"), True),
        (("0903",), ("0903", "08"), False),
    ],
)
def test_who_decides_sees_all_that_a_file_tells_of(
    territories: tuple[str, ...], places: tuple[str, ...], *, all_of_it: bool
) -> None:
    assert reaches(territories, places) is all_of_it


@pytest.mark.parametrize(
    ("facts", "is_approved", "refusal", "found"),
    [
        (WAITING, True, "", []),
        (WAITING, False, "Pida solo su distrito.", []),
        (WAITING, False, "no", ["export_request.refusal"]),
        (WAITING, False, "x" * 301, ["export_request.refusal"]),
        (APPROVED, True, "", ["export_request.decided"]),
        (REFUSED, False, "", ["export_request.decided"]),
        (TAKEN, False, "Tarde ya.", ["export_request.decided"]),
    ],
)
def test_a_request_is_decided_once_and_refused_with_a_reason(
    facts: RequestFacts, refusal: str, found: list[str], *, is_approved: bool
) -> None:
    problems = decision_problems(facts, NOW, is_approved=is_approved, refusal=refusal)

    assert [problem.code for problem in problems] == found


@pytest.mark.parametrize(
    ("facts", "later", "found"),
    [
        (APPROVED, timedelta(), None),
        (APPROVED, DAY, "export_request.expired"),
        (WAITING, timedelta(), "export_request.waiting"),
        (REFUSED, timedelta(), "export_request.refused"),
        (TAKEN, timedelta(), "export_request.taken"),
    ],
)
def test_a_file_is_taken_once_in_time_and_only_when_approved(
    facts: RequestFacts, later: timedelta, found: str | None
) -> None:
    problem = taking_problem(facts, NOW + later)

    assert (None if problem is None else problem.code) == found


@pytest.mark.parametrize(
    ("facts", "later", "refused"),
    [
        (WAITING, timedelta(days=400), False),
        (APPROVED, timedelta(), False),
        (APPROVED, DAY, True),
        (REFUSED, timedelta(), True),
        (TAKEN, timedelta(), True),
        (WITHDRAWN, timedelta(), True),
    ],
    ids=["waiting", "approved", "expired", "refused", "taken", "withdrawn already"],
)
def test_only_what_still_means_something_is_withdrawn(
    *, facts: RequestFacts, later: timedelta, refused: bool
) -> None:
    assert (withdrawal_problem(facts, NOW + later) is not None) is refused


def test_what_was_withdrawn_is_neither_decided_nor_taken() -> None:
    (decided,) = decision_problems(WITHDRAWN, NOW, is_approved=True, refusal="")
    taken = taking_problem(WITHDRAWN, NOW)

    assert (decided.code, taken and taken.code) == ("export_request.decided", "export_request.withdrawn")
