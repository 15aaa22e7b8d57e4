"""Declaring interests before any sheet opens."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.queries import members_of
from contest_portal.jury.models import Interest
from contest_portal.jury.queries import DeclaredInterest, interests_of, recusal_lines, recusals
from contest_portal.jury.rules.interests import Declaration
from contest_portal.kernel.problems import NotFound, Refused, WrongState
from contest_portal.registry.models.register import Household
from contest_portal.scoring.services.declare_interests import OWN_GROUP_REASON, declare_interests
from tests.factories.accounts import act_of, make_user
from tests.factories.evaluation import JURY_DAY, Evaluation, make_evaluation
from tests.factories.registry import make_person


def declare(session: Session, scene: Evaluation, *answers: str | None) -> None:
    """Declare as the first juror: None is no interest, a text is a recusal with this reason."""
    declarations = [
        Declaration(application.id, recused=answer is not None, reason=answer or "")
        for application, answer in zip(scene.applications, answers, strict=False)
    ]
    declare_interests(session, scene.by_juror(0), contest_id=scene.contest.id, declarations=declarations)


def test_a_declaration_is_kept_group_by_group(session: Session) -> None:
    scene = make_evaluation(session, declared=False)
    first, second = scene.applications

    declare(session, scene, None, "Le vendo insumos")

    assert interests_of(session, scene.jurors[0].id) == (
        DeclaredInterest(first.id, recused=False, reason=""),
        DeclaredInterest(second.id, recused=True, reason="Le vendo insumos"),
    )
    assert recusals(session, scene.contest.id) == {(scene.jurors[0].id, second.id)}
    assert [
        (r.juror_name, r.application_code, r.reason) for r in recusal_lines(session, scene.contest.id)
    ] == [("Jurado 1", second.code, "Le vendo insumos")]


def test_a_half_declaration_is_refused_and_nothing_of_it_is_kept(session: Session) -> None:
    scene = make_evaluation(session, declared=False)

    with pytest.raises(Refused) as refusal:
        declare(session, scene, None)

    assert [p.field for p in refusal.value.problems] == [f"interest_{scene.applications[1].id}"]
    assert session.scalars(select(Interest)).all() == []


def test_a_recusal_can_be_added_later_and_not_taken_back(session: Session) -> None:
    scene = make_evaluation(session, declared=False)
    declare(session, scene, None, None)

    declare(session, scene, "Es mi primo", None)
    with pytest.raises(Refused) as refusal:
        declare(session, scene, None, None)

    assert [p.code for p in refusal.value.problems] == ["interest.recusal_stands"]
    assert recusals(session, scene.contest.id) == {(scene.jurors[0].id, scene.applications[0].id)}


def test_a_juror_who_is_a_member_is_recused_with_the_evidence(session: Session) -> None:
    scene = make_evaluation(session, declared=False)
    scene.jurors[0].dni = members_of(session, scene.applications[1].id)[2].dni
    session.flush()

    declare(session, scene, None, None)

    assert interests_of(session, scene.jurors[0].id)[1] == DeclaredInterest(
        scene.applications[1].id, recused=True, reason=OWN_GROUP_REASON
    )


def test_who_is_no_juror_of_the_contest_finds_nothing(session: Session) -> None:
    scene = make_evaluation(session, declared=False)
    stranger = act_of(make_user(session, Role.JUROR), JURY_DAY)

    with pytest.raises(NotFound):
        declare_interests(session, stranger, contest_id=scene.contest.id, declarations=())


@pytest.mark.parametrize("state", ["published", "scored"])
def test_interests_are_declared_while_the_contest_is_in_evaluation(session: Session, state: str) -> None:
    scene = make_evaluation(session, state=state, declared=False)

    with pytest.raises(WrongState):
        declare(session, scene, None, None)


def test_a_juror_of_a_members_household_stands_aside_or_says_why_not(session: Session) -> None:
    scene = make_evaluation(session, declared=False)
    first, second = scene.applications
    member = members_of(session, first.id)[0]
    household = session.get_one(Household, member.household_id)
    scene.jurors[0].dni = make_person(session, household, is_head=False).dni
    session.flush()
    answers = [Declaration(first.id, recused=False), Declaration(second.id, recused=False)]
    explained = [Declaration(first.id, recused=False, reason="Me mudé en 2019"), answers[1]]

    with pytest.raises(Refused) as refusal:
        declare_interests(session, scene.by_juror(0), contest_id=scene.contest.id, declarations=answers)
    declare_interests(session, scene.by_juror(0), contest_id=scene.contest.id, declarations=explained)

    assert [(p.code, p.field) for p in refusal.value.problems] == [
        ("interest.housemate", f"reason_{first.id}")
    ]
    assert interests_of(session, scene.jurors[0].id) == (
        DeclaredInterest(first.id, recused=False, reason="Me mudé en 2019"),
        DeclaredInterest(second.id, recused=False, reason=""),
    )
