"""What is read off a session: who presents, who must leave, who may score; and of the stored one, its order."""

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest
from sqlalchemy.orm import Session

from contest_portal.jury.queries import SeatedJuror
from contest_portal.jury.rules.session import Quorum
from contest_portal.jury.scorers import Scorers
from contest_portal.jury.session_models import HallIncident, HallSession, Presentation
from contest_portal.jury.session_queries import HallView, PresentJuror, Turn, hall_view, turns_of
from contest_portal.scoring.hall import GroupSheets, group_sheets
from tests.factories.evaluation import JURY_DAY, make_evaluation
from tests.factories.hall import make_ready_hall, open_hall, seat_in_hall, view_of
from tests.query_count import counted_queries

LATER = JURY_DAY + timedelta(minutes=9)
TURN = Turn(10, "C-1", "Uno", "IDEA", 1, "waiting", None, None, None, "")


def juror(number: int, *, scores: bool = True, came: bool = True, left: bool = False) -> PresentJuror:
    seat = SeatedJuror(number, 100 + number, f"J{number}", "80000001", "", "member", ("PUBLIC",))
    return PresentJuror(seat, scores, JURY_DAY if came else None, LATER if left else None)


def view(jurors: tuple[PresentJuror, ...] = (), turns: tuple[Turn, ...] = (), *recused: int) -> HallView:
    pairs = frozenset((number, TURN.application_id) for number in recused)
    who = Scorers(pairs, frozenset(), frozenset())
    return HallView(HallSession(phase_code="PUBLIC"), jurors, Quorum(0, 0, 0), turns, (), who)


@pytest.mark.parametrize(
    ("came", "left", "is_present"), [(False, False, False), (True, False, True), (True, True, False)]
)
def test_who_came_and_did_not_leave_is_there(*, came: bool, left: bool, is_present: bool) -> None:
    assert juror(1, came=came, left=left).is_present is is_present


@pytest.mark.parametrize(
    ("states", "presenting", "waiting", "heard"),
    [
        ((), None, [], 0),
        (("waiting", "waiting"), None, [0, 1], 0),
        (("done", "presenting", "waiting"), 1, [2], 1),
        (("done", "done"), None, [], 2),
        (("waiting", "done", "waiting"), None, [0, 2], 1),
    ],
)
def test_turns_are_told_by_their_states(
    states: tuple[str, ...], presenting: int | None, waiting: list[int], heard: int
) -> None:
    turns = tuple(replace(TURN, application_id=n, state=state) for n, state in enumerate(states))

    found = view(turns=turns)

    assert (found.presenting and found.presenting.application_id) == presenting
    assert [turn.application_id for turn in found.waiting] == waiting
    assert found.heard == heard


@pytest.mark.parametrize(("scores", "came", "left", "recused"), list(product((True, False), repeat=4)))
def test_who_is_there_scores_or_must_leave(*, scores: bool, came: bool, left: bool, recused: bool) -> None:
    one = juror(1, scores=scores, came=came, left=left)
    found = view((one,), (TURN,), *([1] if recused else []))
    is_there = came and not left

    assert found.must_leave(TURN) == ((one,) if is_there and recused else ())
    assert found.may_score(TURN) == int(is_there and scores and not recused)
    assert found.may_score(replace(TURN, application_id=11)) == int(is_there and scores)


