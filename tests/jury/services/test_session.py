"""The session in the hall, deed by deed."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act, Role
from contest_portal.jury.rules.session import Contender, drawn_order
from contest_portal.jury.services.close_session import close_session
from contest_portal.jury.services.draw_order import draw_order
from contest_portal.jury.services.edit_session import edit_session
from contest_portal.jury.services.note_incident import note_incident
from contest_portal.jury.services.note_presence import note_presence
from contest_portal.jury.services.open_session import open_session
from contest_portal.jury.services.postpone_group import postpone_group
from contest_portal.jury.services.renew_screen import renew_screen
from contest_portal.jury.services.reopen_session import reopen_session
from contest_portal.jury.services.unseat_juror import unseat_juror
from contest_portal.jury.services.withdraw_incident import withdraw_incident
from contest_portal.jury.session_models import HallSession
from contest_portal.jury.session_queries import hall_by_token
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.problems import NotFound, NotPermitted, Refused, WrongState
from tests.factories.accounts import act_of, make_user
from tests.factories.contests import RULEBOOK
from tests.factories.evaluation import JURY_DAY, Evaluation, add_group, make_evaluation
from tests.factories.hall import (
    NUMBERS,
    PLAN,
    WITNESSES,
    make_ready_hall,
    open_hall,
    present_group,
    seat_in_hall,
    view_of,
)
from tests.factories.scoring import make_interest

LATER = JURY_DAY + timedelta(minutes=30)


def at(scene: Evaluation, instant: datetime) -> Act:
    return replace(scene.by_secretary, at=instant)


def codes_of(refusal: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refusal.value.problems]


def order_of(session: Session, scene: Evaluation) -> list[str]:
    return [turn.group_name for turn in view_of(session, scene).turns]


def close(session: Session, scene: Evaluation, *, confirmed: bool = False) -> HallSession:
    return close_session(
        session, at(scene, LATER), contest_id=scene.contest.id, closed_at=LATER, confirmed=confirmed
    )


def last_deed(session: Session) -> tuple[str, object]:
    row = session.scalars(select(AuditRow).order_by(AuditRow.seq.desc()).limit(1)).one()
    return row.action, json.loads(row.data)


def test_a_session_is_opened_once_with_a_screen_nobody_guesses(session: Session) -> None:
    scene = make_evaluation(session)

    hall = open_hall(session, scene)

    assert (hall.state, hall.opened_at, hall.place, hall.minutes) == ("open", JURY_DAY, PLAN.place, 10)
    assert len(hall.screen_token) == 32
    assert hall_by_token(session, hall.screen_token).id == hall.id
    assert last_deed(session) == ("hall.opened", {"minutes": 10, "phase": "PUBLIC"})
    with pytest.raises(WrongState) as refusal:
        open_hall(session, scene)
    assert codes_of(refusal) == ["session.exists"]
    with pytest.raises(NotFound):
        hall_by_token(session, "otra")


@pytest.mark.parametrize("state", ["published", "scored"])
def test_a_session_is_opened_only_while_the_jury_is_at_work(session: Session, state: str) -> None:
    scene = make_evaluation(session, state=state)

    with pytest.raises(WrongState) as refusal:
        open_hall(session, scene)

    assert codes_of(refusal) == ["session.not_evaluating"]


def test_the_plan_is_corrected_and_the_phase_stays_once_the_order_is_drawn(session: Session) -> None:
    scene = make_evaluation(session)
    make_ready_hall(session, scene)
    shorter = replace(PLAN, place=" Colegio ", minutes=7)

    hall = edit_session(session, scene.by_secretary, contest_id=scene.contest.id, plan=shorter)
    with pytest.raises(Refused) as refusal:
        edit_session(
            session,
            scene.by_secretary,
            contest_id=scene.contest.id,
            plan=replace(shorter, phase_code="FIELD"),
        )

    assert (hall.place, hall.minutes) == ("Colegio", 7)
    assert codes_of(refusal) == ["session.unknown_phase"]


def test_jurors_arrive_leave_and_come_back_and_the_quorum_follows(session: Session) -> None:
    scene = make_evaluation(session)
    open_hall(session, scene)

    seat_in_hall(session, scene, [0])
    short = view_of(session, scene).quorum
    seat_in_hall(session, scene, [0, 1], minutes=5)
    seat_in_hall(session, scene, [1], minutes=9)
    left = view_of(session, scene)
    seat_in_hall(session, scene, [0, 1], minutes=12)
    back = view_of(session, scene)

    assert (short.present, short.asked, short.is_met) == (1, 2, False)
    assert [(one.arrived_at, one.left_at) for one in left.jurors] == [
        (JURY_DAY, JURY_DAY + timedelta(minutes=9)),
        (JURY_DAY + timedelta(minutes=5), None),
        (None, None),
    ]
    assert [one.is_present for one in back.jurors] == [True, True, False]
    assert last_deed(session) == ("hall.presence_noted", {"came": [scene.jurors[0].id], "left": []})


def test_who_is_not_of_the_panel_is_not_noted(session: Session) -> None:
    scene = make_evaluation(session)
    open_hall(session, scene)

    with pytest.raises(Refused) as refusal:
        note_presence(
            session, scene.by_secretary, contest_id=scene.contest.id, present=[scene.jurors[0].id, 999_999]
        )

    assert codes_of(refusal) == ["session.stranger"]
    assert view_of(session, scene).quorum.present == 0


def test_a_juror_who_leaves_the_panel_leaves_the_session(session: Session) -> None:
    scene = make_evaluation(session)
    make_ready_hall(session, scene)

    unseat_juror(session, scene.by_secretary, contest_id=scene.contest.id, juror_id=scene.jurors[2].id)

    session.expire_all()
    assert [one.juror.juror_id for one in view_of(session, scene).jurors] == [j.id for j in scene.jurors[:2]]


def test_the_order_follows_from_the_numbers_category_by_category(session: Session) -> None:
    scene = make_evaluation(session, groups=("Uno", "Dos", "Tres"))
    running = add_group(session, scene.contest, scene.centre, "En marcha", category_code="MARCHA")
    make_ready_hall(session, scene)

    view = view_of(session, scene)

    contenders = [Contender(a.code or "", 0) for a in scene.applications] + [Contender(running.code or "", 1)]
    assert tuple(turn.code for turn in view.turns) == drawn_order(scene.contest.code, "4-17-8-23", contenders)
    assert view.turns[-1].group_name == "En marcha"
    assert [turn.drawn for turn in view.turns] == [1, 2, 3, 4]
    assert (view.hall.draw_numbers, view.hall.draw_witnesses) == ("4-17-8-23", WITNESSES)
    assert last_deed(session) == ("hall.order_drawn", {"numbers": "4-17-8-23", "groups": 4})


@pytest.mark.parametrize(
    ("numbers", "witnesses", "expected"),
    [
        ("4 7", WITNESSES, ["draw.bad_numbers"]),
        (NUMBERS, " ", ["draw.no_witnesses"]),
        (NUMBERS, "x" * 401, ["draw.long_witnesses"]),
    ],
)
def test_what_is_no_draw_is_refused(
    session: Session, numbers: str, witnesses: str, expected: list[str]
) -> None:
    scene = make_evaluation(session)
    open_hall(session, scene)

    with pytest.raises(Refused) as refusal:
        draw_order(
            session, scene.by_secretary, contest_id=scene.contest.id, numbers=numbers, witnesses=witnesses
        )

    assert codes_of(refusal) == expected
    assert view_of(session, scene).turns == ()


@pytest.mark.parametrize(
    ("groups", "expected"), [(("Uno",), "session.order_drawn"), ((), "session.no_groups")]
)
def test_the_order_is_drawn_once_and_never_for_nobody(
    session: Session, groups: tuple[str, ...], expected: str
) -> None:
    scene = make_evaluation(session, groups=groups)
    (make_ready_hall if groups else open_hall)(session, scene)

    with pytest.raises(Refused) as refusal:
        draw_order(session, scene.by_secretary, contest_id=scene.contest.id, numbers="9999", witnesses="Ana")

    assert codes_of(refusal) == [expected]


def test_groups_present_one_after_another_in_their_order(session: Session) -> None:
    scene = make_evaluation(session)
    make_ready_hall(session, scene)
    first, second = (turn.application_id for turn in view_of(session, scene).turns)

    with pytest.raises(Refused) as too_early:
        present_group(session, scene, second, "begin")
    present_group(session, scene, first, "begin", "undo", "begin", "end")
    present_group(session, scene, second, "begin")

    view = view_of(session, scene)
    assert codes_of(too_early) == ["session.not_the_next"]
    assert [(t.state, t.began_at, t.ended_at) for t in view.turns] == [
        ("done", JURY_DAY, JURY_DAY),
        ("presenting", JURY_DAY, None),
    ]
    assert (view.heard, view.waiting, view.presenting) == (1, (), view.turns[1])
    with pytest.raises(WrongState):
        present_group(session, scene, first, "begin")
    with pytest.raises(NotFound):
        present_group(session, scene, 999_999, "begin")


def test_without_quorum_nobody_presents(session: Session) -> None:
    scene = make_evaluation(session)
    make_ready_hall(session, scene)
    first = view_of(session, scene).turns[0].application_id
    seat_in_hall(session, scene, [0])

    with pytest.raises(Refused) as refusal:
        present_group(session, scene, first, "begin")

    assert codes_of(refusal) == ["session.no_quorum"]
    assert "están 1 de los 3 jurados" in refusal.value.problems[0].text


def test_a_recused_juror_must_leave_and_does_not_count_for_the_group(session: Session) -> None:
    scene = make_evaluation(session, declared=False)
    make_interest(session, scene.jurors[0], scene.applications[0], recused=True)
    make_ready_hall(session, scene)
    seat_in_hall(session, scene, [0, 1])
    view = view_of(session, scene)
    turns = {turn.application_id: turn for turn in view.turns}
    touched, other = (turns[application.id] for application in scene.applications)

    assert [one.juror.juror_id for one in view.must_leave(touched)] == [scene.jurors[0].id]
    assert (view.must_leave(other), view.may_score(touched), view.may_score(other)) == ((), 1, 2)
    if view.turns[0] is other:
        present_group(session, scene, other.application_id, "begin", "end")
    with pytest.raises(Refused) as refusal:
        present_group(session, scene, touched.application_id, "begin")
    assert codes_of(refusal) == ["session.no_quorum_for_group"]


def test_an_absent_group_goes_to_the_end_with_its_reason(session: Session) -> None:
    scene = make_evaluation(session, groups=("Uno", "Dos", "Tres"))
    make_ready_hall(session, scene)
    before = order_of(session, scene)
    absent = view_of(session, scene).turns[0].application_id

    def postpone(reason: str) -> None:
        postpone_group(
            session,
            scene.by_secretary,
            contest_id=scene.contest.id,
            application_id=absent,
            reason=reason,
        )

    with pytest.raises(Refused) as refusal:
        postpone(" ")
    postpone("No llegó la movilidad")
    postpone("Sigue en camino")

    last = view_of(session, scene).turns[-1]
    assert codes_of(refusal) == ["session.without_reason"]
    assert order_of(session, scene) == [*before[1:], before[0]]
    assert (last.drawn, last.postponed_reason, last.postponed_at) == (1, "Sigue en camino", JURY_DAY)
    assert last_deed(session) == ("hall.group_postponed", {"application_id": absent})
    present_group(session, scene, view_of(session, scene).turns[0].application_id, "begin")
    absent = view_of(session, scene).turns[0].application_id
    with pytest.raises(WrongState):
        postpone("Ya expone")


def test_incidents_are_noted_with_their_hour_and_can_be_taken_back(session: Session) -> None:
    scene = make_evaluation(session)
    open_hall(session, scene)
    acts = at(scene, LATER)

    def note(text: str, happened_at: datetime) -> int:
        return note_incident(
            session, acts, contest_id=scene.contest.id, happened_at=happened_at, text=text
        ).id

    noted = note(" Se cortó la luz ", JURY_DAY)
    mistaken = note("Otra cosa", LATER)
    for _ in range(2):
        withdraw_incident(session, acts, contest_id=scene.contest.id, incident_id=mistaken)
    with pytest.raises(Refused) as refusal:
        note("", LATER + timedelta(minutes=1))

    assert [(one.incident_id, one.text, one.withdrawn_at) for one in view_of(session, scene).incidents] == [
        (noted, "Se cortó la luz", None),
        (mistaken, "Otra cosa", LATER),
    ]
    assert codes_of(refusal) == ["session.without_text", "session.wrong_hour"]
    assert "luz" not in "".join(session.scalars(select(AuditRow.data)))
    with pytest.raises(NotFound):
        withdraw_incident(session, acts, contest_id=scene.contest.id, incident_id=999_999)


def test_a_session_closes_and_goes_on_with_a_reason(session: Session) -> None:
    scene = make_evaluation(session)
    hall = make_ready_hall(session, scene)
    first = view_of(session, scene).turns[0].application_id
    present_group(session, scene, first, "begin")

    with pytest.raises(Refused) as busy:
        close(session, scene, confirmed=True)
    present_group(session, scene, first, "end")
    with pytest.raises(Refused) as waiting:
        close(session, scene)
    close(session, scene, confirmed=True)

    assert (codes_of(busy), codes_of(waiting)) == (["session.somebody_presents"], ["session.groups_waiting"])
    assert (hall.state, hall.closed_at) == ("closed", LATER)
    assert last_deed(session) == ("hall.closed", {"heard": 1, "not_heard": 1})
    with pytest.raises(WrongState):
        close(session, scene, confirmed=True)
    with pytest.raises(Refused):
        reopen_session(session, at(scene, LATER), contest_id=scene.contest.id, reason="")
    reopen_session(session, at(scene, LATER), contest_id=scene.contest.id, reason="Falta un grupo")
    assert (hall.state, hall.closed_at, hall.opened_at) == ("open", None, JURY_DAY)
    with pytest.raises(WrongState):
        reopen_session(session, at(scene, LATER), contest_id=scene.contest.id, reason="Otra vez")


def test_the_screen_gets_another_address(session: Session) -> None:
    scene = make_evaluation(session)
    before = open_hall(session, scene).screen_token

    after = renew_screen(session, scene.by_secretary, contest_id=scene.contest.id).screen_token

    assert after != before
    with pytest.raises(NotFound):
        hall_by_token(session, before)


DEEDS: dict[str, Callable[[Session, Act, int], object]] = {
    "open": lambda s, act, key: open_session(s, act, contest_id=key, plan=PLAN),
    "edit": lambda s, act, key: edit_session(s, act, contest_id=key, plan=PLAN),
    "presence": lambda s, act, key: note_presence(s, act, contest_id=key, present=()),
    "screen": lambda s, act, key: renew_screen(s, act, contest_id=key),
    "reopen": lambda s, act, key: reopen_session(s, act, contest_id=key, reason="Sigue"),
}


@pytest.mark.parametrize("role", [Role.STAFF, Role.JUROR, Role.AUDITOR])
def test_only_the_secretary_runs_the_session(session: Session, role: Role) -> None:
    scene = make_evaluation(session)
    stranger = act_of(make_user(session, role), JURY_DAY)

    for deed in DEEDS.values():
        with pytest.raises(NotPermitted):
            deed(session, stranger, scene.contest.id)

    for name, deed in DEEDS.items():
        if name != "open":
            with pytest.raises(NotFound):
                deed(session, scene.by_secretary, scene.contest.id)
    assert RULEBOOK.scoring.quorum == 2
