"""Final sheets: complete, sealed, and given back only by the secretary with a reason."""

import json

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.contests.queries import rulebook_sha256
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.canonical import canonical_json, sha256_hex
from contest_portal.kernel.problems import NotFound, NotPermitted, Refused, Stale, WrongState
from contest_portal.scoring.models import Sheet, SheetMark
from contest_portal.scoring.services.finalise_sheet import finalise_sheet
from contest_portal.scoring.services.return_sheet import return_sheet
from contest_portal.scoring.version_models import SheetVersion
from tests.factories.accounts import act_of, make_user
from tests.factories.evaluation import JURY_DAY, MARKS, Evaluation, make_evaluation
from tests.factories.intruders import open_sheets
from tests.factories.scoring import make_attendance, make_sheet


def finalise(
    session: Session, scene: Evaluation, *, phase: str = "FIELD", expected_version: int = 1
) -> Sheet:
    return finalise_sheet(
        session,
        scene.by_juror(0),
        application_id=scene.applications[0].id,
        phase_code=phase,
        expected_version=expected_version,
    )


def draft(session: Session, scene: Evaluation, phase: str = "FIELD", *, without: str = "") -> Sheet:
    marks = {code: units for code, units in MARKS[phase].items() if code != without}
    return make_sheet(session, scene.jurors[0], scene.applications[0], phase, marks, final=False)


def last_audit(session: Session) -> AuditRow:
    return session.scalars(select(AuditRow).order_by(AuditRow.seq.desc()).limit(1)).one()


def test_a_complete_sheet_is_sealed_over_its_canonical_content(session: Session) -> None:
    scene = make_evaluation(session)
    make_attendance(session, scene.applications[0], scene.secretary, present=4)
    draft(session, scene)

    sheet = finalise(session, scene)

    content = {
        "application": scene.applications[0].code,
        "contest": scene.contest.code,
        "juror": scene.jurors[0].id,
        "marks": MARKS["FIELD"],
        "phase": "FIELD",
        "rulebook_sha256": rulebook_sha256(session, scene.contest.id),
    }
    assert (sheet.state, sheet.sealed_at, sheet.sealed_sha256) == (
        "final",
        JURY_DAY,
        sha256_hex(canonical_json(content)),
    )
    assert json.loads(last_audit(session).data)["seal"] == sheet.sealed_sha256


def test_the_factory_seals_as_the_service_does(session: Session) -> None:
    scene = make_evaluation(session)
    make_attendance(session, scene.applications[0], scene.secretary, present=4)
    draft(session, scene)
    sealed = finalise(session, scene).sealed_sha256
    open_sheets(session)
    for table in (SheetVersion, SheetMark, Sheet):
        session.query(table).delete()
    session.expunge_all()

    made = make_sheet(session, scene.jurors[0], scene.applications[0], "FIELD", MARKS["FIELD"])

    assert made.sealed_sha256 == sealed


def test_a_skipped_criterion_blocks_and_is_named(session: Session) -> None:
    scene = make_evaluation(session)
    make_attendance(session, scene.applications[0], scene.secretary, present=4)
    sheet = draft(session, scene, without="F2")

    with pytest.raises(Refused) as refusal:
        finalise(session, scene)

    assert [(p.code, p.field) for p in refusal.value.problems] == [("sheet.criterion_skipped", "F2")]
    assert (sheet.state, sheet.sealed_at) == ("draft", None)


def test_a_sheet_that_was_never_saved_names_every_criterion(session: Session) -> None:
    scene = make_evaluation(session)

    with pytest.raises(Refused) as refusal:
        finalise(session, scene, expected_version=0)

    assert [p.code for p in refusal.value.problems] == ["sheet.criterion_skipped"] * 3 + ["sheet.not_begun"]


