"""F-02: the process of PostgreSQL that serves a deed is killed: saving a sheet, publishing, proposing, announcing."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.kernel.marks import Mark
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_office, make_user
from tests.factories.allocation import make_full_contest
from tests.factories.contests import make_contest
from tests.factories.evaluation import MARKS, make_evaluation
from tests.factories.publication import make_ready_contest
from tests.faults.grounds import Ground
from tests.faults.tally import Tally, spread
from tests.faults.test_f02_crash_points import (
    SERVER_POINTS_SHORT,
    TWIN,
    gone_through,
    killed_at,
    last_write,
)
from tests.faults.worker import Task


def saving(session: Session) -> Task:
    scene = make_evaluation(session)
    marks = {code: Mark(units) for code, units in MARKS["FIELD"].items()}
    return Task("save", (scene.by_juror(0), scene.applications[0].id, "FIELD", marks))


def publishing(session: Session) -> Task:
    staff = make_user(session, Role.STAFF)
    contest = make_contest(session, make_office(session), staff, state="draft")
    return Task("publish", (act_of(staff, NOON), contest.id, contest.version))


def proposing(session: Session) -> Task:
    scored = make_full_contest(session)
    return Task("propose", (act_of(scored.secretary, NOON), scored.contest.id))


def announcing(session: Session) -> Task:
    scored = make_ready_contest(session)
    return Task("announce", (act_of(scored.staff, NOON), scored.contest.id))


@pytest.mark.parametrize(
    "build", [saving, publishing, proposing, announcing], ids=lambda build: build.__name__
)
@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_a_deed_outlives_the_process_of_the_server_or_leaves_nothing(
    ground: Ground, tally: Tally, build: Callable[[Session], Task]
) -> None:
    tally.begin("F-02", f"{build.__name__}: its backend killed at a statement", ground.kind)
    with ground.with_scene(build) as (scene, task):
        flow = gone_through(scene, task)
        for _, number in spread(flow.points, None if tally.is_long else SERVER_POINTS_SHORT):
            tally.add(killed_at(flow, ("backend", number)))
        last = last_write(scene, task, sabotage=TWIN)
        tally.add_twin(killed_at(flow, ("backend", last), sabotage=TWIN))
    tally.note = f"of {len(flow.points)} points"

    tally.judge(twin_percent=100)
