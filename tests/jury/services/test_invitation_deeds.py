"""Inviting, reminding and withdrawing: who may, in which order, what is stored and what the audit says."""

import json
from itertools import product

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from contest_portal.accounts.models import Office
from contest_portal.accounts.rules.actor import Act, Actor, Grant, Role
from contest_portal.jury.invitation_models import JurorInvitation
from contest_portal.jury.invitation_queries import invitations_of_contest
from contest_portal.jury.rules.invitations import Answer
from contest_portal.jury.services.answer_invitation import answer_invitation
from contest_portal.jury.services.invite_juror import invite_juror
from contest_portal.jury.services.remind_invitation import remind_invitation
from contest_portal.jury.services.withdraw_invitation import withdraw_invitation
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.problems import NotFound, NotPermitted, PortalError, Refused, WrongState
from tests.factories.accounts import act_of, make_user
from tests.factories.contests import OPENS, make_contest
from tests.factories.evaluation import JURY_DAY, Evaluation, make_evaluation
from tests.factories.invitations import make_invitation
from tests.factories.scoring import make_juror

YES = Answer(True, "", "41234567", "Agencia Agraria")
NO = Answer(accepts=False, reason="Viajo")
DEEDS = ("remind", "accept", "decline", "withdraw")
NEXT = {
    ("sent", "remind"): "sent",
    ("sent", "accept"): "accepted",
    ("sent", "decline"): "declined",
    ("sent", "withdraw"): "withdrawn",
    ("accepted", "withdraw"): "withdrawn",
}
"""Every arrow there is; any other deed is refused and changes nothing."""


@pytest.fixture
def scene(session: Session) -> Evaluation:
    return make_evaluation(session, state="published", groups=("Sumaq Kuy",), jurors=0)


def invite(session: Session, scene: Evaluation, email: str, **told: object) -> JurorInvitation:
    usual = {"position": "member", "phases": ["FIELD"]}
    return invite_juror(
        session,
        scene.by_secretary,
        contest_id=scene.contest.id,
        email=email,
        **(usual | told),  # type: ignore[arg-type]
    )


def count(session: Session, model: type[JurorInvitation] | type[AuditRow]) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


def do(session: Session, scene: Evaluation, row: JurorInvitation, deed: str) -> None:
    if deed in ("accept", "decline"):
        act = Act(Actor(row.user_id, frozenset({Grant(Role.JUROR)})), JURY_DAY)
        said = YES if deed == "accept" else NO
        answer_invitation(session, act, invitation_id=row.id, answer=said)
        return
    service = remind_invitation if deed == "remind" else withdraw_invitation
    service(session, scene.by_secretary, contest_id=scene.contest.id, invitation_id=row.id)


def done(session: Session, scene: Evaluation, row: JurorInvitation, deed: str) -> bool:
    try:
        with session.begin_nested():
            do(session, scene, row, deed)
    except WrongState:
        return False
    return True


def test_an_invitation_is_stored_and_told_to_the_audit_by_numbers_alone(
    session: Session, scene: Evaluation
) -> None:
    user = make_user(session, Role.JUROR, full_name="Nueva Jurada")

    row = invite(session, scene, f" {user.email.upper()} ", position="president", phases=["PUBLIC", "FIELD"])

    kept = (row.position, row.phases, row.state, row.sent_at, row.sent_by, row.reminded_at, row.answered_at)
    assert kept == ("president", "FIELD,PUBLIC", "sent", JURY_DAY, scene.secretary.id, None, None)
    audited = session.scalars(select(AuditRow)).one()
    assert (audited.action, audited.subject) == ("juror.invited", f"invitation:{row.id}")
    assert json.loads(audited.data) == {
        "contest_id": scene.contest.id,
        "user_id": user.id,
        "position": "president",
    }


@pytest.mark.parametrize(
    ("told", "codes"),
    [
        pytest.param({"email": "nadie@fondos.example"}, ["juror.no_account"], id="nobody"),
        pytest.param({"email": ""}, ["juror.no_account"], id="no address"),
        pytest.param({"email": "x" * 5000}, ["juror.no_account"], id="a huge address"),
        pytest.param({"position": "king"}, ["juror.position_unknown"], id="no position"),
        pytest.param({"phases": []}, ["juror.no_phase"], id="a member for no phase"),
        pytest.param({"phases": ["FIELD", "MOON"]}, ["juror.phase_unknown"], id="a phase of elsewhere"),
        pytest.param(
            {"position": "", "phases": ["MOON"]},
            ["juror.position_unknown", "juror.phase_unknown"],
            id="all that is wrong at once",
        ),
        pytest.param({"position": "president"}, ["juror.second_president"], id="a second president"),
        pytest.param({"evaluator_class": "x" * 21}, ["juror.class_unknown"], id="a class of no phase"),
    ],
)
def test_a_refused_invitation_stores_nothing(
    session: Session, scene: Evaluation, told: dict[str, object], codes: list[str]
) -> None:
    make_juror(session, scene.contest, make_user(session, Role.JUROR), position="president")
    email = str(told.get("email", make_user(session, Role.JUROR).email))

    with pytest.raises(Refused) as refusal, session.begin_nested():
        invite(session, scene, email, **{key: value for key, value in told.items() if key != "email"})

    assert [problem.code for problem in refusal.value.problems] == codes
    assert (count(session, JurorInvitation), count(session, AuditRow)) == (0, 0)


