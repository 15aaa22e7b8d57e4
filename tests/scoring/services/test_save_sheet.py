"""Drafts: who may write, what may be written, and what a stale or sealed sheet answers."""

from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.jury.models import Interest
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.marks import Mark
from contest_portal.kernel.problems import NotFound, NotPermitted, Refused, Stale, WrongState
from contest_portal.scoring.models import Sheet, SheetMark
from contest_portal.scoring.services.save_sheet import save_sheet
from tests.factories.accounts import act_of, make_user
from tests.factories.evaluation import JURY_DAY, MARKS, Evaluation, make_evaluation
from tests.factories.scoring import make_interest, make_sheet


def save(session: Session, scene: Evaluation, marks: Mapping[str, int], **changes: Any) -> Sheet:
    values: dict[str, Any] = {
        "application_id": scene.applications[0].id,
        "phase_code": "FIELD",
        "marks": {code: Mark(units) for code, units in marks.items()},
        "comment": "",
        "expected_version": 0,
    }
    return save_sheet(session, scene.by_juror(0), **{**values, **changes})


def stored(session: Session) -> dict[str, int]:
    rows = session.execute(select(SheetMark.criterion_code, SheetMark.units).order_by(SheetMark.id)).all()
    return dict(rows)


def test_the_first_save_begins_the_sheet(session: Session) -> None:
    scene = make_evaluation(session)

    sheet = save(session, scene, {"F1": 8}, comment="Buena organización")

    assert (sheet.juror_id, sheet.state, sheet.comment, sheet.version) == (
        scene.jurors[0].id,
        "draft",
        "Buena organización",
        1,
    )
    assert stored(session) == {"F1": 8}


def test_a_cleared_mark_is_a_skipped_criterion_again_and_no_zero(session: Session) -> None:
    scene = make_evaluation(session)
    save(session, scene, {"F1": 8, "F2": 7})

    save(session, scene, {"F2": 6, "F3": 20}, expected_version=1)

    assert stored(session) == {"F2": 6, "F3": 20}


def test_every_save_is_a_new_version_even_when_only_marks_change(session: Session) -> None:
    scene = make_evaluation(session)

    versions = [save(session, scene, {"F1": n}, expected_version=n).version for n in range(3)]

    assert versions == [1, 2, 3]


@pytest.mark.parametrize("expected_version", [0, 2])
def test_a_stale_save_overwrites_nothing(session: Session, expected_version: int) -> None:
    scene = make_evaluation(session)
    save(session, scene, {"F1": 8})

    with pytest.raises(Stale):
        save(session, scene, {"F1": 1}, expected_version=expected_version)

    assert stored(session) == {"F1": 8}


def test_marks_that_do_not_fit_are_all_named_and_nothing_is_stored(session: Session) -> None:
    scene = make_evaluation(session)

    with pytest.raises(Refused) as refusal:
        save(session, scene, {"F1": 11, "F2": 10, "F9": 1}, comment="x" * 2001)

    assert [(p.code, p.field) for p in refusal.value.problems] == [
        ("mark.out_of_range", "F1"),
        ("mark.unknown_criterion", "F9"),
        ("sheet.comment_too_long", "comment"),
    ]
    assert session.scalars(select(Sheet)).all() == []


def test_a_final_sheet_is_not_written(session: Session) -> None:
    scene = make_evaluation(session)
    sheet = make_sheet(session, scene.jurors[0], scene.applications[0], "FIELD", MARKS["FIELD"])
    seal = sheet.sealed_sha256

    with pytest.raises(WrongState):
        save(session, scene, {"F1": 1}, expected_version=1)

    assert (stored(session), sheet.sealed_sha256) == (MARKS["FIELD"], seal)


@pytest.mark.parametrize("state", ["published", "scored", "allocated", "announced"])
def test_outside_the_evaluation_no_sheet_is_written(session: Session, state: str) -> None:
    scene = make_evaluation(session, state=state)

    with pytest.raises(WrongState) as refusal:
        save(session, scene, {"F1": 1})

    assert [p.code for p in refusal.value.problems] == ["scoring.closed"]


def test_a_recused_juror_may_not_write(session: Session) -> None:
    scene = make_evaluation(session, declared=False)
    make_interest(session, scene.jurors[0], scene.applications[0], recused=True)

    with pytest.raises(NotPermitted):
        save(session, scene, {"F1": 8})


def test_a_juror_declares_before_any_sheet_opens(session: Session) -> None:
    scene = make_evaluation(session, declared=False)

    with pytest.raises(Refused) as refusal:
        save(session, scene, {"F1": 8})

    assert [p.code for p in refusal.value.problems] == ["interest.undeclared"]


def test_a_phase_that_is_not_the_jurors_is_not_found(session: Session) -> None:
    scene = make_evaluation(session)
    scene.jurors[0].phases = "PUBLIC"
    session.flush()

    with pytest.raises(NotFound):
        save(session, scene, {"F1": 8})


def test_a_group_of_another_contest_and_an_unknown_one_are_not_found(session: Session) -> None:
    scene = make_evaluation(session)
    stranger = act_of(make_user(session, Role.JUROR), JURY_DAY)

    with pytest.raises(NotFound):
        save(session, scene, {"F1": 8}, application_id=9_999)
    with pytest.raises(NotFound):
        save_sheet(
            session,
            stranger,
            application_id=scene.applications[0].id,
            phase_code="FIELD",
            marks={},
            comment="",
            expected_version=0,
        )


def test_a_seat_without_the_role_may_not_write(session: Session) -> None:
    scene = make_evaluation(session)
    scene.users[0].grants.clear()
    session.flush()

    with pytest.raises(NotPermitted):
        save(session, scene, {"F1": 8})


def test_the_audit_row_of_a_draft_tells_no_mark(session: Session) -> None:
    scene = make_evaluation(session)

    sheet = save(session, scene, {"F1": 8, "F2": 7})

    row = session.scalars(select(AuditRow).order_by(AuditRow.seq.desc()).limit(1)).one()
    assert (row.action, row.subject, row.data) == (
        "sheet.saved",
        f"sheet:{sheet.id}",
        f'{{"application_id":{scene.applications[0].id},"marked":2,"phase":"FIELD","version":1}}',
    )


def test_each_juror_has_a_sheet_of_its_own(session: Session) -> None:
    scene = make_evaluation(session)
    save(session, scene, {"F1": 8})

    save_sheet(
        session,
        scene.by_juror(1),
        application_id=scene.applications[0].id,
        phase_code="FIELD",
        marks={"F1": Mark(3)},
        comment="",
        expected_version=0,
    )

    assert session.scalars(select(Sheet.juror_id).order_by(Sheet.id)).all() == [
        scene.jurors[0].id,
        scene.jurors[1].id,
    ]
    assert session.scalars(select(Interest.recused)).all() == [False] * 6
