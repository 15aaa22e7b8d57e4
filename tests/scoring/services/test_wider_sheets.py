"""From the opening to the ranking with everything a sheet can say: the register, questions, reasons, classes."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.applications.models import ApplicationMember
from contest_portal.applications.queries import members_of
from contest_portal.awards.documents.acta import ActaShare, build_acta
from contest_portal.contests.rules.rulebook import Phase, Rulebook
from contest_portal.contests.rules.sheets import FactKind, ReasonRule
from contest_portal.kernel.marks import Mark
from contest_portal.kernel.problems import NotFound, Refused
from contest_portal.kernel.sentences import text_of
from contest_portal.registry.models.register import Person
from contest_portal.scoring.board import evaluation_board
from contest_portal.scoring.desk import desk_of
from contest_portal.scoring.fact_models import ScoringFact
from contest_portal.scoring.fact_queries import facts_of
from contest_portal.scoring.models import Sheet
from contest_portal.scoring.own_sheets import own_groups
from contest_portal.scoring.queries import ranking
from contest_portal.scoring.rules.entries import FactFigure
from contest_portal.scoring.services.close_scoring import close_scoring
from contest_portal.scoring.services.finalise_sheet import finalise_sheet
from contest_portal.scoring.services.open_calibration import open_calibration
from contest_portal.scoring.services.open_evaluation import open_evaluation
from contest_portal.scoring.services.record_attendance import record_attendance
from contest_portal.scoring.services.save_sheet import save_sheet
from contest_portal.scoring.services.send_calibration_sheet import send_calibration_sheet
from tests.factories.accounts import actor_of
from tests.factories.awards import SESSION
from tests.factories.contests import FIELD, PUBLIC, RULEBOOK
from tests.factories.evaluation import Evaluation, make_evaluation
from tests.factories.sheets import COMPUTED, IDEA, QUESTION, WEIGHTED, WOMEN, book_of

EXPLAINED = replace(IDEA, reason=ReasonRule.BELOW, reason_below=60)
ASKING = replace(COMPUTED, criteria=(QUESTION, WOMEN, EXPLAINED))


def scene_of(
    session: Session, phase: Phase, *, state: str, classes: tuple[str, ...] = ("", "")
) -> Evaluation:
    book = book_of(phase, quorum=1, marks_per_point=10)
    scene = make_evaluation(session, state=state, rulebook=book, groups=("Sumaq Kuy",), jurors=len(classes))
    for juror, class_code in zip(scene.jurors, classes, strict=True):
        juror.phases, juror.evaluator_class = phase.code, class_code
    session.flush()
    return scene


def score(
    session: Session,
    scene: Evaluation,
    juror: int,
    marks: Mapping[str, int],
    reasons: Mapping[str, str] | None = None,
) -> Sheet:
    """Save a sheet of a contest with one phase and make it final; marks in tenths."""
    (phase,) = scene_phases(session, scene)
    written = save_sheet(
        session,
        scene.by_juror(juror),
        application_id=scene.applications[0].id,
        phase_code=phase.code,
        marks={code: Mark(tenths, 10) for code, tenths in marks.items()},
        reasons=reasons or {},
        comment="",
        expected_version=0,
    )
    return finalise_sheet(
        session,
        scene.by_juror(juror),
        application_id=scene.applications[0].id,
        phase_code=phase.code,
        expected_version=written.version,
    )


def scene_phases(session: Session, scene: Evaluation) -> tuple[Phase, ...]:
    desk = desk_of(
        session,
        actor_of(scene.users[0]),
        application_id=scene.applications[0].id,
        phase_code=scene.jurors[0].phases,
    )
    return desk.rulebook.phases


def test_the_register_is_noted_at_the_opening_and_a_question_leaves_a_group_out(session: Session) -> None:
    scene = scene_of(session, ASKING, state="published")
    open_evaluation(session, scene.by_secretary, contest_id=scene.contest.id)
    noted = facts_of(session, scene.contest.id)
    for member in session.scalars(select(ApplicationMember)):
        member.sex = "M"  # what changes afterwards changes no mark
    session.flush()

    score(session, scene, 0, {"Q": 0, "I": 600}, {"Q": "No trajo el acta."})
    score(session, scene, 1, {"Q": 0, "I": 590}, {"Q": "Falta el acta.", "I": "Mercado pequeño."})
    close_scoring(session, scene.by_secretary, contest_id=scene.contest.id)

    assert noted == {scene.applications[0].id: (FactFigure(FactKind.WOMEN, 2, 4),)}
    assert session.scalars(select(ScoringFact.evidence)).one().count('"counts":true') == 2
    (line,) = ranking(session, scene.contest.id)
    assert (line.standing, line.total) == ("disqualified", None)
    assert text_of(line.notes) == (
        "Descalificado en Ficha con padrón: 2 de 2 fichas dicen que no cumple «Todos los papeles de las bases»."
    )
    assert [(mean.criterion_code, mean.mean) for mean in line.criterion_means] == [
        ("W", Fraction(5)),
        ("I", Fraction(119, 2)),
    ]


def test_ages_and_homes_are_read_from_the_register_and_kept_with_the_evidence(session: Session) -> None:
    youth = replace(WOMEN, code="Y", fact=FactKind.YOUTH)
    rural = replace(WOMEN, code="R", fact=FactKind.RURAL)
    phase = replace(COMPUTED, max_points=105, criteria=(youth, rural, IDEA))
    scene = scene_of(session, phase, state="published")
    members = session.scalars(select(ApplicationMember).order_by(ApplicationMember.id)).all()
    births = (
        date(2000, 1, 1),
        date(2008, 11, 28),
        date(2008, 11, 29),
        None,
    )  # the call closes on 28 November
    for member, born_on in zip(members, births, strict=True):
        session.get_one(Person, member.person_id).birth_date = born_on
    session.flush()

    open_evaluation(session, scene.by_secretary, contest_id=scene.contest.id)

    rural_members = 4 if scene.centre.area == "R" and not scene.centre.code.endswith("0001") else 0
    assert facts_of(session, scene.contest.id)[scene.applications[0].id] == (
        FactFigure(FactKind.RURAL, rural_members, 4),
        FactFigure(FactKind.YOUTH, 2, 4),
    )
    kept = session.scalars(select(ScoringFact.evidence).where(ScoringFact.kind == "youth")).one()
    assert [line["value"] for line in json.loads(kept)] == ["26", "18", "17", ""]
    assert not any(str(born.year) in kept for born in births if born)


@pytest.mark.parametrize(
    ("marks", "reasons", "code"),
    [
        pytest.param({"Q": 0, "I": 600}, {}, "sheet.no_reason", id="a no without its reason"),
        pytest.param({"Q": 10, "I": 599}, {}, "sheet.no_reason", id="a low mark without its reason"),
        pytest.param({"Q": 10, "I": 600, "W": 50}, {}, "mark.computed", id="what the register marks"),
        pytest.param({"Q": 10, "I": 600}, {"I": "x" * 401}, "sheet.reason_too_long", id="a long reason"),
        pytest.param({"Q": 5, "I": 600}, {}, "mark.not_yes_or_no", id="half a yes"),
    ],
)
def test_a_sheet_that_lacks_what_the_rules_ask_for_is_refused(
    session: Session, marks: Mapping[str, int], reasons: Mapping[str, str], code: str
) -> None:
    scene = scene_of(session, ASKING, state="evaluating")

    with pytest.raises(Refused) as refusal:
        score(session, scene, 0, marks, reasons)

    assert [problem.code for problem in refusal.value.problems] == [code]


def test_each_class_marks_its_own_criteria_and_counts_by_its_share(session: Session) -> None:
    scene = scene_of(session, WEIGHTED, state="evaluating", classes=("JURY", "JURY", "ADVISER"))
    score(session, scene, 0, {"J1": 75, "J2": 80})
    score(session, scene, 1, {"J1": 65, "J2": 90})
    with pytest.raises(Refused) as refusal:
        score(session, scene, 2, {"J1": 83})
    score(session, scene, 2, {"A1": 83})

    close_scoring(session, scene.by_secretary, contest_id=scene.contest.id)

    assert [problem.code for problem in refusal.value.problems] == ["mark.of_another_class"]
    (line,) = ranking(session, scene.contest.id)
    (acta_phase,) = build_acta(session, scene.contest, SESSION).phases
    assert acta_phase.shares == (ActaShare("Jurado", 90), ActaShare("Asesor", 10))
    assert (line.exact_total, str(line.total)) == (Fraction(758, 10), "75.80")
    assert [(part.class_code, part.points) for part in line.phase_means[0].classes] == [
        ("JURY", Fraction(135, 2)),
        ("ADVISER", Fraction(83, 10)),
    ]


def test_points_from_attendance_wait_until_it_is_recorded(session: Session) -> None:
    phase = replace(COMPUTED, criteria=(QUESTION, replace(WOMEN, fact=FactKind.ATTENDANCE), IDEA))
    scene = scene_of(session, phase, state="evaluating", classes=("",))
    with pytest.raises(Refused) as refusal:
        score(session, scene, 0, {"Q": 10, "I": 600})

    record_attendance(
        session,
        scene.by_secretary,
        application_id=scene.applications[0].id,
        phase_code=phase.code,
        present=[member.household_id for member in members_of(session, scene.applications[0].id)][:1],
    )
    desk = desk_of(
        session,
        actor_of(scene.users[0]),
        application_id=scene.applications[0].id,
        phase_code=phase.code,
    )

    assert [problem.code for problem in refusal.value.problems] == ["attendance.missing"]
    assert evaluation_board(session, scene.contest.id).phases[0].asks_attendance
    assert desk.facts == {FactKind.ATTENDANCE: FactFigure(FactKind.ATTENDANCE, 1, 4)}
    assert [str(given.mark) for given in desk.computed] == ["3"]
    # the draft of the refused sheet is kept: 60 of its mark and 3 of the attendance
    assert (desk.points, [criterion.code for criterion in desk.asked]) == (63, ["Q", "I"])


def test_the_scoring_waits_for_a_class_that_may_not_be_empty(session: Session) -> None:
    scene = scene_of(session, WEIGHTED, state="evaluating", classes=("ADVISER", "JURY"))
    score(session, scene, 0, {"A1": 83})

    with pytest.raises(Refused) as refusal:
        close_scoring(session, scene.by_secretary, contest_id=scene.contest.id)

    (problem,) = refusal.value.problems
    assert problem.code == "closing.class_missing"
    assert problem.text.endswith("en Ficha ponderada falta una ficha definitiva de Jurado.")


def test_a_group_is_scored_on_the_sheets_of_its_category(session: Session) -> None:
    running = replace(PUBLIC, code="RUN", name="Presentación en marcha", categories=("MARCHA",))
    book: Rulebook = replace(RULEBOOK, phases=(FIELD, replace(PUBLIC, categories=("IDEA",)), running))
    scene = make_evaluation(session, rulebook=book, groups=("Sumaq Kuy",), jurors=1)
    juror = scene.jurors[0]
    juror.phases = "FIELD,PUBLIC,RUN"
    session.flush()
    actor = actor_of(scene.users[0])
    desk = desk_of(session, actor, application_id=scene.applications[0].id, phase_code="PUBLIC")

    (group,) = own_groups(session, scene.contest.id, desk.juror)
    board = evaluation_board(session, scene.contest.id)

    assert [sheet.phase_code for sheet in group.sheets] == ["FIELD", "PUBLIC"]
    assert [len(phase.rows) for phase in board.phases] == [1, 1, 0]
    with pytest.raises(NotFound):
        desk_of(session, actor, application_id=scene.applications[0].id, phase_code="RUN")


def test_attendance_is_not_recorded_in_a_phase_of_another_category(session: Session) -> None:
    running = replace(FIELD, code="RUN", categories=("MARCHA",))
    book = replace(RULEBOOK, phases=(replace(FIELD, categories=("IDEA",)), PUBLIC, running))
    scene = make_evaluation(session, rulebook=book, groups=("Sumaq Kuy",), jurors=1)

    with pytest.raises(Refused) as refusal:
        record_attendance(
            session, scene.by_secretary, application_id=scene.applications[0].id, phase_code="RUN", present=()
        )

    assert [problem.code for problem in refusal.value.problems] == ["attendance.not_asked"]


def test_the_exercise_admits_no_mark_of_another_class(session: Session) -> None:
    scene = scene_of(session, WEIGHTED, state="evaluating", classes=("ADVISER", "JURY"))
    told = {"phase_code": WEIGHTED.code, "group_name": "Cerro Azul", "profile": "Crían cuyes."}
    open_calibration(session, scene.by_secretary, contest_id=scene.contest.id, **told)
    marks = {"A1": Mark(83, 10), "J1": Mark(50, 10), "X1": Mark(50, 10)}

    with pytest.raises(Refused) as refusal:
        send_calibration_sheet(
            session, scene.by_juror(0), contest_id=scene.contest.id, marks=marks, reasons={}
        )

    assert [(problem.code, problem.field) for problem in refusal.value.problems] == [
        ("mark.of_another_class", "J1"),
        ("mark.unknown_criterion", "X1"),
    ]
