"""No page of the designer overwrites what somebody else saved: the version that was read must come back with it."""

import pytest

from contest_portal.contests.models import Contest
from tests.factories.contests import RULEBOOK
from tests.factories.designing import CALENDAR, Desk, rows

BUDGET = {
    "min_award": "4000",
    "max_award": "8000",
    "goods_percent": "70",
    "assistance_percent": "30",
    "min_counterpart_percent": "10",
    "first_percent": "70",
    "counterpart_percent": "50",
    "accounted_percent": "70",
    "sign_days": "15",
    "answer_days": "5",
    "min_households": "4",
    "max_households": "5",
    "allocation_rule": "merit_order_partial",
}
PHASE = {"position": "1", "code": "A", "name": "A", "max_points": "100", "attendance": "", "former_code": ""}
CRITERION = {"position": "1", "code": "A", "text": "Criterio", "max_points": "50", "scale": "points"}
SCORING = {
    "pass_mark": "65",
    "quorum": "3",
    "marks_per_point": "2",
    "decimals": "1",
    "rounding": "half_even",
    "decides_on": "exact",
}
PARTS: dict[str, dict[str, object]] = {
    "datos": {"title": "II Concurso", "code": "II-2027"},
    "calendario": {**CALENDAR},
    "territorio": {"territory": ["090301"]},
    "lineas": {"lines": []},
    "sobres": {"fund": "100", **rows("envelopes", {"code": "A", "name": "A", "envelope": "100"})},
    "presupuesto": {**BUDGET},
    "fases": {"total_points": "100", **rows("phases", PHASE)},
    "fases/PUBLIC": rows("criteria", CRITERION),
    "puntaje": SCORING | rows("tie_breaks", {"link": "lot"}),
    "publicar": {},
}


def as_it_was(desk: Desk) -> tuple[object, ...]:
    book = desk.book
    contest: Contest = desk.contest
    return (book, contest.version, contest.state)


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize(
    "version", [{}, {"version": ""}, {"version": "abc"}, {"version": "-1"}, {"version": "99"}], ids=str
)
def test_a_part_without_the_version_of_today_is_a_conflict(
    desk: Desk, part: str, version: dict[str, object]
) -> None:
    before = as_it_was(desk)

    answer = desk.send(part, PARTS[part] | version)

    assert (answer.status_code, as_it_was(desk)) == (409, before)


@pytest.mark.parametrize("part", PARTS)
def test_a_post_with_nothing_in_it_changes_nothing(desk: Desk, part: str) -> None:
    before = as_it_was(desk)

    answer = desk.send(part, {})

    assert (answer.status_code in {409, 422}, as_it_was(desk)) == (True, before)


def test_a_conflict_says_what_happened_and_keeps_the_version_that_was_read(desk: Desk) -> None:
    answer = desk.send("calendario", CALENDAR | {"version": str(desk.contest.version + 1)})

    assert "Otra persona guardó cambios" in answer.text
    assert f'name="version" type="hidden" value="{desk.contest.version + 1}"' in answer.text
    assert desk.book.calendar == RULEBOOK.calendar
