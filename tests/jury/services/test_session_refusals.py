"""What the session in the hall refuses: who may not, when it is over, what is of another contest."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import Office, RoleGrant
from contest_portal.accounts.rules.actor import Act, Role
from contest_portal.jury.services.close_session import close_session
from contest_portal.jury.services.draw_order import draw_order
from contest_portal.jury.services.edit_session import edit_session
from contest_portal.jury.services.move_presentation import move_presentation
from contest_portal.jury.services.note_incident import note_incident
from contest_portal.jury.services.note_presence import note_presence
from contest_portal.jury.services.open_session import open_session
from contest_portal.jury.services.postpone_group import postpone_group
from contest_portal.jury.services.renew_screen import renew_screen
from contest_portal.jury.services.reopen_session import reopen_session
from contest_portal.jury.services.withdraw_incident import withdraw_incident
from contest_portal.jury.session_models import HallIncident, HallSession, JurorPresence, Presentation
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.problems import NotFound, NotPermitted, PortalError, Refused, WrongState
from contest_portal.scoring.services.reveal_results import reveal_results
from tests.factories.accounts import act_of, make_user
from tests.factories.contests import make_contest
from tests.factories.evaluation import JURY_DAY, Evaluation, make_evaluation
from tests.factories.hall import NUMBERS, PLAN, WITNESSES, make_ready_hall, open_hall, view_of

LATER = JURY_DAY + timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Target:
    """What a deed is done to."""

    contest: int
    group: int = 0
    incident: int = 0


Deed = Callable[[Session, Act, Target], object]


def moves(action: str) -> Deed:
    return lambda s, act, at: move_presentation(
        s, act, contest_id=at.contest, application_id=at.group, action=action
    )


DEEDS: dict[str, Deed] = {
    "edit": lambda s, act, at: edit_session(s, act, contest_id=at.contest, plan=replace(PLAN, minutes=7)),
    "presence": lambda s, act, at: note_presence(s, act, contest_id=at.contest, present=()),
    "order": lambda s, act, at: draw_order(
        s, act, contest_id=at.contest, numbers=NUMBERS, witnesses=WITNESSES
    ),
    "begin": moves("begin"),
    "end": moves("end"),
    "undo": moves("undo"),
    "postpone": lambda s, act, at: postpone_group(
        s, act, contest_id=at.contest, application_id=at.group, reason="No llegó"
    ),
    "incident": lambda s, act, at: note_incident(
        s, act, contest_id=at.contest, happened_at=JURY_DAY, text="Llovió"
    ),
    "withdraw": lambda s, act, at: withdraw_incident(s, act, contest_id=at.contest, incident_id=at.incident),
    "close": lambda s, act, at: close_session(
        s, act, contest_id=at.contest, closed_at=JURY_DAY, confirmed=True
    ),
    "reveal": lambda s, act, at: reveal_results(s, act, contest_id=at.contest, up_to=1),
}
ALWAYS: dict[str, Deed] = {
    "reopen": lambda s, act, at: reopen_session(s, act, contest_id=at.contest, reason="Sigue"),
    "screen": lambda s, act, at: renew_screen(s, act, contest_id=at.contest),
}
OPENING: dict[str, Deed] = {"open": lambda s, act, at: open_session(s, act, contest_id=at.contest, plan=PLAN)}


def kept(session: Session) -> list[object]:
    """Give all that is stored of sessions, and how long the audit chain is."""
    tables = (HallSession, JurorPresence, Presentation, HallIncident)
    rows: list[object] = [
        tuple(row)
        for table in tables
        for row in session.execute(select(*table.__table__.columns).order_by("id"))
    ]
    return [*rows, session.scalar(select(func.count()).select_from(AuditRow))]


def codes_of(refusal: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refusal.value.problems]


def ready(session: Session) -> tuple[Evaluation, Target]:
    """Open the session of two groups with its order drawn and an incident; the target is the first group."""
    scene = make_evaluation(session)
    make_ready_hall(session, scene)
    noted = DEEDS["incident"](session, scene.by_secretary, Target(scene.contest.id))
    assert isinstance(noted, HallIncident)
    first = view_of(session, scene).turns[0].application_id
    return scene, Target(scene.contest.id, first, noted.id)


def others_contest(session: Session, scene: Evaluation) -> int:
    office = session.scalars(select(Office)).one()
    return make_contest(session, office, scene.secretary, state="evaluating").id


def test_nobody_else_does_any_of_it_and_nothing_is_kept(session: Session) -> None:
    scene, target = ready(session)
    elsewhere = make_user(session, full_name="Secretaria de otro concurso")
    elsewhere.grants = [RoleGrant(role=Role.SECRETARY.value, contest_id=others_contest(session, scene))]
    session.flush()
    strangers = [act_of(make_user(session, role), JURY_DAY) for role in Role if role is not Role.SECRETARY]
    before = kept(session)

    for act in (*strangers, act_of(elsewhere, JURY_DAY)):
        for deed in (DEEDS | ALWAYS | OPENING).values():
            with pytest.raises(NotPermitted):
                deed(session, act, target)
    assert kept(session) == before


def test_the_secretary_of_this_contest_alone_may(session: Session) -> None:
    scene, target = ready(session)
    own = make_user(session, full_name="Secretaria del concurso")
    own.grants = [RoleGrant(role=Role.SECRETARY.value, contest_id=scene.contest.id)]
    session.flush()

    DEEDS["begin"](session, act_of(own, JURY_DAY), target)

    assert view_of(session, scene).turns[0].state == "presenting"


def test_a_closed_session_changes_only_by_opening_it_again(session: Session) -> None:
    scene, target = ready(session)
    DEEDS["close"](session, scene.by_secretary, target)
    before = kept(session)

    for name, deed in DEEDS.items():
        with pytest.raises(WrongState) as refusal:
            deed(session, replace(scene.by_secretary, at=LATER), target)
        assert codes_of(refusal) == ["hall_session.wrong_state.close"], name
        assert kept(session) == before, name
    ALWAYS["screen"](session, scene.by_secretary, target)
    ALWAYS["reopen"](session, scene.by_secretary, target)
    DEEDS["begin"](session, scene.by_secretary, target)


@pytest.mark.parametrize("deed", [*DEEDS, *ALWAYS])
def test_where_nobody_opened_a_session_there_is_none(session: Session, deed: str) -> None:
    scene = make_evaluation(session)

    for contest_id in (scene.contest.id, 999_999):
        with pytest.raises(NotFound):
            (DEEDS | ALWAYS)[deed](session, scene.by_secretary, Target(contest_id))


@pytest.mark.parametrize("deed", ["begin", "end", "undo", "postpone", "withdraw"])
def test_groups_and_incidents_of_another_contest_are_not_found(session: Session, deed: str) -> None:
    scene, target = ready(session)
    elsewhere = others_contest(session, scene)
    open_session(session, scene.by_secretary, contest_id=elsewhere, plan=PLAN)
    before = kept(session)

    for strange in (replace(target, contest=elsewhere), Target(scene.contest.id, 999_999, 999_999)):
        with pytest.raises(NotFound):
            DEEDS[deed](session, scene.by_secretary, strange)

    assert kept(session) == before


@pytest.mark.parametrize(
    ("done", "action", "expected"),
    [
        pytest.param(("begin",), "begin", WrongState, id="begun twice"),
        pytest.param((), "end", WrongState, id="ended before it began"),
        pytest.param((), "undo", WrongState, id="undone before it began"),
        pytest.param(("begin", "end"), "end", WrongState, id="ended twice"),
        pytest.param(("begin", "end"), "undo", WrongState, id="undone once heard"),
        pytest.param(("begin", "end"), "postpone", WrongState, id="postponed once heard"),
        pytest.param(("begin",), "postpone", WrongState, id="postponed while presenting"),
        pytest.param(("begin",), "close", Refused, id="closed while presenting"),
        pytest.param((), "order", WrongState, id="drawn twice"),
    ],
)
def test_a_deed_pressed_twice_or_too_early_changes_nothing(
    session: Session, done: tuple[str, ...], action: str, expected: type[PortalError]
) -> None:
    scene, target = ready(session)
    for name in done:
        DEEDS[name](session, scene.by_secretary, target)
    before = kept(session)

    with pytest.raises(expected):
        DEEDS[action](session, replace(scene.by_secretary, at=LATER), target)

    assert kept(session) == before


@pytest.mark.parametrize(
    ("deed", "expected"),
    [
        ("begin", "session.not_evaluating"),
        ("order", "session.not_evaluating"),
        ("open", "session.not_evaluating"),
    ],
)
def test_once_the_scoring_is_closed_nobody_presents(session: Session, deed: str, expected: str) -> None:
    scene, target = ready(session)
    scene.contest.state = "scored"
    session.flush()

    with pytest.raises(WrongState) as refusal:
        (DEEDS | OPENING)[deed](session, scene.by_secretary, target)

    assert codes_of(refusal) == [expected]


TEXTS: dict[str, Callable[[Session, Act, Target, str], object]] = {
    "place": lambda s, act, at, text: edit_session(
        s, act, contest_id=at.contest, plan=replace(PLAN, place=text)
    ),
    "agenda": lambda s, act, at, text: edit_session(
        s, act, contest_id=at.contest, plan=replace(PLAN, agenda=text)
    ),
    "reason": lambda s, act, at, text: postpone_group(
        s, act, contest_id=at.contest, application_id=at.group, reason=text
    ),
    "text": lambda s, act, at, text: note_incident(
        s, act, contest_id=at.contest, happened_at=JURY_DAY, text=text
    ),
}


@pytest.mark.parametrize(
    ("field", "most"), [("place", 200), ("agenda", 2000), ("reason", 400), ("text", 600)]
)
def test_a_text_as_long_as_its_column_is_kept_and_a_longer_one_is_not(
    session: Session, field: str, most: int
) -> None:
    scene, target = ready(session)
    longest = "ñ" * most

    TEXTS[field](session, scene.by_secretary, target, longest)
    before = kept(session)
    with pytest.raises(Refused) as refusal:
        TEXTS[field](session, scene.by_secretary, target, f"{longest}ñ")

    assert [(problem.code, problem.field) for problem in refusal.value.problems] == [
        ("session.too_long", field)
    ]
    assert kept(session) == before
    assert any(longest in row for row in before if isinstance(row, tuple))


def test_reasons_to_go_on_and_witnesses_are_kept_whole(session: Session) -> None:
    scene = make_evaluation(session)
    open_hall(session, scene)
    asked = {"contest_id": scene.contest.id, "numbers": "1" * 60}

    with pytest.raises(Refused):
        draw_order(session, scene.by_secretary, **asked, witnesses="ñ" * 401)
    draw_order(session, scene.by_secretary, **asked, witnesses="ñ" * 400)
    close_session(
        session, scene.by_secretary, contest_id=scene.contest.id, closed_at=JURY_DAY, confirmed=True
    )
    with pytest.raises(Refused):
        reopen_session(session, scene.by_secretary, contest_id=scene.contest.id, reason="ñ" * 401)
    reopen_session(session, scene.by_secretary, contest_id=scene.contest.id, reason=f" {'ñ' * 390} ")

    hall = view_of(session, scene).hall
    assert (hall.draw_numbers, hall.draw_witnesses, hall.state) == ("1" * 60, "ñ" * 400, "open")