def test_the_field_sheet_waits_for_the_attendance_and_the_public_one_does_not(session: Session) -> None:
    scene = make_evaluation(session)
    draft(session, scene, "FIELD")
    draft(session, scene, "PUBLIC")

    with pytest.raises(Refused) as refusal:
        finalise(session, scene, phase="FIELD")

    assert [p.code for p in refusal.value.problems] == ["attendance.missing"]
    assert finalise(session, scene, phase="PUBLIC").state == "final"


def test_a_version_that_is_not_the_present_one_is_stale(session: Session) -> None:
    scene = make_evaluation(session)
    draft(session, scene, "PUBLIC")

    with pytest.raises(Stale):
        finalise(session, scene, phase="PUBLIC", expected_version=7)


def test_a_sheet_is_made_final_once(session: Session) -> None:
    scene = make_evaluation(session)
    draft(session, scene, "PUBLIC")
    sheet = finalise(session, scene, phase="PUBLIC")

    with pytest.raises(WrongState):
        finalise(session, scene, phase="PUBLIC", expected_version=sheet.version)


def test_a_returned_sheet_is_a_draft_with_its_marks_and_the_reason(session: Session) -> None:
    scene = make_evaluation(session)
    sheet = make_sheet(session, scene.jurors[0], scene.applications[0], "FIELD", MARKS["FIELD"])
    seal = sheet.sealed_sha256

    return_sheet(session, scene.by_secretary, sheet_id=sheet.id, reason="Se calificó a otro grupo")

    marks = session.execute(select(SheetMark.criterion_code, SheetMark.units)).all()
    assert dict(marks) == MARKS["FIELD"]
    assert (sheet.state, sheet.sealed_at, sheet.sealed_sha256, sheet.returned_reason) == (
        "draft",
        None,
        None,
        "Se calificó a otro grupo",
    )
    assert json.loads(last_audit(session).data) == {
        "application_id": scene.applications[0].id,
        "broken_seal": seal,
        "phase": "FIELD",
        "reason": "Se calificó a otro grupo",
    }


@pytest.mark.parametrize("reason", ["", "x" * 401])
def test_a_return_needs_a_reason_of_reasonable_length(session: Session, reason: str) -> None:
    scene = make_evaluation(session)
    sheet = make_sheet(session, scene.jurors[0], scene.applications[0], "FIELD", MARKS["FIELD"])

    with pytest.raises(Refused) as refusal:
        return_sheet(session, scene.by_secretary, sheet_id=sheet.id, reason=reason)

    assert [(p.code, p.field) for p in refusal.value.problems] == [("sheet.return_reason", "reason")]
    assert sheet.state == "final"


def test_a_draft_is_not_returned(session: Session) -> None:
    scene = make_evaluation(session)
    sheet = draft(session, scene)

    with pytest.raises(WrongState):
        return_sheet(session, scene.by_secretary, sheet_id=sheet.id, reason="Por error")


def test_after_the_close_no_sheet_is_returned(session: Session) -> None:
    scene = make_evaluation(session, state="scored")
    sheet = make_sheet(session, scene.jurors[0], scene.applications[0], "FIELD", MARKS["FIELD"])

    with pytest.raises(WrongState):
        return_sheet(session, scene.by_secretary, sheet_id=sheet.id, reason="Tarde")


@pytest.mark.parametrize("role", [Role.STAFF, Role.JUROR, Role.AUDITOR, Role.ADMIN])
def test_only_the_secretary_returns(session: Session, role: Role) -> None:
    scene = make_evaluation(session)
    sheet = make_sheet(session, scene.jurors[0], scene.applications[0], "FIELD", MARKS["FIELD"])

    with pytest.raises(NotPermitted):
        return_sheet(session, act_of(make_user(session, role), JURY_DAY), sheet_id=sheet.id, reason="No")


def test_a_sheet_that_is_not_there_is_not_found(session: Session) -> None:
    scene = make_evaluation(session)

    with pytest.raises(NotFound):
        return_sheet(session, scene.by_secretary, sheet_id=9_999, reason="No")
