"""Taking a juror out of a panel: what goes along, and what keeps the person there."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import RoleGrant
from contest_portal.accounts.rules.actor import Role
from contest_portal.jury.models import Interest, Juror
from contest_portal.jury.services.unseat_juror import unseat_juror
from contest_portal.jury.session_models import JurorPresence
from contest_portal.jury.tie_models import TieDecision
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.problems import NotFound, NotPermitted, WrongState
from contest_portal.scoring.reminder_models import SheetReminder
from tests.factories.accounts import act_of, make_user
from tests.factories.assignments import SHARED, make_assignment
from tests.factories.evaluation import JURY_DAY, Evaluation, make_evaluation
from tests.factories.hall import make_ready_hall
from tests.factories.scoring import make_sheet

Prepare = Callable[[Session, Evaluation], None]


def unseat(session: Session, scene: Evaluation, number: int = 0) -> None:
    unseat_juror(session, scene.by_secretary, contest_id=scene.contest.id, juror_id=scene.jurors[number].id)


def kept(session: Session) -> list[int | None]:
    tables = (Juror, Interest, RoleGrant, TieDecision, JurorPresence, SheetReminder, AuditRow)
    return [session.scalar(select(func.count()).select_from(table)) for table in tables]


def with_draft(session: Session, scene: Evaluation) -> None:
    make_sheet(session, scene.jurors[0], scene.applications[0], "FIELD", {"F1": 1}, final=False)


def with_group(session: Session, scene: Evaluation) -> None:
    make_assignment(session, scene.jurors[0], scene.applications[0], scene.secretary)


def with_group_handed_on(session: Session, scene: Evaluation) -> None:
    made = make_assignment(session, scene.jurors[0], scene.applications[0], scene.secretary)
    made.ended_at, made.ended_by, made.end_reason = JURY_DAY, scene.secretary.id, "No llegó"
    session.flush()


@pytest.mark.parametrize(
    ("prepare", "code", "says"),
    [
        pytest.param(with_draft, "juror.has_sheets", "Jurado 1 ya abrió fichas", id="a sheet was begun"),
        pytest.param(with_group, "juror.has_groups", "A Jurado 1 se le asignaron grupos", id="has a group"),
        pytest.param(with_group_handed_on, "juror.has_groups", "A Jurado 1 se le asignaron", id="had one"),
    ],
)
def test_who_has_work_stays_and_nothing_is_lost(
    session: Session, prepare: Prepare, code: str, says: str
) -> None:
    scene = make_evaluation(session, rulebook=SHARED)
    prepare(session, scene)
    before = kept(session)

    with pytest.raises(WrongState) as refusal:
        unseat(session, scene)

    (problem,) = refusal.value.problems
    assert (problem.code, problem.text.startswith(says)) == (code, True)
    assert kept(session) == before


def test_presence_notices_declarations_and_decisions_go_along(session: Session) -> None:
    scene = make_evaluation(session)
    make_ready_hall(session, scene)
    for juror in scene.jurors:
        session.add_all(
            [
                SheetReminder(
                    juror_id=juror.id,
                    missing=1,
                    told_by=scene.secretary.id,
                    told_at=JURY_DAY,
                    read_at=JURY_DAY + timedelta(hours=1),
                ),
                TieDecision(
                    juror_id=juror.id,
                    application_id=scene.applications[0].id,
                    is_conflict=False,
                    keys="centre",
                    evidence="Vive allí.",
                    reason="Ya no",
                    decided_at=JURY_DAY,
                    decided_by=scene.secretary.id,
                ),
            ]
        )
    session.flush()

    unseat(session, scene)

    own = (Interest, TieDecision, JurorPresence, SheetReminder)
    left = [set(session.scalars(select(table.juror_id))) for table in own]
    assert left == [{juror.id for juror in scene.jurors[1:]}] * 4


def test_of_another_panel_nobody_is_taken_out_and_by_nobody_else(session: Session) -> None:
    scene = make_evaluation(session)
    before = kept(session)

    for contest_id, juror_id in ((scene.contest.id, 999_999), (999_999, scene.jurors[0].id)):
        with pytest.raises(NotFound):
            unseat_juror(session, scene.by_secretary, contest_id=contest_id, juror_id=juror_id)
    assert kept(session) == before
    for role in (Role.AUDITOR, Role.JUROR, Role.REPRESENTATIVE):
        act = act_of(make_user(session, role), JURY_DAY)
        with pytest.raises(NotPermitted):
            unseat_juror(session, act, contest_id=scene.contest.id, juror_id=scene.jurors[0].id)
    assert session.scalar(select(func.count()).select_from(Juror)) == 3


@pytest.mark.parametrize("state", ["scored", "announced"])
def test_once_the_scoring_is_closed_a_panel_stays(session: Session, state: str) -> None:
    scene = make_evaluation(session, state=state)

    with pytest.raises(WrongState) as refusal:
        unseat(session, scene)

    assert [problem.code for problem in refusal.value.problems] == ["panel.closed"]
    assert session.scalar(select(func.count()).select_from(Juror)) == 3