@pytest.mark.parametrize(
    ("recused", "done", "expected"),
    [
        pytest.param((), (), (0, 2, ["J1", "J2"]), id="nobody is done"),
        pytest.param((), (1,), (1, 2, ["J2"]), id="one is done"),
        pytest.param((), (1, 2), (2, 2, []), id="all are done"),
        pytest.param((1,), (), (0, 1, ["J2"]), id="a recused juror owes none"),
        pytest.param((1,), (1,), (0, 1, ["J2"]), id="nor counts with an earlier one"),
        pytest.param((), (3,), (0, 2, ["J1", "J2"]), id="who does not score in the phase does not count"),
        pytest.param((1, 2), (), (0, 0, []), id="nobody is left"),
    ],
)
def test_sheets_are_counted_of_those_expected(
    recused: tuple[int, ...], done: tuple[int, ...], expected: tuple[int, int, list[str]]
) -> None:
    seated = (juror(1), juror(2, came=False), juror(3, scores=False))

    told = group_sheets(view(seated, (TURN,), *recused), TURN, {TURN.application_id: frozenset(done)})

    assert (told.final, told.expected, [one.full_name for one in told.missing]) == expected
    assert told == GroupSheets(told.expected - len(told.missing), told.expected, told.missing)


@pytest.mark.parametrize(
    ("assigned", "done", "expected"),
    [
        pytest.param((1,), (), (0, 1, ["J1"], 1), id="one has the group"),
        pytest.param((), (), (0, 0, [], 0), id="nobody has it yet"),
        pytest.param((1,), (1,), (1, 1, [], 1), id="who has it is done"),
        pytest.param((1,), (2,), (1, 2, ["J1"], 1), id="who had it before was done"),
    ],
)
def test_where_groups_are_shared_out_only_who_has_one_is_waited_for(
    assigned: tuple[int, ...], done: tuple[int, ...], expected: tuple[int, int, list[str], int]
) -> None:
    restricted = frozenset((number, "PUBLIC") for number in (1, 2))
    pairs = frozenset((number, TURN.application_id, "PUBLIC") for number in assigned)
    found = replace(view((juror(1), juror(2)), (TURN,)), who=Scorers(frozenset(), restricted, pairs))

    told = group_sheets(found, TURN, {TURN.application_id: frozenset(done)})

    missing = [one.full_name for one in told.missing]
    assert (told.final, told.expected, missing, found.may_score(TURN)) == expected


def test_a_secretary_who_keeps_the_minutes_is_no_quorum(session: Session) -> None:
    scene = make_evaluation(session)
    scene.jurors[2].phases = "FIELD"
    open_hall(session, scene)
    seat_in_hall(session, scene, [0, 2])

    found = view_of(session, scene)

    assert [one.scores for one in found.jurors] == [True, True, False]
    assert found.quorum == Quorum(seated=2, present=1, asked=2)


def test_incidents_come_by_their_hour_and_turns_by_their_turn(session: Session) -> None:
    scene = make_evaluation(session)
    hall = make_ready_hall(session, scene)
    for minute, text in ((9, "Tarde"), (1, "Temprano"), (9, "Tarde también")):
        session.add(
            HallIncident(
                session_id=hall.id,
                happened_at=JURY_DAY + timedelta(minutes=minute),
                text=text,
                noted_by=scene.secretary.id,
                noted_at=JURY_DAY,
            )
        )
    first = session.get_one(Presentation, turns_row(session, hall))
    first.turn = 7
    session.flush()

    found = hall_view(session, hall)

    assert [one.text for one in found.incidents] == ["Temprano", "Tarde", "Tarde también"]
    assert {one.noted_by for one in found.incidents} == {scene.secretary.full_name}
    assert [turn.drawn for turn in turns_of(session, hall.id)] == [2, 1]


def turns_row(session: Session, hall: HallSession) -> int:
    rows = session.query(Presentation.id).filter_by(session_id=hall.id).order_by(Presentation.turn)
    return int(rows.first()[0])


def test_a_full_session_is_read_with_as_many_queries_as_an_empty_one(session: Session) -> None:
    scene = make_evaluation(session, groups=("Uno", "Dos", "Tres"))
    hall = open_hall(session, scene)
    with counted_queries(session) as empty:
        hall_view(session, hall)
    session.delete(hall)
    session.flush()
    full_hall = make_ready_hall(session, scene)

    with counted_queries(session) as full:
        found = hall_view(session, full_hall)

    assert (len(found.turns), len(found.jurors), full.total) == (3, 3, empty.total)
