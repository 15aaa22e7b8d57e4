"""Closing: what is missing is named; what is stored is what the rules computed."""

from dataclasses import replace
from fractions import Fraction
from hashlib import sha256

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.contests.rules.rulebook import Rulebook, TieBreak, TieKind
from contest_portal.kernel.marks import Score
from contest_portal.kernel.problems import NotPermitted, Refused, WrongState
from contest_portal.kernel.sentences import text_of
from contest_portal.scoring.models import RankingLine, Sheet, SheetMark
from contest_portal.scoring.queries import RankedLine, ranking
from contest_portal.scoring.rules.totals import CriterionMean, PhaseMean
from contest_portal.scoring.services.close_scoring import close_scoring
from contest_portal.scoring.services.record_draw import record_draw
from tests.factories.accounts import act_of, make_user
from tests.factories.contests import RULEBOOK
from tests.factories.evaluation import JURY_DAY, MARKS, Evaluation, make_evaluation, score_fully
from tests.factories.intruders import open_sheets
from tests.factories.scoring import make_attendance, make_interest, make_sheet

LOT_ONLY = replace(RULEBOOK, scoring=replace(RULEBOOK.scoring, tie_breaks=(TieBreak(TieKind.LOT),)))
NO_CHAIN = replace(RULEBOOK, scoring=replace(RULEBOOK.scoring, tie_breaks=()))


def close(session: Session, scene: Evaluation) -> None:
    close_scoring(session, scene.by_secretary, contest_id=scene.contest.id)


def missing(session: Session, scene: Evaluation) -> list[str]:
    with pytest.raises(Refused) as refusal:
        close(session, scene)
    assert scene.contest.state == "evaluating"
    assert session.scalars(select(RankingLine)).all() == []
    return [problem.text for problem in refusal.value.problems]


def tied(session: Session, rulebook: Rulebook) -> Evaluation:
    scene = make_evaluation(session, rulebook=rulebook)
    for application in scene.applications:
        make_attendance(session, application, scene.secretary, present=4)
        for juror in scene.jurors[:2]:
            for phase, marks in MARKS.items():
                make_sheet(session, juror, application, phase, marks)
    return scene


def test_the_stored_ranking_is_what_the_rules_computed(session: Session) -> None:
    scene = make_evaluation(session)
    score_fully(session, scene)

    close(session, scene)

    first, second = scene.applications
    assert ranking(session, scene.contest.id) == (
        RankedLine(
            application_id=first.id,
            code=first.code or "",
            group_name="Sumaq Kuy",
            category_code="IDEA",
            standing="passed",
            place=1,
            total=Score(7900, 2),
            exact_total=Fraction(79),
            phase_means=(PhaseMean("FIELD", Fraction(40), 3), PhaseMean("PUBLIC", Fraction(39), 3)),
            tie_note=(),
            reason=None,
            criterion_means=(
                CriterionMean("FIELD", "F1", Fraction(8)),
                CriterionMean("FIELD", "F2", Fraction(7)),
                CriterionMean("FIELD", "F3", Fraction(25)),
                CriterionMean("PUBLIC", "P1", Fraction(15)),
                CriterionMean("PUBLIC", "P2", Fraction(8)),
                CriterionMean("PUBLIC", "P3", Fraction(16)),
            ),
        ),
        RankedLine(
            application_id=second.id,
            code=second.code or "",
            group_name="Pan de Chahuarma",
            category_code="IDEA",
            standing="passed",
            place=2,
            total=Score(7700, 2),
            exact_total=Fraction(77),
            phase_means=(PhaseMean("FIELD", Fraction(39), 3), PhaseMean("PUBLIC", Fraction(38), 3)),
            tie_note=(),
            reason=None,
            criterion_means=(
                CriterionMean("FIELD", "F1", Fraction(7)),
                CriterionMean("FIELD", "F2", Fraction(7)),
                CriterionMean("FIELD", "F3", Fraction(25)),
                CriterionMean("PUBLIC", "P1", Fraction(14)),
                CriterionMean("PUBLIC", "P2", Fraction(8)),
                CriterionMean("PUBLIC", "P3", Fraction(16)),
            ),
        ),
    )
    assert (scene.contest.state, scene.contest.scored_at) == ("scored", JURY_DAY)


def test_sheets_and_attendance_that_are_missing_are_named_with_n_of_n(session: Session) -> None:
    scene = make_evaluation(session, groups=("Sumaq Kuy",))
    make_sheet(session, scene.jurors[0], scene.applications[0], "FIELD", MARKS["FIELD"])
    make_sheet(session, scene.jurors[1], scene.applications[0], "FIELD", MARKS["FIELD"], final=False)
    code = scene.applications[0].code

    assert missing(session, scene) == [
        f"{code}: falta registrar la asistencia en Evaluación de campo.",
        f"{code}: en Evaluación de campo hay fichas en borrador de Jurado 2. Pídales que las hagan definitivas.",
        f"{code}: en Evaluación de campo hay 1 de 3 fichas definitivas y el quórum es 2.",
        f"{code}: en Presentación pública hay 0 de 3 fichas definitivas y el quórum es 2.",
    ]


