"""The public lot: recorded once, when a tie is left, before anything is computed from its numbers."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.problems import NotPermitted, Refused, WrongState
from contest_portal.scoring.draws import draw_of
from contest_portal.scoring.models import RankingLine, Sheet, SheetMark
from contest_portal.scoring.rules.lot import Draw
from contest_portal.scoring.services.record_attendance import record_attendance
from contest_portal.scoring.services.record_draw import record_draw
from contest_portal.scoring.services.return_sheet import return_sheet
from tests.factories.accounts import act_of, make_user
from tests.factories.evaluation import JURY_DAY, Evaluation, make_evaluation, score_fully
from tests.factories.intruders import open_sheets
from tests.factories.tied import LOT_ONLY, draw, make_tied


def refused(session: Session, scene: Evaluation, **told: object) -> list[str]:
    with pytest.raises(Refused) as refusal:
        draw(session, scene, **told)  # type: ignore[arg-type]
    assert draw_of(session, scene.contest.id) is None
    return [problem.code for problem in refusal.value.problems]


def first_sheet(session: Session) -> Sheet:
    return session.scalars(select(Sheet).order_by(Sheet.id).limit(1)).one()


def test_the_numbers_are_kept_with_who_and_when_and_nothing_is_ranked_yet(session: Session) -> None:
    scene = make_tied(session)

    draw(session, scene)

    assert draw_of(session, scene.contest.id) == Draw(
        numbers="4-17-8-23",
        held_at=JURY_DAY - timedelta(minutes=5),
        witnesses="El jurado y los dos grupos",
        recorded_by="Nélida Poma Crispín",
        recorded_at=JURY_DAY,
    )
    assert session.scalars(select(RankingLine)).all() == []
    row = session.scalars(select(AuditRow).order_by(AuditRow.seq.desc()).limit(1)).one()
    codes = ", ".join(sorted(application.code or "" for application in scene.applications))
    assert (row.action, row.actor_id, json.loads(row.data)["tied"]) == (
        "draw.recorded",
        scene.secretary.id,
        [codes],
    )


def test_a_second_draw_is_refused(session: Session) -> None:
    scene = make_tied(session)
    draw(session, scene)

    with pytest.raises(WrongState) as refusal:
        draw(session, scene, numbers="9 9 9 9")

    assert [problem.code for problem in refusal.value.problems] == ["draw.second"]
    assert (held := draw_of(session, scene.contest.id)) is not None
    assert held.numbers == "4-17-8-23"


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"numbers": "sal y maíz"}, "draw.bad_numbers"),
        ({"numbers": "4 7"}, "draw.bad_numbers"),
        ({"numbers": "1 " * 60}, "draw.bad_numbers"),
        ({"numbers": "\u0664 \u0667 \u0661 \u0661"}, "draw.bad_numbers"),
        ({"witnesses": "  "}, "draw.no_witnesses"),
        ({"held_at": JURY_DAY + timedelta(minutes=1)}, "draw.in_the_future"),
    ],
)
def test_what_is_no_draw_is_refused(session: Session, told: dict[str, object], code: str) -> None:
    assert refused(session, make_tied(session), **told) == [code]


def test_without_a_tie_there_is_nothing_to_draw(session: Session) -> None:
    scene = make_evaluation(session, rulebook=LOT_ONLY)
    score_fully(session, scene)

    assert refused(session, scene) == ["draw.nothing_tied"]


def test_no_lot_is_drawn_before_every_sheet_is_final(session: Session) -> None:
    scene = make_evaluation(session, rulebook=LOT_ONLY)

    assert set(refused(session, scene)) == {"closing.attendance_missing", "closing.below_quorum"}


def test_after_the_draw_no_sheet_comes_back_and_no_attendance_changes(session: Session) -> None:
    scene = make_tied(session)
    draw(session, scene)

    with pytest.raises(Refused) as returned:
        return_sheet(session, scene.by_secretary, sheet_id=first_sheet(session).id, reason="Otra nota")
    with pytest.raises(Refused) as present:
        record_attendance(
            session,
            scene.by_secretary,
            application_id=scene.applications[0].id,
            phase_code="FIELD",
            present=(),
        )

    assert [p.code for p in (*returned.value.problems, *present.value.problems)] == ["draw.held"] * 2


def test_a_sheet_whose_seal_no_longer_holds_comes_back_even_after_the_draw(session: Session) -> None:
    scene = make_tied(session)
    draw(session, scene)
    broken = first_sheet(session)
    open_sheets(session)
    session.execute(update(SheetMark).where(SheetMark.sheet_id == broken.id).values(units=1))

    assert return_sheet(session, scene.by_secretary, sheet_id=broken.id, reason="Sello roto").state == "draft"


@pytest.mark.parametrize("role", [Role.STAFF, Role.JUROR, Role.AUDITOR])
def test_only_the_secretary_records_a_draw(session: Session, role: Role) -> None:
    scene = make_tied(session)

    with pytest.raises(NotPermitted):
        record_draw(
            session,
            act_of(make_user(session, role), JURY_DAY),
            contest_id=scene.contest.id,
            numbers="4 7 1 1",
            witnesses="Nadie",
            held_at=JURY_DAY,
        )
