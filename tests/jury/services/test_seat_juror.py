"""Seating and unseating."""

import json
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import RoleGrant, User
from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.queries import members_of
from contest_portal.jury.models import Interest
from contest_portal.jury.queries import SeatedJuror, panel
from contest_portal.jury.rules.panel import Background
from contest_portal.jury.services.seat_juror import seat_juror
from contest_portal.jury.services.unseat_juror import unseat_juror
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.problems import NotFound, NotPermitted, Refused, WrongState
from contest_portal.registry.models.register import Household
from tests.factories.accounts import act_of, make_user
from tests.factories.contests import RULEBOOK
from tests.factories.evaluation import JURY_DAY, MARKS, Evaluation, make_evaluation
from tests.factories.registry import make_person
from tests.factories.scoring import make_sheet
from tests.factories.sheets import WEIGHTED, book_of


def seat(session: Session, scene: Evaluation, user: User, **changes: Any) -> Any:
    values: dict[str, Any] = {
        "contest_id": scene.contest.id,
        "email": user.email,
        "dni": "41234567",
        "institution": "Agencia Agraria",
        "position": "member",
        "phases": ["PUBLIC", "FIELD"],
    }
    return seat_juror(session, scene.by_secretary, **{**values, **changes})


def grants(session: Session, user: User) -> list[tuple[str, int | None]]:
    rows = session.execute(
        select(RoleGrant.role, RoleGrant.contest_id)
        .where(RoleGrant.user_id == user.id)
        .order_by(RoleGrant.id)
    )
    return [(role, contest_id) for role, contest_id in rows]


def test_a_seated_juror_is_in_the_panel_with_the_phases_in_order(session: Session) -> None:
    scene = make_evaluation(session, state="published", jurors=0)
    user = make_user(session, Role.JUROR, full_name="Teodora Ñahui")

    juror = seat(session, scene, user)

    assert panel(session, scene.contest.id) == (
        SeatedJuror(
            juror.id, user.id, "Teodora Ñahui", "41234567", "Agencia Agraria", "member", ("FIELD", "PUBLIC")
        ),
    )


def test_a_seat_keeps_the_class_of_evaluators_and_says_so_in_the_audit(session: Session) -> None:
    scene = make_evaluation(session, state="published", jurors=0, rulebook=book_of(WEIGHTED))
    user = make_user(session, Role.JUROR)

    with pytest.raises(Refused) as refusal:
        seat(session, scene, user, phases=["WEIGHTED"], evaluator_class="NADIE")
    seat(session, scene, user, phases=["WEIGHTED"], evaluator_class="ADVISER")

    row = session.scalars(select(AuditRow).where(AuditRow.action == "juror.seated")).one()
    assert [problem.code for problem in refusal.value.problems] == ["juror.class_unknown"]
    assert [one.evaluator_class for one in panel(session, scene.contest.id)] == ["ADVISER"]
    assert json.loads(row.data)["evaluator_class"] == "ADVISER"


def test_the_panel_lists_president_then_secretary_then_members_by_name(session: Session) -> None:
    scene = make_evaluation(session, state="published", jurors=0)
    for number, (name, position) in enumerate(
        [("Zoila", "member"), ("Berta", "member"), ("Carla", "secretary"), ("Dora", "president")]
    ):
        user = make_user(session, Role.JUROR, full_name=name)
        seat(session, scene, user, position=position, dni=f"4123456{number}")

    assert [j.full_name for j in panel(session, scene.contest.id)] == ["Dora", "Carla", "Berta", "Zoila"]


def test_an_account_without_the_role_gets_it_for_this_contest_alone(session: Session) -> None:
    scene = make_evaluation(session, state="published", jurors=0)
    user = make_user(session)

    seat(session, scene, user)

    assert grants(session, user) == [("juror", scene.contest.id)]


def test_an_account_with_the_role_everywhere_gets_no_second_grant(session: Session) -> None:
    scene = make_evaluation(session, state="published", jurors=0)
    user = make_user(session, Role.JUROR)

    seat(session, scene, user)

    assert grants(session, user) == [("juror", None)]


def test_seating_leaves_an_audit_row_without_names(session: Session) -> None:
    scene = make_evaluation(session, state="published", jurors=0)
    user = make_user(session, Role.JUROR)

    juror = seat(session, scene, user)

    row = session.scalars(select(AuditRow).order_by(AuditRow.seq.desc()).limit(1)).one()
    assert (row.action, row.subject, row.data) == (
        "juror.seated",
        f"juror:{juror.id}",
        f'{{"contest_id":{scene.contest.id},"phases":"FIELD,PUBLIC","position":"member","user_id":{user.id}}}',
    )


def test_a_member_of_an_entered_group_is_refused_by_dni(session: Session) -> None:
    scene = make_evaluation(session, state="published", jurors=0)
    member = members_of(session, scene.applications[0].id)[0]

    with pytest.raises(Refused) as refusal:
        seat(session, scene, make_user(session, Role.JUROR), dni=member.dni)

    assert [p.code for p in refusal.value.problems] == ["juror.in_group"]
    assert panel(session, scene.contest.id) == ()