def test_recusals_that_make_the_quorum_impossible_ask_for_another_juror(session: Session) -> None:
    scene = make_evaluation(session, groups=("Sumaq Kuy",), declared=False)
    (application,) = scene.applications
    make_attendance(session, application, scene.secretary, present=4)
    for number, juror in enumerate(scene.jurors):
        make_interest(session, juror, application, recused=number > 0)

    assert missing(session, scene) == [
        f"{application.code}: en {phase}, jurados que pueden calificar: 1; quórum: 2. Incorpore a otro jurado."
        for phase in ("Evaluación de campo", "Presentación pública")
    ]


def test_a_final_sheet_of_a_juror_recused_later_must_be_returned_and_does_not_count(session: Session) -> None:
    scene = make_evaluation(session, groups=("Sumaq Kuy",), declared=False)
    (application,) = scene.applications
    for number, juror in enumerate(scene.jurors):
        make_interest(session, juror, application, recused=number == 0)
    score_fully(session, scene)

    assert missing(session, scene) == [
        f"{application.code}: en {phase} hay fichas definitivas de quien después se abstuvo: Jurado 1. Devuélvalas."
        for phase in ("Evaluación de campo", "Presentación pública")
    ]


def test_one_absent_juror_above_the_quorum_does_not_count_as_zero(session: Session) -> None:
    scene = make_evaluation(session, groups=("Sumaq Kuy",))
    (application,) = scene.applications
    make_attendance(session, application, scene.secretary, present=4)
    for juror in scene.jurors[:2]:
        for phase, marks in MARKS.items():
            make_sheet(session, juror, application, phase, marks)

    close(session, scene)

    (line,) = ranking(session, scene.contest.id)
    assert (line.total, [mean.sheets for mean in line.phase_means]) == (Score(7900, 2), [2, 2])


def test_a_disqualified_group_needs_no_sheets_and_keeps_its_figures(session: Session) -> None:
    scene = make_evaluation(session, groups=("Sumaq Kuy",))
    make_attendance(session, scene.applications[0], scene.secretary, present=1)

    close(session, scene)

    (line,) = ranking(session, scene.contest.id)
    assert (line.standing, line.place, line.total, line.exact_total, text_of(line.notes)) == (
        "disqualified",
        None,
        None,
        None,
        "Descalificado en Evaluación de campo: 1 de 4 hogares presentes, menos del 50 % exigido.",
    )


@pytest.mark.parametrize("rulebook", [NO_CHAIN, LOT_ONLY], ids=["no chain", "lot"])
def test_a_tie_that_the_chain_does_not_decide_waits_for_the_public_draw(
    session: Session, rulebook: Rulebook
) -> None:
    scene = tied(session, rulebook)
    codes = ", ".join(sorted(application.code or "" for application in scene.applications))

    assert missing(session, scene) == [
        f"{codes} siguen empatados. Haga el sorteo en público y regístrelo antes de cerrar."
    ]


@pytest.mark.parametrize("rulebook", [NO_CHAIN, LOT_ONLY], ids=["no chain", "lot"])
def test_a_tie_is_decided_by_the_numbers_drawn_in_public(session: Session, rulebook: Rulebook) -> None:
    scene = tied(session, rulebook)
    record_draw(
        session,
        scene.by_secretary,
        contest_id=scene.contest.id,
        numbers="4 7 1 1",
        witnesses="El jurado",
        held_at=JURY_DAY,
    )

    close(session, scene)

    lines = ranking(session, scene.contest.id)
    by_hand = sorted(
        (application.code or "" for application in scene.applications),
        key=lambda code: sha256(f"{scene.contest.code}|4-7-1-1|{code}".encode()).hexdigest(),
    )
    assert [(line.code, line.place) for line in lines] == [(by_hand[0], 1), (by_hand[1], 2)]
    assert {note.text for line in lines for note in line.tie_note[1:]} == {"Decide el sorteo público."}


def test_a_mark_changed_behind_the_portals_back_is_found_by_its_seal(session: Session) -> None:
    scene = make_evaluation(session)
    score_fully(session, scene)
    victim = session.scalars(select(Sheet).order_by(Sheet.id).limit(1)).one()
    open_sheets(session)
    session.execute(
        update(SheetMark)
        .where(SheetMark.sheet_id == victim.id, SheetMark.criterion_code == "F1")
        .values(units=10)
    )

    assert missing(session, scene) == [
        f"{scene.applications[0].code}: los puntajes de la ficha n.º {victim.id} ya no son los que se sellaron. "
        "Avise a auditoría y devuelva la ficha a su jurado."
    ]


def test_a_contest_closes_once(session: Session) -> None:
    scene = make_evaluation(session)
    score_fully(session, scene)
    close(session, scene)

    with pytest.raises(WrongState):
        close(session, scene)


@pytest.mark.parametrize("role", [Role.STAFF, Role.JUROR, Role.AUDITOR])
def test_only_the_secretary_closes(session: Session, role: Role) -> None:
    scene = make_evaluation(session)

    with pytest.raises(NotPermitted):
        close_scoring(session, act_of(make_user(session, role), JURY_DAY), contest_id=scene.contest.id)


def test_a_phase_with_a_quorum_of_its_own_waits_for_it_and_the_others_do_not(session: Session) -> None:
    field, public = RULEBOOK.phases
    scene = make_evaluation(
        session, groups=("Sumaq Kuy",), rulebook=replace(RULEBOOK, phases=(field, replace(public, quorum=4)))
    )
    score_fully(session, scene)

    assert missing(session, scene) == [
        f"{scene.applications[0].code}: en Presentación pública, jurados que pueden calificar: 3; quórum: 4. "
        "Incorpore a otro jurado."
    ]
