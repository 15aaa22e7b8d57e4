"""A lot is cancelled by an act of somebody else, and drawn anew; both draws are told wherever the result is."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.accounts.rules.actor import Role
from contest_portal.awards.documents.acta import build_acta
from contest_portal.contests.queries import contest_by_id
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.problems import NotPermitted, Refused, WrongState
from contest_portal.publication.bundle_queries import bundle_of
from contest_portal.publication.rules.bundle import BundleCancelledDraw, BundleDraw, write_bundle
from contest_portal.publication.verify import Verifier, read
from contest_portal.scoring.draws import cancelled_draws, draw_of
from contest_portal.scoring.models import PublicDraw, RankingLine, Sheet
from contest_portal.scoring.rules.lot import Cancelled
from contest_portal.scoring.services.cancel_draw import cancel_draw
from contest_portal.scoring.services.close_scoring import close_scoring
from contest_portal.scoring.services.record_draw import record_draw
from contest_portal.scoring.services.return_sheet import return_sheet
from tests.factories.accounts import act_of, make_user
from tests.factories.awards import SESSION
from tests.factories.evaluation import JURY_DAY, Evaluation
from tests.factories.tied import draw, make_tied

LATER = JURY_DAY + timedelta(minutes=10)
ACT, REASON = "Memorando 15", "Una asistencia estaba mal anotada"


def cancel(session: Session, scene: Evaluation, who: User, document: str = ACT, reason: str = REASON) -> None:
    cancel_draw(session, act_of(who, LATER), contest_id=scene.contest.id, document=document, reason=reason)


def draw_anew(session: Session, scene: Evaluation, numbers: str, *, minutes: int = 5) -> None:
    held_at, recorded = (
        LATER + timedelta(minutes=minutes),
        act_of(scene.secretary, LATER + timedelta(hours=1)),
    )
    record_draw(
        session,
        recorded,
        contest_id=scene.contest.id,
        numbers=numbers,
        witnesses="El jurado",
        held_at=held_at,
    )


def test_what_the_draw_held_can_be_corrected_and_both_draws_are_told(session: Session) -> None:
    scene = make_tied(session)
    contest_id, staff = scene.contest.id, make_user(session, Role.STAFF)
    draw(session, scene)

    cancel(session, scene, staff, f" {ACT} ", REASON)

    row = session.scalars(select(AuditRow).order_by(AuditRow.seq.desc()).limit(1)).one()
    kept = Cancelled(
        "4-17-8-23", JURY_DAY - timedelta(minutes=5), "El jurado y los dos grupos", ACT, REASON, LATER
    )
    assert (draw_of(session, contest_id), cancelled_draws(session, contest_id)) == (None, (kept,))
    assert (row.action, row.actor_id, json.loads(row.data)) == (
        "draw.cancelled",
        staff.id,
        {"numbers": "4-17-8-23", "document": ACT, "reason": REASON},
    )

    for numbers, minutes in (("4-17-8-23", 5), ("9 9 9 9", -1)):
        with pytest.raises(Refused) as refusal:
            draw_anew(session, scene, numbers, minutes=minutes)
        assert [problem.code for problem in refusal.value.problems] == ["draw.not_anew"]
    draw_anew(session, scene, "9 9 9 9")
    close_scoring(session, act_of(scene.secretary, LATER + timedelta(hours=2)), contest_id=contest_id)

    contest = contest_by_id(session, contest_id)
    acta, bundle = build_acta(session, contest, SESSION), bundle_of(session, contest)
    failed = Verifier(read(write_bundle(bundle).encode())).report()["failed"]
    assert acta.draw is not None
    assert (acta.draw.numbers, [(one.numbers, one.document) for one in acta.cancelled_draws]) == (
        "9-9-9-9",
        [("4-17-8-23", ACT)],
    )
    assert bundle.draw == BundleDraw("9-9-9-9", LATER + timedelta(minutes=5))
    assert bundle.cancelled_draws == (BundleCancelledDraw(kept.numbers, kept.held_at, LATER),)
    assert (failed, len(session.scalars(select(RankingLine)).all())) == ([], 2)


def test_a_sheet_goes_back_once_the_draw_is_cancelled(session: Session) -> None:
    scene = make_tied(session)
    draw(session, scene)
    sheet = session.scalars(select(Sheet).order_by(Sheet.id).limit(1)).one()

    def give_back() -> None:
        return_sheet(session, act_of(scene.secretary, LATER), sheet_id=sheet.id, reason="Puntaje equivocado")

    with pytest.raises(Refused):
        give_back()
    cancel(session, scene, make_user(session, Role.STAFF))
    give_back()

    assert sheet.state == "draft"


@pytest.mark.parametrize(
    ("document", "reason", "codes"),
    [
        (" ", REASON, ["draw.document"]),
        (ACT, "", ["draw.reason"]),
        ("x" * 121, "x" * 401, ["draw.document", "draw.reason"]),
    ],
)
def test_an_act_and_a_reason_are_needed(
    session: Session, document: str, reason: str, codes: list[str]
) -> None:
    scene = make_tied(session)
    draw(session, scene)

    with pytest.raises(Refused) as refusal:
        cancel(session, scene, make_user(session, Role.STAFF), document, reason)

    assert [problem.code for problem in refusal.value.problems] == codes
    assert draw_of(session, scene.contest.id) is not None


def test_it_takes_another_person_of_the_programme_a_draw_and_an_open_scoring(session: Session) -> None:
    scene, staff = make_tied(session), make_user(session, Role.STAFF)
    with pytest.raises(WrongState):
        cancel(session, scene, staff)
    draw(session, scene)
    with pytest.raises(NotPermitted):
        cancel(session, scene, scene.secretary)
    both = make_user(session, Role.STAFF)
    session.execute(update(PublicDraw).values(recorded_by=both.id))
    with pytest.raises(Refused) as refusal:
        cancel(session, scene, both)
    assert [problem.code for problem in refusal.value.problems] == ["draw.same_person"]
    close_scoring(session, act_of(scene.secretary, LATER), contest_id=scene.contest.id)
    with pytest.raises(WrongState):
        cancel(session, scene, staff)
