"""A juror who does not come: what stays, what does not count, and who takes the place."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.jury.absence_models import JurorAbsence
from contest_portal.jury.absence_queries import absences
from contest_portal.jury.assignment_queries import assigned
from contest_portal.jury.models import Juror
from contest_portal.jury.queries import juror_of_user, panel, panel_seats
from contest_portal.jury.rules.panel import panel_problems
from contest_portal.kernel.problems import NotFound, NotPermitted, Refused, WrongState
from contest_portal.scoring.assigning import assignment_view
from contest_portal.scoring.board import evaluation_board
from contest_portal.scoring.counting import countable_sheets
from contest_portal.scoring.desk import desk_of
from contest_portal.scoring.own_sheets import own_groups
from contest_portal.scoring.services.record_absence import Substitute, record_absence
from contest_portal.scoring.services.return_sheet import return_sheet
from contest_portal.scoring.services.withdraw_absence import withdraw_absence
from tests.factories.accounts import make_user
from tests.factories.assignments import SHARED, make_assignment, make_assignment_draw
from tests.factories.contests import RULEBOOK
from tests.factories.evaluation import MARKS, Evaluation, make_evaluation
from tests.factories.intruders import open_sheets
from tests.factories.scoring import make_sheet

REASON = "No llegó por el bloqueo"


def absent(
    session: Session,
    scene: Evaluation,
    number: int = 0,
    substitute: Substitute | None = None,
    reason: str = REASON,
) -> JurorAbsence:
    return record_absence(
        session,
        scene.by_secretary,
        contest_id=scene.contest.id,
        juror_id=scene.jurors[number].id,
        reason=reason,
        substitute=substitute,
    )


def new_person(session: Session) -> Substitute:
    return Substitute(make_user(session, full_name="Nueva Jurada").email, "41234567", "Agencia Agraria")


def codes(refusal: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refusal.value.problems]


def test_final_sheets_stay_and_drafts_are_neither_counted_nor_waited_for(session: Session) -> None:
    scene = make_evaluation(session, groups=("Sumaq Kuy",))
    (application,) = scene.applications
    make_sheet(session, scene.jurors[0], application, "FIELD", MARKS["FIELD"])
    make_sheet(session, scene.jurors[0], application, "PUBLIC", MARKS["PUBLIC"], final=False)

    absent(session, scene)

    field, public = (phase.rows[0] for phase in evaluation_board(session, scene.contest.id).phases)
    assert [cell.state.value for cell in field.cells] == ["final", "missing", "missing"]
    assert [cell.state.value for cell in public.cells] == ["absent", "missing", "missing"]
    assert (field.may_score, public.may_score) == (3, 2)
    assert evaluation_board(session, scene.contest.id).progress()[0].phases[1].unfinished == ()
    assert [sheet.counted.phase for sheet in countable_sheets(session, scene.contest.id)] == ["FIELD"]


def test_who_is_absent_sees_only_what_was_made_final(session: Session) -> None:
    scene = make_evaluation(session, groups=("Sumaq Kuy",))
    (application,) = scene.applications
    make_sheet(session, scene.jurors[0], application, "FIELD", MARKS["FIELD"])
    make_sheet(session, scene.jurors[0], application, "PUBLIC", MARKS["PUBLIC"], final=False)
    absent(session, scene)
    juror = juror_of_user(session, scene.contest.id, scene.users[0].id)
    actor = scene.by_juror(0).actor

    (own,) = own_groups(session, scene.contest.id, juror)
    final = desk_of(session, actor, application_id=application.id, phase_code="FIELD")

    assert ([sheet.phase_code for sheet in own.sheets], final.is_open) == (["FIELD"], False)
    with pytest.raises(NotFound):
        desk_of(session, actor, application_id=application.id, phase_code="PUBLIC")


def test_a_substitute_takes_the_position_and_the_groups_that_are_not_done(session: Session) -> None:
    scene = make_evaluation(session, rulebook=SHARED)
    done, open_ = scene.applications
    make_assignment_draw(session, scene.contest, scene.secretary)
    for application in (done, open_):
        make_assignment(session, scene.jurors[0], application, scene.secretary)
    make_sheet(session, scene.jurors[0], done, "FIELD", MARKS["FIELD"])

    made = absent(session, scene, substitute=new_person(session))

    new = session.get_one(Juror, made.substitute_id)
    assert (new.position, new.phases, new.institution) == ("president", "FIELD,PUBLIC", "Agencia Agraria")
    assert {
        (one.juror_id, one.application_id, one.reason) for one in assigned(session, scene.contest.id)
    } == {
        (scene.jurors[0].id, done.id, ""),
        (new.id, open_.id, REASON),
    }
    (line,) = absences(session, scene.contest.id)
    assert (line.juror_name, line.reason, line.substitute_name) == ("Jurado 1", REASON, "Nueva Jurada")
    assert [(one.full_name, one.is_absent) for one in panel(session, scene.contest.id)[:2]] == [
        ("Jurado 1", True),
        ("Nueva Jurada", False),
    ]


def test_without_a_substitute_the_panel_lacks_somebody_and_the_groups_a_hand(session: Session) -> None:
    scene = make_evaluation(session, rulebook=SHARED, groups=("Sumaq Kuy",), jurors=2)
    make_assignment_draw(session, scene.contest, scene.secretary)
    for juror in scene.jurors:
        make_assignment(session, juror, scene.applications[0], scene.secretary)

    absent(session, scene)

    problems = [one.code for one in panel_problems(panel_seats(session, scene.contest.id), RULEBOOK)]
    assert problems == ["panel.no_president", "panel.below_quorum", "panel.below_quorum"]
    (task,) = assignment_view(session, scene.contest.id).tasks
    assert [(hand.name, hand.stands_aside) for hand in task.groups[0].hands] == [
        ("Jurado 1", True),
        ("Jurado 2", False),
    ]


def test_an_absence_is_recorded_once_with_its_reason_by_the_secretary(session: Session) -> None:
    scene = make_evaluation(session)

    with pytest.raises(Refused) as refusal:
        absent(session, scene, reason=" ")
    absent(session, scene)
    with pytest.raises(WrongState) as again:
        absent(session, scene)
    with pytest.raises(NotPermitted):
        withdraw_absence(session, scene.by_juror(1), contest_id=scene.contest.id, juror_id=scene.jurors[0].id)

    assert (codes(refusal), codes(again)) == (["absence.reason"], ["absence.recorded"])


def test_who_comes_after_all_takes_part_unless_somebody_has_the_place(session: Session) -> None:
    scene = make_evaluation(session)
    absent(session, scene)
    absent(session, scene, 1, substitute=new_person(session))

    def came(number: int) -> None:
        withdraw_absence(
            session, scene.by_secretary, contest_id=scene.contest.id, juror_id=scene.jurors[number].id
        )

    came(0)
    with pytest.raises(WrongState) as refusal:
        came(1)
    with pytest.raises(NotFound):
        came(0)

    assert codes(refusal) == ["absence.replaced"]
    assert session.scalars(select(JurorAbsence.juror_id)).all() == [scene.jurors[1].id]


def test_a_sheet_without_its_owner_is_not_returned_unless_its_seal_is_broken(session: Session) -> None:
    scene = make_evaluation(session, groups=("Sumaq Kuy",))
    kept, broken = (
        make_sheet(session, scene.jurors[0], scene.applications[0], phase, MARKS[phase]) for phase in MARKS
    )
    absent(session, scene)
    open_sheets(session)
    broken.sealed_sha256 = "0" * 64
    session.flush()

    with pytest.raises(Refused) as refusal:
        return_sheet(session, scene.by_secretary, sheet_id=kept.id, reason="Otra vez")
    return_sheet(session, scene.by_secretary, sheet_id=broken.id, reason="Sello roto")

    assert (codes(refusal), kept.state, broken.state) == (["sheet.without_owner"], "final", "draft")


def test_a_substitute_must_be_fit_to_judge(session: Session) -> None:
    scene = make_evaluation(session)
    staff = make_user(session, Role.REPRESENTATIVE)

    with pytest.raises(Refused):
        absent(session, scene, substitute=Substitute(staff.email, scene.jurors[1].dni, "X"))
