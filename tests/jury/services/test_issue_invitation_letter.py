"""An invitation on paper: one number each, only while the answer is waited for, and what the paper says."""

from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.documents.models import Document
from contest_portal.jury.documents.invitation_letter import INVITATION_LETTER
from contest_portal.jury.invitation_models import JurorInvitation
from contest_portal.jury.services.issue_invitation_letter import issue_invitation_letter
from contest_portal.jury.services.withdraw_invitation import withdraw_invitation
from contest_portal.kernel.problems import NotFound, NotPermitted, WrongState
from tests.documents.papers import page_texts
from tests.factories.accounts import act_of, make_user
from tests.factories.awards import make_press
from tests.factories.evaluation import JURY_DAY, Evaluation, make_evaluation
from tests.factories.invitations import make_invitation


@pytest.fixture
def scene(session: Session) -> Evaluation:
    return make_evaluation(session, state="published", jurors=0, groups=())


def invited(session: Session, scene: Evaluation, name: str = "Basilia Ñahui") -> JurorInvitation:
    return make_invitation(session, scene.contest, make_user(session, full_name=name), scene.secretary)


def letter(session: Session, scene: Evaluation, invitation: JurorInvitation) -> Document:
    where = {"contest_id": scene.contest.id, "invitation_id": invitation.id}
    return issue_invitation_letter(session, scene.by_secretary, **where)


def test_each_invitation_has_one_letter_with_its_own_number(session: Session, scene: Evaluation) -> None:
    first, second = invited(session, scene), invited(session, scene, "Otra persona")

    made, again, other = (letter(session, scene, one) for one in (first, first, second))

    assert (made.id, made.number, other.number) == (again.id, 1, 2)
    assert (made.kind, made.subject) == ("invitation_letter", f"invitation:{first.id}")


def test_the_paper_asks_by_name_and_has_room_for_the_answer(
    session: Session, scene: Evaluation, tmp_path: Path
) -> None:
    invitation = invited(session, scene)
    invitation.position, invitation.phases = "president", "FIELD,PUBLIC"

    document = letter(session, scene, invitation)

    text = " ".join(" ".join(page_texts(make_press(tmp_path).render(INVITATION_LETTER, document))).split())
    for said in (
        "Basilia Ñahui",
        scene.contest.code,
        "como presidente",
        "Evaluación de campo",
        "Acepto",
        document.code,
    ):
        assert said in text


def test_without_phases_it_says_that_the_person_keeps_the_minutes(
    session: Session, scene: Evaluation, tmp_path: Path
) -> None:
    invitation = invited(session, scene)
    invitation.position, invitation.phases = "secretary", ""

    html = make_press(tmp_path).html(INVITATION_LETTER, letter(session, scene, invitation))

    assert "No calificaría: llevaría las actas" in html


def test_an_invitation_that_was_withdrawn_or_is_of_another_contest_has_none(
    session: Session, scene: Evaluation
) -> None:
    invitation = invited(session, scene)
    withdraw_invitation(session, scene.by_secretary, contest_id=scene.contest.id, invitation_id=invitation.id)

    with pytest.raises(WrongState):
        letter(session, scene, invitation)
    with pytest.raises(NotFound):
        issue_invitation_letter(
            session, scene.by_secretary, contest_id=scene.contest.id, invitation_id=invitation.id + 1
        )


@pytest.mark.parametrize("role", [Role.STAFF, Role.JUROR, Role.AUDITOR])
def test_only_the_secretary_writes_it(session: Session, scene: Evaluation, role: Role) -> None:
    act = act_of(make_user(session, role), JURY_DAY)

    with pytest.raises(NotPermitted):
        issue_invitation_letter(
            session, act, contest_id=scene.contest.id, invitation_id=invited(session, scene).id
        )
