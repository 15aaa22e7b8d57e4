"""A juror taken out by an act: what stays, what does not count, and who takes what is left."""

import json

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.jury.absence_queries import absences
from contest_portal.jury.assignment_queries import assigned
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.problems import NotPermitted, Refused, WrongState
from contest_portal.scoring.assigning import assignment_view
from contest_portal.scoring.board import evaluation_board
from contest_portal.scoring.counting import countable_sheets
from contest_portal.scoring.services.dismiss_juror import dismiss_juror
from contest_portal.scoring.services.withdraw_absence import withdraw_absence
from tests.factories.accounts import act_of, make_user
from tests.factories.assignments import SHARED, make_assignment, make_assignment_draw
from tests.factories.evaluation import JURY_DAY, MARKS, Evaluation, make_evaluation
from tests.factories.scoring import make_interest, make_sheet
from tests.factories.tied import draw, make_tied

TOLD = {"document": " Memorando 12 ", "reason": " Vendió insumos a un grupo "}


def dismiss(session: Session, scene: Evaluation, number: int = 0, **told: str) -> int:
    return dismiss_juror(
        session,
        scene.by_secretary,
        contest_id=scene.contest.id,
        juror_id=scene.jurors[number].id,
        **(TOLD | told),
    )


def shared(session: Session, *, jurors: int = 3) -> Evaluation:
    """Two groups of the first juror, of which one is done."""
    scene = make_evaluation(session, rulebook=SHARED, jurors=jurors)
    make_assignment_draw(session, scene.contest, scene.secretary)
    for application in scene.applications:
        make_assignment(session, scene.jurors[0], application, scene.secretary)
    make_sheet(session, scene.jurors[0], scene.applications[0], "FIELD", MARKS["FIELD"])
    make_assignment(session, scene.jurors[1], scene.applications[1], scene.secretary)
    return scene


def test_final_sheets_stay_and_count_and_what_is_left_passes_to_who_has_least(session: Session) -> None:
    scene = shared(session)
    done, open_ = scene.applications

    assert dismiss(session, scene) == 0

    held = {(one.juror_id, one.application_id, one.reason) for one in assigned(session, scene.contest.id)}
    first, second, third = (juror.id for juror in scene.jurors)
    reason = "Memorando 12: Vendió insumos a un grupo"
    assert held == {(first, done.id, ""), (second, open_.id, ""), (third, open_.id, reason)}
    assert [sheet.counted.juror for sheet in countable_sheets(session, scene.contest.id)] == [first]
    (line,) = absences(session, scene.contest.id)
    assert (line.juror_name, line.told, line.substitute_name) == ("Jurado 1", reason, "")


def test_a_draft_never_counts_and_a_recused_final_sheet_neither(session: Session) -> None:
    scene = make_evaluation(session, groups=("Sumaq Kuy",), declared=False)
    (application,) = scene.applications
    make_interest(session, scene.jurors[0], application, recused=True)
    make_sheet(session, scene.jurors[0], application, "FIELD", MARKS["FIELD"])
    make_sheet(session, scene.jurors[0], application, "PUBLIC", MARKS["PUBLIC"], final=False)

    dismiss(session, scene)

    cells = [
        phase.rows[0].cells[0].state.value for phase in evaluation_board(session, scene.contest.id).phases
    ]
    assert (cells, countable_sheets(session, scene.contest.id)) == (["recused", "recused"], ())


def test_what_nobody_can_take_is_told_and_shown_as_lacking(session: Session) -> None:
    scene = shared(session, jurors=2)

    assert dismiss(session, scene) == 1

    (task,) = assignment_view(session, scene.contest.id).tasks
    hands = [(group.entrant.group_name, hand) for group in task.groups for hand in group.hands]
    assert [(name, hand.name) for name, hand in hands if hand.stands_aside] == [
        ("Pan de Chahuarma", "Jurado 1")
    ]


def test_the_audit_tells_the_act_and_what_became_of_the_groups(session: Session) -> None:
    scene = shared(session)

    dismiss(session, scene)

    row = session.scalars(select(AuditRow).order_by(AuditRow.seq.desc()).limit(1)).one()
    assert (row.action, row.subject, json.loads(row.data)) == (
        "juror.dismissed",
        f"juror:{scene.jurors[0].id}",
        {
            "contest_id": scene.contest.id, "document": "Memorando 12", "reason": "Vendió insumos a un grupo",
            "handed_over": 1, "lacking": 0,
        },
    )  # fmt: skip


@pytest.mark.parametrize(
    ("told", "codes"),
    [
        ({"document": " "}, ["dismissal.document"]),
        ({"reason": ""}, ["dismissal.reason"]),
        ({"document": "x" * 121, "reason": "x" * 401}, ["dismissal.document", "dismissal.reason"]),
    ],
)
def test_an_act_without_its_document_or_reason_is_refused(
    session: Session, told: dict[str, str], codes: list[str]
) -> None:
    scene = make_evaluation(session, groups=("Sumaq Kuy",))

    with pytest.raises(Refused) as refusal:
        dismiss(session, scene, **told)

    assert ([problem.code for problem in refusal.value.problems], absences(session, scene.contest.id)) == (
        codes,
        (),
    )


def test_it_is_done_once_and_not_undone(session: Session) -> None:
    scene = make_evaluation(session, groups=("Sumaq Kuy",))
    dismiss(session, scene)

    with pytest.raises(WrongState) as again:
        dismiss(session, scene)
    with pytest.raises(WrongState) as undone:
        withdraw_absence(
            session, scene.by_secretary, contest_id=scene.contest.id, juror_id=scene.jurors[0].id
        )

    assert [p.code for p in (*again.value.problems, *undone.value.problems)] == [
        "dismissal.left_before", "absence.dismissed",
    ]  # fmt: skip


def test_after_the_draw_nobody_is_taken_out(session: Session) -> None:
    scene = make_tied(session)
    draw(session, scene)

    with pytest.raises(Refused) as refusal:
        dismiss(session, scene)

    assert [problem.code for problem in refusal.value.problems] == ["draw.held"]


@pytest.mark.parametrize("role", [Role.STAFF, Role.JUROR, Role.AUDITOR])
def test_only_the_secretary_takes_a_juror_out(session: Session, role: Role) -> None:
    scene = make_evaluation(session, groups=("Sumaq Kuy",))

    with pytest.raises(NotPermitted):
        dismiss_juror(
            session, act_of(make_user(session, role), JURY_DAY), contest_id=scene.contest.id,
            juror_id=scene.jurors[0].id, **TOLD,
        )  # fmt: skip