@pytest.mark.parametrize("role", [Role.STAFF, Role.SECRETARY, Role.REPRESENTATIVE, Role.AUDITOR, Role.ADMIN])
def test_an_account_whose_role_does_not_go_with_judging_is_refused(session: Session, role: Role) -> None:
    scene = make_evaluation(session, state="published", jurors=0)

    with pytest.raises(Refused) as refusal:
        seat(session, scene, make_user(session, role))

    assert {p.field for p in refusal.value.problems} == {"email"}


def test_an_address_without_account_is_refused_and_says_what_to_do(session: Session) -> None:
    scene = make_evaluation(session, state="published", jurors=0)
    user = make_user(session, Role.JUROR)
    user.is_active = False

    for email in ("nadie@fondos.example", user.email):
        with pytest.raises(Refused) as refusal:
            seat(session, scene, user, email=email)
        assert [p.code for p in refusal.value.problems] == ["juror.no_account"]


@pytest.mark.parametrize("role", [Role.STAFF, Role.AUDITOR, Role.JUROR, Role.REPRESENTATIVE, Role.ADMIN])
def test_only_the_secretary_seats(session: Session, role: Role) -> None:
    scene = make_evaluation(session, state="published", jurors=0)
    stranger = act_of(make_user(session, role), JURY_DAY)

    with pytest.raises(NotPermitted):
        seat_juror(
            session,
            stranger,
            contest_id=scene.contest.id,
            email="x@fondos.example",
            dni="41234567",
            institution="",
            position="member",
            phases=(),
        )


def test_the_panel_of_a_scored_contest_no_longer_changes(session: Session) -> None:
    scene = make_evaluation(session, state="scored", jurors=1)

    with pytest.raises(WrongState):
        seat(session, scene, make_user(session, Role.JUROR))
    with pytest.raises(WrongState):
        unseat_juror(session, scene.by_secretary, contest_id=scene.contest.id, juror_id=scene.jurors[0].id)


def test_unseating_takes_the_declarations_and_the_contests_role_along(session: Session) -> None:
    scene = make_evaluation(session, jurors=1)
    user = scene.users[0]
    session.add(RoleGrant(user_id=user.id, role="juror", contest_id=scene.contest.id))
    session.flush()

    unseat_juror(session, scene.by_secretary, contest_id=scene.contest.id, juror_id=scene.jurors[0].id)

    assert panel(session, scene.contest.id) == ()
    assert session.scalars(select(Interest)).all() == []
    assert grants(session, user) == [("juror", None)]


def test_a_juror_with_a_sheet_stays(session: Session) -> None:
    scene = make_evaluation(session, jurors=1)
    make_sheet(session, scene.jurors[0], scene.applications[0], "FIELD", MARKS["FIELD"], final=False)

    with pytest.raises(WrongState) as refusal:
        unseat_juror(session, scene.by_secretary, contest_id=scene.contest.id, juror_id=scene.jurors[0].id)

    assert [p.code for p in refusal.value.problems] == ["juror.has_sheets"]
    assert [juror.user_id for juror in panel(session, scene.contest.id)] == [scene.users[0].id]


def test_a_juror_of_another_contest_is_not_found(session: Session) -> None:
    scene = make_evaluation(session, jurors=1)

    with pytest.raises(NotFound):
        unseat_juror(session, scene.by_secretary, contest_id=scene.contest.id, juror_id=9_999)


def test_somebody_of_a_members_household_is_seated_only_when_that_was_read(session: Session) -> None:
    scene = make_evaluation(session, state="published", jurors=0)
    member = members_of(session, scene.applications[0].id)[0]
    housemate = make_person(session, session.get_one(Household, member.household_id), is_head=False)
    user = make_user(session, Role.JUROR, full_name="Teodora Ñahui")

    with pytest.raises(Refused) as refusal:
        seat(session, scene, user, dni=housemate.dni)
    juror = seat(session, scene, user, dni=housemate.dni, household_confirmed=True)

    (problem,) = refusal.value.problems
    assert (problem.code, problem.params) == (
        "juror.household_tie",
        {"name": "Teodora Ñahui", "member": member.full_name, "group": "Sumaq Kuy"},
    )
    row = session.scalars(select(AuditRow).where(AuditRow.subject == f"juror:{juror.id}")).one()
    assert json.loads(row.data)["housemate_in"] == [scene.applications[0].id]


def test_what_a_juror_knows_is_kept_and_must_be_of_the_contest(session: Session) -> None:
    scene = make_evaluation(session, state="published", jurors=0)
    user = make_user(session)
    known = Background("Zootecnia", ("panaderia", "cuyes"), RULEBOOK.territory[0])

    with pytest.raises(Refused) as refusal:
        seat(session, scene, user, background=Background("", ("oro",), "150101"))
    seat(session, scene, user, background=known)

    assert [p.code for p in refusal.value.problems] == ["juror.line_unknown", "juror.territory_unknown"]
    (juror,) = panel(session, scene.contest.id)
    assert (juror.specialty, juror.lines, juror.territory) == ("Zootecnia", ("cuyes", "panaderia"), "090301")
