"""Inviting, answering, reminding, withdrawing."""

import pytest
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.accounts.rules.actor import Role
from contest_portal.jury.invitation_models import JurorInvitation
from contest_portal.jury.invitation_queries import invitations_of_contest, invitations_of_user
from contest_portal.jury.rules.invitations import Answer
from contest_portal.jury.rules.panel import Background
from contest_portal.jury.services.answer_invitation import answer_invitation
from contest_portal.jury.services.invite_juror import invite_juror
from contest_portal.jury.services.remind_invitation import remind_invitation
from contest_portal.jury.services.withdraw_invitation import withdraw_invitation
from contest_portal.kernel.problems import NotFound, NotPermitted, Refused, WrongState
from tests.factories.accounts import act_of, make_user
from tests.factories.contests import OPENS
from tests.factories.evaluation import JURY_DAY, Evaluation, make_evaluation
from tests.factories.invitations import make_invitation
from tests.factories.promoters import make_promotion
from tests.factories.scoring import make_juror

YES = Answer(True, "", "41234567", "Agencia Agraria", Background("Zootecnia", ("cuyes",), "090301"))


def invite(session: Session, scene: Evaluation, user: User, position: str = "member") -> JurorInvitation:
    return invite_juror(
        session,
        scene.by_secretary,
        contest_id=scene.contest.id,
        email=user.email,
        position=position,
        phases=["PUBLIC", "FIELD"],
    )


def refused(session: Session, scene: Evaluation, user: User) -> list[str]:
    with pytest.raises(Refused) as refusal:
        invite(session, scene, user)
    return [problem.code for problem in refusal.value.problems]


def test_who_accepts_tells_what_seats_the_person(session: Session) -> None:
    scene = make_evaluation(session, state="published", jurors=0)
    user = make_user(session, Role.JUROR, full_name="Nueva Jurada")
    invitation = invite(session, scene, user)

    remind_invitation(session, scene.by_secretary, contest_id=scene.contest.id, invitation_id=invitation.id)
    answer_invitation(session, act_of(user, JURY_DAY), invitation_id=invitation.id, answer=YES)

    (line,) = invitations_of_contest(session, scene.contest.id)
    assert (line.full_name, line.state, line.phases, line.dni, line.institution, line.background) == (
        "Nueva Jurada",
        "accepted",
        ("FIELD", "PUBLIC"),
        "41234567",
        "Agencia Agraria",
        YES.background,
    )
    assert (line.reminded_at, line.answered_at, line.is_seated) == (JURY_DAY, JURY_DAY, False)
    make_juror(session, scene.contest, user)
    assert invitations_of_user(session, user.id)[0].is_seated


def test_who_declines_says_why_and_may_be_asked_again(session: Session) -> None:
    scene = make_evaluation(session, state="published", jurors=0)
    user = make_user(session, Role.JUROR)
    first = invite(session, scene, user)

    answer_invitation(
        session,
        act_of(user, JURY_DAY),
        invitation_id=first.id,
        answer=Answer(accepts=False, reason=" Viajo "),
    )
    with pytest.raises(WrongState):
        answer_invitation(session, act_of(user, JURY_DAY), invitation_id=first.id, answer=YES)
    with pytest.raises(WrongState):
        withdraw_invitation(session, scene.by_secretary, contest_id=scene.contest.id, invitation_id=first.id)
    second = invite(session, scene, user)

    assert (first.state, first.reason, second.state) == ("declined", "Viajo", "sent")


def test_only_the_person_answers_and_only_the_secretary_withdraws(session: Session) -> None:
    scene = make_evaluation(session, state="published", jurors=0)
    user, other = (make_user(session, Role.JUROR) for _ in range(2))
    invitation = make_invitation(session, scene.contest, user, scene.secretary)

    with pytest.raises(NotFound):
        answer_invitation(session, act_of(other, OPENS), invitation_id=invitation.id, answer=YES)
    with pytest.raises(NotPermitted):
        withdraw_invitation(
            session, act_of(user, OPENS), contest_id=scene.contest.id, invitation_id=invitation.id
        )
    with pytest.raises(NotFound):
        remind_invitation(session, scene.by_secretary, contest_id=scene.contest.id, invitation_id=0)
    withdraw_invitation(session, scene.by_secretary, contest_id=scene.contest.id, invitation_id=invitation.id)
    with pytest.raises(WrongState):
        answer_invitation(session, act_of(user, OPENS), invitation_id=invitation.id, answer=YES)


def test_who_cannot_judge_is_not_invited(session: Session) -> None:
    scene = make_evaluation(session, state="published", jurors=1)
    invited, promoter, staff = (make_user(session, role) for role in (Role.JUROR, Role.PROMOTER, Role.ADMIN))
    make_invitation(session, scene.contest, invited, scene.secretary)
    make_promotion(session, promoter, scene.applications[0].group_id)
    staff.is_active = False
    session.flush()

    assert refused(session, scene, invited) == ["invitation.open"]
    assert refused(session, scene, scene.users[0]) == ["juror.already_seated"]
    assert "juror.in_group" in refused(session, scene, promoter)
    assert refused(session, scene, staff) == ["juror.no_account"]


def test_once_the_scoring_is_closed_nobody_is_invited_or_answers(session: Session) -> None:
    scene = make_evaluation(session, state="scored", jurors=0)
    user = make_user(session, Role.JUROR)
    invitation = make_invitation(session, scene.contest, user, scene.secretary)

    with pytest.raises(WrongState):
        invite(session, scene, make_user(session, Role.JUROR))
    with pytest.raises(WrongState):
        answer_invitation(session, act_of(user, OPENS), invitation_id=invitation.id, answer=YES)