def test_a_keeper_of_minutes_is_asked_for_no_phase(session: Session, scene: Evaluation) -> None:
    invite(session, scene, make_user(session, Role.JUROR).email, position="secretary", phases=[])

    (line,) = invitations_of_contest(session, scene.contest.id)
    assert (line.position, line.phases) == ("secretary", ())


@pytest.mark.parametrize("role", [Role.JUROR, Role.STAFF, Role.AUDITOR, Role.ADMIN])
def test_only_the_secretary_invites_reminds_and_withdraws(
    session: Session, scene: Evaluation, role: Role
) -> None:
    act = act_of(make_user(session, role), JURY_DAY)
    user = make_user(session, Role.JUROR)
    row = make_invitation(session, scene.contest, user, scene.secretary)
    at = {"contest_id": scene.contest.id}

    with pytest.raises(NotPermitted):
        invite_juror(session, act, **at, email=user.email, position="member", phases=["FIELD"])
    with pytest.raises(NotPermitted):
        remind_invitation(session, act, **at, invitation_id=row.id)
    with pytest.raises(NotPermitted):
        withdraw_invitation(session, act, **at, invitation_id=row.id)

    assert (row.state, row.reminded_at, count(session, JurorInvitation)) == ("sent", None, 1)


def test_a_secretary_of_one_contest_touches_no_invitation_of_another(
    session: Session, scene: Evaluation
) -> None:
    office = session.get_one(type(scene.contest), scene.contest.id).office_id
    other = make_contest(session, session.get_one(Office, office), scene.secretary)
    own = make_user(session, Role.SECRETARY, contest_id=other.id)
    row = make_invitation(session, scene.contest, make_user(session, Role.JUROR), scene.secretary)
    act = act_of(own, JURY_DAY)

    with pytest.raises(NotPermitted):
        remind_invitation(session, act, contest_id=scene.contest.id, invitation_id=row.id)
    with pytest.raises(NotFound):
        remind_invitation(session, act, contest_id=other.id, invitation_id=row.id)
    with pytest.raises(NotFound):
        withdraw_invitation(session, act, contest_id=other.id, invitation_id=row.id)

    assert (row.state, row.reminded_at) == ("sent", None)
    assert invitations_of_contest(session, other.id) == ()


def test_deeds_move_an_invitation_only_along_the_arrows(session: Session, scene: Evaluation) -> None:
    for state, deed in product(("sent", "accepted", "declined", "withdrawn"), DEEDS):
        row = make_invitation(session, scene.contest, make_user(session, Role.JUROR), scene.secretary)
        row.state, row.answered_at, row.reason = state, OPENS if state != "sent" else None, "Viajo"
        session.flush()
        audited = count(session, AuditRow)

        moved = done(session, scene, row, deed)

        after = (row.state, count(session, AuditRow) - audited)
        assert (moved, after) == ((state, deed) in NEXT, (NEXT.get((state, deed), state), int(moved)))


def test_one_open_invitation_a_person_and_contest_even_without_the_service(
    session: Session, scene: Evaluation
) -> None:
    user = make_user(session, Role.JUROR)
    first = make_invitation(session, scene.contest, user, scene.secretary)

    with pytest.raises(IntegrityError), session.begin_nested():
        make_invitation(session, scene.contest, user, scene.secretary)
    first.state = "withdrawn"
    session.flush()
    again = make_invitation(session, scene.contest, user, scene.secretary)

    assert [one.invitation_id for one in invitations_of_contest(session, scene.contest.id)] == [
        again.id,
        first.id,
    ]


@pytest.mark.parametrize(
    "told",
    [
        {"state": "lost"},
        {"position": "king"},
        {"state": "accepted"},
        {"state": "declined", "answered_at": JURY_DAY},
    ],
    ids=["no state", "no position", "yes without a day", "no without a reason"],
)
def test_a_row_that_contradicts_itself_cannot_be_stored(
    session: Session, scene: Evaluation, told: dict[str, object]
) -> None:
    row = make_invitation(session, scene.contest, make_user(session, Role.JUROR), scene.secretary)

    for name, value in told.items():
        setattr(row, name, value)

    with pytest.raises(IntegrityError):
        session.flush()


def test_who_is_seated_stays_when_the_invitation_is_withdrawn(session: Session, scene: Evaluation) -> None:
    user = make_user(session, Role.JUROR)
    row = make_invitation(session, scene.contest, user, scene.secretary)
    do(session, scene, row, "accept")
    make_juror(session, scene.contest, user)

    do(session, scene, row, "withdraw")

    (line,) = invitations_of_contest(session, scene.contest.id)
    assert (line.state, line.is_seated, line.answered_at) == ("withdrawn", True, JURY_DAY)


def test_an_account_closed_meanwhile_is_not_asked(session: Session, scene: Evaluation) -> None:
    user = make_user(session, Role.JUROR)
    user.is_active = False
    session.flush()

    with pytest.raises(PortalError) as refusal:
        invite(session, scene, user.email)

    assert user.email in str(refusal.value)
