"""Sheets on paper: printed, taken in, typed twice, settled, entered as the same record as from a screen."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.accounts.rules.actor import Act, Role
from contest_portal.applications.rules.paper import Place
from contest_portal.contests.models import Contest, ContestRulebook
from contest_portal.contests.queries import rulebook_of
from contest_portal.jury.models import Interest
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.canonical import canonical_json, sha256_hex
from contest_portal.kernel.marks import Mark
from contest_portal.kernel.problems import NotPermitted, Refused, WrongState
from contest_portal.kernel.records import to_data
from contest_portal.kernel.storage import Storage
from contest_portal.scoring.counting import countable_sheets, sheets_with_broken_seal
from contest_portal.scoring.merit import closing_state
from contest_portal.scoring.models import Sheet
from contest_portal.scoring.paper_models import SheetPaper
from contest_portal.scoring.paper_queries import marks_on_paper, sheet_paper, sheet_papers
from contest_portal.scoring.rules.paper_sheets import TypedSheet
from contest_portal.scoring.services.enter_sheet_paper import enter_sheet_paper
from contest_portal.scoring.services.finalise_sheet import finalise_sheet
from contest_portal.scoring.services.print_papers import print_papers
from contest_portal.scoring.services.receive_sheet_paper import receive_sheet_paper
from contest_portal.scoring.services.return_sheet import return_sheet
from contest_portal.scoring.services.save_sheet import save_sheet
from contest_portal.scoring.services.settle_sheet_paper import settle_sheet_paper
from contest_portal.scoring.services.type_sheet_paper import type_sheet_paper
from contest_portal.scoring.services.void_sheet_paper import void_sheet_paper
from tests.factories.accounts import act_of, make_user
from tests.factories.contests import RULEBOOK
from tests.factories.evaluation import JURY_DAY, Evaluation, make_evaluation
from tests.factories.scoring import make_attendance, make_interest, make_sheet
from tests.factories.sheet_papers import REASON, make_paper, typed

Scene = tuple[Evaluation, SheetPaper, list[Act]]


@pytest.fixture
def scene(session: Session) -> Scene:
    """Make an evaluation with a printed sheet of the first juror, and three people of the office who may type it."""
    evaluation = make_evaluation(session)
    make_attendance(session, evaluation.applications[0], evaluation.secretary, present=4)
    office = [evaluation.secretary, make_user(session, Role.STAFF), make_user(session, Role.STAFF)]
    paper = make_paper(session, evaluation.jurors[0], evaluation.applications[0], evaluation.secretary)
    return evaluation, paper, [act_of(user, JURY_DAY) for user in office]


def receive(session: Session, act: Act, paper: SheetPaper, folder: Path, code: str | None = None) -> None:
    receive_sheet_paper(
        session,
        act,
        contest_id=paper.contest_id,
        code=code or paper.serial,
        reason=REASON,
        scan=None,
        storage=Storage(folder),
    )


def received(session: Session, scene: Scene, *readings: TypedSheet) -> None:
    """Let the paper come in, and let one person after the other type it."""
    _, paper, acts = scene
    receive(session, acts[0], paper, Path())
    for act, reading in zip(acts, readings, strict=False):
        type_sheet_paper(session, act, paper_id=paper.id, typed=reading)


def last_deed(session: Session) -> tuple[str, int | None]:
    entry = session.scalars(select(AuditRow).order_by(AuditRow.seq.desc())).first()
    assert entry is not None
    return entry.action, entry.actor_id


def test_every_sheet_that_is_waited_for_gets_a_paper_once(session: Session) -> None:
    evaluation = make_evaluation(session)
    first, second = evaluation.applications
    make_sheet(session, evaluation.jurors[0], first, "FIELD", {"F1": 8, "F2": 7, "F3": 25})
    recuse(session, evaluation, juror=1, group=1)

    new = [print_papers(session, evaluation.by_secretary, contest_id=evaluation.contest.id) for _ in range(2)]

    there = {
        (one.juror_id, one.application_id, one.phase_code)
        for one in sheet_papers(session, evaluation.contest.id)
    }
    jurors = [juror.id for juror in evaluation.jurors]
    assert new == [9, 0]
    assert there == {
        (juror, group.id, phase)
        for juror in jurors
        for group in (first, second)
        for phase in ("FIELD", "PUBLIC")
    } - {(jurors[0], first.id, "FIELD"), (jurors[1], second.id, "FIELD"), (jurors[1], second.id, "PUBLIC")}


def recuse(session: Session, evaluation: Evaluation, *, juror: int, group: int) -> None:
    session.execute(
        delete(Interest).where(
            Interest.juror_id == evaluation.jurors[juror].id,
            Interest.application_id == evaluation.applications[group].id,
        )
    )
    make_interest(session, evaluation.jurors[juror], evaluation.applications[group], recused=True)


def test_a_sheet_on_paper_is_the_sheet_and_the_screen_says_who_and_why(
    session: Session, scene: Scene, tmp_path: Path
) -> None:
    evaluation, paper, acts = scene
    make_sheet(session, evaluation.jurors[0], evaluation.applications[0], "FIELD", {"F1": 1}, final=False)

    receive(session, acts[0], paper, tmp_path, sheet_paper(session, paper.id).code.text)

    mark = marks_on_paper(session, paper.contest_id)[paper.juror_id, paper.application_id, "FIELD"]
    assert (mark.serial, mark.received_by, mark.reason) == (paper.serial, "Nélida Poma Crispín", REASON)
    with pytest.raises(WrongState) as refusal:
        save(session, evaluation, version=1)
    assert refusal.value.problems[0].params == {
        "serial": paper.serial,
        "name": "Nélida Poma Crispín",
        "reason": REASON,
    }


def save(session: Session, evaluation: Evaluation, *, version: int) -> Sheet:
    return save_sheet(
        session,
        evaluation.by_juror(0),
        application_id=evaluation.applications[0].id,
        phase_code="FIELD",
        marks={"F1": Mark(8), "F2": Mark(7), "F3": Mark(25)},
        comment="",
        expected_version=version,
    )


def is_final(session: Session, evaluation: Evaluation, _: SheetPaper) -> None:
    marks = {"F1": 8, "F2": 7, "F3": 25}
    make_sheet(session, evaluation.jurors[0], evaluation.applications[0], "FIELD", marks)


def is_recused(session: Session, evaluation: Evaluation, _: SheetPaper) -> None:
    recuse(session, evaluation, juror=0, group=0)


def is_not_seated(session: Session, evaluation: Evaluation, _: SheetPaper) -> None:
    evaluation.jurors[0].phases = "PUBLIC"
    session.flush()


def is_of_other_rules(session: Session, _: Evaluation, paper: SheetPaper) -> None:
    paper.rulebook_sha256 = "b" * 64
    session.flush()


def is_void(session: Session, evaluation: Evaluation, paper: SheetPaper) -> None:
    void_sheet_paper(session, evaluation.by_secretary, paper_id=paper.id, reason="Se mojó")


def came_in(session: Session, evaluation: Evaluation, paper: SheetPaper) -> None:
    receive(session, evaluation.by_secretary, paper, Path())


@pytest.mark.parametrize(
    ("happened", "code"),
    [
        pytest.param(is_final, "both_final", id="final on the screen too"),
        pytest.param(is_recused, "recused", id="recused meanwhile"),
        pytest.param(is_not_seated, "not_seated", id="not seated for the phase"),
        pytest.param(is_of_other_rules, "rules_changed", id="rules changed"),
        pytest.param(is_void, "used", id="void"),
        pytest.param(came_in, "used", id="taken in before"),
    ],
)
def test_a_paper_that_cannot_be_the_sheet_is_refused_with_words(
    session: Session,
    scene: Scene,
    happened: Callable[[Session, Evaluation, SheetPaper], None],
    code: str,
) -> None:
    evaluation, paper, acts = scene
    happened(session, evaluation, paper)

    with pytest.raises(Refused) as refusal:
        receive(session, acts[0], paper, Path())

    assert [problem.code for problem in refusal.value.problems] == [f"sheet_paper.{code}"]


def test_a_paper_of_a_group_that_others_were_given_is_refused(session: Session) -> None:
    field, public = RULEBOOK.phases
    rules = replace(RULEBOOK, phases=(replace(field, scorers=1), public))
    evaluation = make_evaluation(session, rulebook=rules)
    paper = make_paper(session, evaluation.jurors[0], evaluation.applications[0], evaluation.secretary)

    with pytest.raises(Refused) as refusal:
        receive(session, evaluation.by_secretary, paper, Path())

    assert [problem.code for problem in refusal.value.problems] == ["sheet_paper.not_assigned"]


def test_a_serial_of_no_sheet_and_a_code_of_another_are_refused(session: Session, scene: Scene) -> None:
    _, paper, acts = scene
    other = replace(sheet_paper(session, paper.id).code, juror_id=99).text

    found = []
    for code in ("2222-2222", "x", other):
        with pytest.raises(Refused) as refusal:
            receive(session, acts[0], paper, Path(), code)
        found.append(refusal.value.problems[0].code)

    assert found == ["sheet_paper.unknown", "sheet_paper.unknown", "sheet_paper.other_code"]


def test_an_amendment_that_leaves_the_sheet_alone_does_not_spoil_the_paper(
    session: Session, scene: Scene
) -> None:
    evaluation, paper, acts = scene
    amend(session, evaluation.contest, evaluation.secretary)

    receive(session, acts[0], paper, Path())

    assert sheet_paper(session, paper.id).step == "typing"


def amend(session: Session, contest: Contest, author: User) -> None:
    """Freeze a second version of the rules with another purpose."""
    data = canonical_json(to_data(replace(rulebook_of(session, contest.id), purpose="Otra finalidad")))
    first = session.scalars(select(ContestRulebook).where(ContestRulebook.contest_id == contest.id)).one()
    session.add(
        ContestRulebook(
            contest_id=contest.id,
            version=2,
            data=data,
            sha256=sha256_hex(data),
            frozen_at=first.frozen_at,
            frozen_by=author.id,
        )
    )
    session.flush()


def test_two_people_who_agree_make_the_same_record_as_the_screen(session: Session, scene: Scene) -> None:
    evaluation, paper, acts = scene
    make_sheet(session, evaluation.jurors[0], evaluation.applications[0], "FIELD", {"F1": 1}, final=False)
    received(session, scene, typed(8, 7, 25, comment="Bien"), typed(8, 7, 25, comment="Bien "))

    sheet = enter_sheet_paper(session, acts[2], paper_id=paper.id)

    session.refresh(sheet, ["marks"])
    assert {row.criterion_code: row.units for row in sheet.marks} == {"F1": 8, "F2": 7, "F3": 25}
    assert (sheet.state, sheet.comment, paper.state, paper.sheet_id) == ("final", "Bien", "entered", sheet.id)
    sheets = countable_sheets(session, paper.contest_id)
    assert [one.sheet_id for one in sheets] == [sheet.id]
    assert sheets_with_broken_seal(session, evaluation.contest, sheets) == ()
    assert last_deed(session) == ("sheet_paper.entered", acts[2].actor.user_id)


def test_what_two_people_read_otherwise_a_third_one_settles(session: Session, scene: Scene) -> None:
    _, paper, acts = scene
    received(session, scene, typed(8, 7, 25), typed(8, 1, 25))
    view = sheet_paper(session, paper.id)

    with pytest.raises(WrongState):
        enter_sheet_paper(session, acts[2], paper_id=paper.id)
    with pytest.raises(WrongState):
        settle_sheet_paper(session, acts[0], paper_id=paper.id, typed=typed(8, 7, 25))
    settle_sheet_paper(session, acts[2], paper_id=paper.id, typed=typed(8, 7, 25))
    settle_sheet_paper(session, acts[2], paper_id=paper.id, typed=typed(8, 1, 25))
    sheet = enter_sheet_paper(session, acts[0], paper_id=paper.id)

    session.refresh(sheet, ["marks"])
    assert (view.step, view.differing, view.agreed) == ("comparing", ("F2",), typed(8, None, 25))
    assert {row.criterion_code: row.units for row in sheet.marks} == {"F1": 8, "F2": 1, "F3": 25}


def test_nobody_types_twice_nor_a_third_time_nor_what_did_not_come_in(session: Session, scene: Scene) -> None:
    _, paper, acts = scene
    with pytest.raises(WrongState):
        type_sheet_paper(session, acts[0], paper_id=paper.id, typed=typed(8, 7, 25))
    received(session, scene, typed(8, 7, 25))
    with pytest.raises(Refused):
        type_sheet_paper(session, acts[0], paper_id=paper.id, typed=typed(8, 7, 25))

    place = type_sheet_paper(session, acts[1], paper_id=paper.id, typed=typed(8, 7, 25))

    assert place is Place.SECOND
    with pytest.raises(WrongState):
        type_sheet_paper(session, acts[2], paper_id=paper.id, typed=typed(8, 7, 25))


def test_a_juror_of_the_contest_types_no_sheet(session: Session, scene: Scene) -> None:
    """A juror who also works at the office would see what others gave."""
    evaluation, paper, _ = scene
    received(session, scene)
    evaluation.jurors[1].user_id = evaluation.secretary.id
    session.flush()

    with pytest.raises(Refused) as refusal:
        type_sheet_paper(session, evaluation.by_secretary, paper_id=paper.id, typed=typed(8, 7, 25))

    assert [problem.code for problem in refusal.value.problems] == ["sheet_paper.of_the_panel"]
    with pytest.raises(NotPermitted):
        type_sheet_paper(session, evaluation.by_juror(0), paper_id=paper.id, typed=typed(8, 7, 25))


@pytest.mark.parametrize(
    ("reading", "codes"),
    [
        pytest.param(typed(8, None, 25), ["sheet.criterion_skipped"], id="an empty box"),
        pytest.param(typed(8, 11, 25), ["mark.out_of_range"], id="out of range"),
    ],
)
def test_a_sheet_that_does_not_count_on_a_screen_does_not_count_on_paper(
    session: Session, scene: Scene, reading: TypedSheet, codes: list[str]
) -> None:
    _, paper, acts = scene
    received(session, scene, reading, reading)

    with pytest.raises(Refused) as refusal:
        enter_sheet_paper(session, acts[2], paper_id=paper.id)

    assert [problem.code for problem in refusal.value.problems] == codes


def test_recused_after_the_paper_came_in(session: Session, scene: Scene) -> None:
    evaluation, paper, acts = scene
    received(session, scene, typed(8, 7, 25), typed(8, 7, 25))
    recuse(session, evaluation, juror=0, group=0)

    with pytest.raises(Refused) as refusal:
        enter_sheet_paper(session, acts[2], paper_id=paper.id)

    assert [problem.code for problem in refusal.value.problems] == ["sheet_paper.recused"]


def test_a_returned_sheet_is_written_on_the_screen_again(session: Session, scene: Scene) -> None:
    evaluation, paper, acts = scene
    received(session, scene, typed(8, 7, 25), typed(8, 7, 25))
    sheet = enter_sheet_paper(session, acts[2], paper_id=paper.id)

    return_sheet(session, evaluation.by_secretary, sheet_id=sheet.id, reason="Se leyó mal el 8")
    saved = save(session, evaluation, version=sheet.version)

    assert (paper.state, paper.void_reason, saved.id) == ("void", "Se leyó mal el 8", sheet.id)


def test_a_void_paper_opens_the_screen_and_another_can_be_printed(session: Session, scene: Scene) -> None:
    evaluation, paper, acts = scene
    received(session, scene, typed(8, 7, 25))

    void_sheet_paper(session, acts[0], paper_id=paper.id, reason="Encontró su cargador")
    save(session, evaluation, version=0)
    print_papers(session, acts[0], contest_id=paper.contest_id)

    serials = [
        one.serial
        for one in sheet_papers(session, paper.contest_id)
        if (one.juror_id, one.application_id, one.phase_code)
        == (paper.juror_id, paper.application_id, "FIELD")
    ]
    assert len(serials) == 1
    assert serials != [paper.serial]


def test_the_scoring_does_not_close_over_a_paper_that_is_no_sheet_yet(session: Session, scene: Scene) -> None:
    evaluation = scene[0]
    received(session, scene)

    state = closing_state(session, evaluation.contest)

    assert "closing.paper_left" in {problem.code for problem in state.missing}


def test_both_readings_bind_the_screen_even_when_it_is_ready(session: Session, scene: Scene) -> None:
    """A juror whose draft was complete cannot make it final behind the paper's back."""
    evaluation, paper, acts = scene
    sheet = save(session, evaluation, version=0)
    receive(session, acts[0], paper, Path())

    with pytest.raises(WrongState):
        finalise_sheet(
            session,
            evaluation.by_juror(0),
            application_id=evaluation.applications[0].id,
            phase_code="FIELD",
            expected_version=sheet.version,
        )
