"""What an answer to an invitation stores, what a refused one leaves, and what the audit says of it."""

import json
from dataclasses import replace

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import RoleGrant, User
from contest_portal.accounts.rules.actor import Role
from contest_portal.jury.invitation_models import JurorInvitation
from contest_portal.jury.models import Juror
from contest_portal.jury.rules.invitations import Answer
from contest_portal.jury.rules.panel import Background
from contest_portal.jury.services.answer_invitation import answer_invitation
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.problems import NotFound, Refused, WrongState
from tests.factories.accounts import act_of, make_user
from tests.factories.evaluation import JURY_DAY, Evaluation, make_evaluation
from tests.factories.invitations import make_invitation
from tests.factories.scoring import make_juror

YES = Answer(True, "", "41234567", "Agencia Agraria", Background("Zootecnia", ("cuyes",), "090301"))
NO = Answer(accepts=False, reason="Asesoro a un grupo")
Asked = tuple[Evaluation, User, JurorInvitation]


@pytest.fixture
def asked(session: Session) -> Asked:
    scene = make_evaluation(session, state="published", jurors=0)
    user = make_user(session, Role.JUROR)
    return scene, user, make_invitation(session, scene.contest, user, scene.secretary)


def answer(session: Session, asked: Asked, said: Answer) -> JurorInvitation:
    return answer_invitation(session, act_of(asked[1], JURY_DAY), invitation_id=asked[2].id, answer=said)


def last_row(session: Session) -> AuditRow:
    return session.scalars(select(AuditRow).order_by(AuditRow.seq.desc()).limit(1)).one()


def rows_of(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(AuditRow)) or 0


def stored(session: Session, asked: Asked) -> tuple[str, ...]:
    row = asked[2]
    session.refresh(row)
    return (row.state, row.reason, row.dni, row.institution, row.specialty, row.lines, row.territory)


@pytest.mark.parametrize(
    ("said", "action", "kept"),
    [
        pytest.param(
            YES,
            "invitation.accepted",
            ("accepted", "", "41234567", "Agencia Agraria", "Zootecnia", "cuyes", "090301"),
            id="yes",
        ),
        pytest.param(
            replace(
                YES, institution="  Agencia  ", background=Background("", ("panaderia", "cuyes", "cuyes"))
            ),
            "invitation.accepted",
            ("accepted", "", "41234567", "Agencia", "", "cuyes,panaderia", ""),
            id="yes, knowing two lines",
        ),
        pytest.param(
            replace(YES, reason="Con gusto"),
            "invitation.accepted",
            ("accepted", "", "41234567", "Agencia Agraria", "Zootecnia", "cuyes", "090301"),
            id="yes keeps no reason",
        ),
        pytest.param(
            replace(YES, accepts=False, reason=" Viajo "),
            "invitation.declined",
            ("declined", "Viajo", "", "", "", "", ""),
            id="no keeps nothing of the person",
        ),
    ],
)
def test_an_answer_keeps_what_belongs_to_it_and_the_audit_keeps_no_words_of_it(
    session: Session, asked: Asked, said: Answer, action: str, kept: tuple[str, ...]
) -> None:
    answer(session, asked, said)

    row = last_row(session)
    assert stored(session, asked) == kept
    assert (row.action, row.subject, row.actor_id, row.at) == (
        action,
        f"invitation:{asked[2].id}",
        asked[1].id,
        JURY_DAY,
    )
    assert json.loads(row.data) == {"contest_id": asked[0].contest.id}


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        pytest.param(Answer(accepts=None), ["invitation.no_answer"], id="nothing"),
        pytest.param(Answer(accepts=False), ["invitation.reason"], id="no without why"),
        pytest.param(Answer(accepts=False, reason="x" * 401), ["invitation.reason"], id="a long why"),
        pytest.param(replace(YES, dni=""), ["invitation.dni"], id="no DNI"),
        pytest.param(replace(YES, institution="  "), ["juror.institution"], id="no institution"),
        pytest.param(
            replace(YES, background=Background("", ("oro", "cuyes"), "150101")),
            ["juror.line_unknown", "juror.territory_unknown"],
            id="a line and a district of another contest",
        ),
        pytest.param(replace(YES, institution="x" * 161), ["juror.institution"], id="a long institution"),
        pytest.param(
            replace(YES, background=Background("x" * 161)),
            ["juror.specialty_too_long"],
            id="a long specialty",
        ),
    ],
)
def test_a_refused_answer_leaves_the_invitation_as_it_was(
    session: Session, asked: Asked, said: Answer, codes: list[str]
) -> None:
    before, rows = stored(session, asked), rows_of(session)

    with pytest.raises(Refused) as refusal, session.begin_nested():
        answer(session, asked, said)

    assert [problem.code for problem in refusal.value.problems] == codes
    assert (stored(session, asked), asked[2].answered_at, rows_of(session)) == (before, None, rows)


@pytest.mark.parametrize("first", [YES, NO], ids=["yes", "no"])
@pytest.mark.parametrize("second", [YES, NO], ids=["yes", "no"])
def test_the_first_answer_stands(session: Session, asked: Asked, first: Answer, second: Answer) -> None:
    answer(session, asked, first)
    before, rows = stored(session, asked), rows_of(session)

    with pytest.raises(WrongState) as refusal, session.begin_nested():
        answer(session, asked, second)

    assert [problem.field for problem in refusal.value.problems] == ["state"]
    assert (stored(session, asked), rows_of(session)) == (before, rows)


def test_an_answer_to_no_invitation_finds_nothing(session: Session, asked: Asked) -> None:
    with pytest.raises(NotFound):
        answer_invitation(session, act_of(asked[1], JURY_DAY), invitation_id=0, answer=YES)


@pytest.mark.parametrize("state", ["scored", "allocated"])
def test_nobody_answers_while_the_panel_cannot_change(session: Session, asked: Asked, state: str) -> None:
    asked[0].contest.state, asked[0].contest.scored_at = state, JURY_DAY
    session.flush()

    with pytest.raises(WrongState) as refusal:
        answer(session, asked, NO)

    assert [problem.code for problem in refusal.value.problems] == ["panel.closed"]


def test_who_accepts_sits_nowhere_and_gets_no_role_by_it(session: Session, asked: Asked) -> None:
    answer(session, asked, YES)

    grants = select(RoleGrant.role, RoleGrant.contest_id).where(RoleGrant.user_id == asked[1].id)
    assert session.execute(grants).all() == [("juror", None)]
    assert session.scalar(select(func.count()).select_from(Juror)) == 0


def test_who_was_seated_meanwhile_may_still_answer(session: Session, asked: Asked) -> None:
    make_juror(session, asked[0].contest, asked[1])

    assert answer(session, asked, YES).state == "accepted"
