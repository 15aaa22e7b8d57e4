"""Once the lot for ties is drawn, nothing that it was drawn on changes: no sheet leaves the count, none comes to it."""

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session, selectinload

from contest_portal.jury.absence_models import JurorAbsence
from contest_portal.jury.queries import recusals
from contest_portal.jury.rules.interests import Declaration
from contest_portal.kernel.marks import Mark
from contest_portal.kernel.problems import Refused, WrongState
from contest_portal.scoring.models import Sheet, SheetMark
from contest_portal.scoring.services.declare_interests import declare_interests
from contest_portal.scoring.services.finalise_sheet import finalise_sheet
from contest_portal.scoring.services.return_sheet import return_sheet
from contest_portal.scoring.services.save_sheet import save_sheet
from contest_portal.scoring.services.withdraw_absence import withdraw_absence
from tests.factories.evaluation import JURY_DAY, MARKS, Evaluation
from tests.factories.intruders import open_sheets
from tests.factories.tied import draw, make_tied


def leave(session: Session, scene: Evaluation, juror: int, *groups: int) -> None:
    """Let a juror stand aside for some of the groups."""
    declared = [
        Declaration(group.id, recused=number in groups, reason="Es mi primo" if number in groups else "")
        for number, group in enumerate(scene.applications)
    ]
    declare_interests(session, scene.by_juror(juror), contest_id=scene.contest.id, declarations=declared)


def save(session: Session, scene: Evaluation, juror: int, version: int = 0) -> Sheet:
    return save_sheet(
        session, scene.by_juror(juror), application_id=scene.applications[1].id, phase_code="PUBLIC",
        marks={code: Mark(units) for code, units in MARKS["PUBLIC"].items()}, comment="", expected_version=version,
    )  # fmt: skip


def test_before_the_draw_a_late_interest_takes_a_final_sheet_out_of_the_count(session: Session) -> None:
    scene = make_tied(session)

    leave(session, scene, 0, 1)

    assert recusals(session, scene.contest.id) == {(scene.jurors[0].id, scene.applications[1].id)}


def test_after_the_draw_a_late_interest_is_refused_beside_the_group(session: Session) -> None:
    scene = make_tied(session)
    draw(session, scene)

    with pytest.raises(Refused) as refusal:
        leave(session, scene, 0, 1)

    assert [(p.code, p.field) for p in refusal.value.problems] == [
        ("draw.sheet_counts", f"interest_{scene.applications[1].id}")
    ]
    assert recusals(session, scene.contest.id) == frozenset()


def test_who_has_no_final_sheet_may_still_stand_aside(session: Session) -> None:
    scene = make_tied(session, waits_for=0)
    remove_field_sheet(session, scene)
    draw(session, scene)

    leave(session, scene, 0, 1)

    assert recusals(session, scene.contest.id) == {(scene.jurors[0].id, scene.applications[1].id)}


def remove_field_sheet(session: Session, scene: Evaluation) -> None:
    open_sheets(session)
    own = (Sheet.juror_id == scene.jurors[0].id, Sheet.application_id == scene.applications[1].id)
    session.delete(session.scalars(select(Sheet).where(*own).options(selectinload(Sheet.marks))).one())
    session.flush()


def test_after_the_draw_nobody_begins_a_sheet(session: Session) -> None:
    scene = make_tied(session, waits_for=2)
    draw(session, scene)

    with pytest.raises(WrongState) as refusal:
        save(session, scene, 2)

    assert [problem.code for problem in refusal.value.problems] == ["draw.held"]


def test_after_the_draw_a_sheet_with_a_broken_seal_is_made_whole_again(session: Session) -> None:
    scene = make_tied(session)
    draw(session, scene)
    own = (Sheet.application_id == scene.applications[1].id, Sheet.phase_code == "PUBLIC")
    broken = session.scalars(select(Sheet).where(Sheet.juror_id == scene.jurors[1].id, *own)).one()
    open_sheets(session)
    session.execute(update(SheetMark).where(SheetMark.sheet_id == broken.id).values(units=1))
    returned = return_sheet(session, scene.by_secretary, sheet_id=broken.id, reason="Sello roto")

    saved = save(session, scene, 1, returned.version)
    final = finalise_sheet(
        session, scene.by_juror(1), application_id=scene.applications[1].id, phase_code="PUBLIC",
        expected_version=saved.version,
    )  # fmt: skip

    assert final.state == "final"


def test_after_the_draw_nobody_who_was_absent_comes_back(session: Session) -> None:
    scene = make_tied(session, waits_for=2)
    absent = JurorAbsence(
        juror_id=scene.jurors[2].id, reason="Enfermo", recorded_at=JURY_DAY, recorded_by=scene.secretary.id
    )
    session.add(absent)
    session.flush()
    draw(session, scene)

    with pytest.raises(Refused) as refusal:
        withdraw_absence(session, scene.by_secretary, contest_id=scene.contest.id, juror_id=absent.juror_id)

    assert [problem.code for problem in refusal.value.problems] == ["draw.held"]
