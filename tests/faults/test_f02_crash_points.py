"""F-02: a process dies before any system call, or any statement, of a deed: the deed is there whole or not at all."""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from contest_portal.awards.queries import contest_documents
from contest_portal.awards.services.issue_agreements import issue_agreements
from contest_portal.kernel.marks import Mark
from contest_portal.scoring.services.save_sheet import save_sheet
from tests.conftest import NOON
from tests.factories.accounts import act_of
from tests.factories.allocation import make_full_contest, make_proposed
from tests.factories.applying import make_village
from tests.factories.awards import issued_resolution, make_awarded_contest
from tests.factories.evaluation import MARKS, make_evaluation
from tests.factories.scoring import make_attendance
from tests.faults.crew import PATIENCE_SECONDS, member
from tests.faults.grounds import Ground, rows_of, unsound
from tests.faults.syscalls import calls, traced
from tests.faults.tally import Tally, spread
from tests.faults.worker import Outcome, Task

DEADLY = ("pwrite64", "fdatasync")
POINTS_SHORT, SERVER_POINTS_SHORT = 6, 2
TWIN = "every_statement_commits"


def sending(session: Session) -> Task:
    village = make_village(session)
    return Task("submit", (village.act(), village.draft().id))


def sealing(session: Session) -> Task:
    scene = make_evaluation(session)
    application, act = scene.applications[0], scene.by_juror(0)
    make_attendance(session, application, scene.secretary, present=4)
    marks = {code: Mark(units) for code, units in MARKS["FIELD"].items()}
    given = {"application_id": application.id, "phase_code": "FIELD", "marks": marks}
    sheet = save_sheet(session, act, **given, comment="", expected_version=0)
    return Task("seal", (act, application.id, "FIELD", sheet.version))


def approving(session: Session) -> Task:
    scored = make_full_contest(session)
    run = make_proposed(session, scored)
    return Task("approve", (act_of(scored.staff, NOON), run.id, run.result_sha256))


def issuing(session: Session) -> Task:
    awarded = make_awarded_contest(session)
    issued_resolution(session, awarded)
    return Task("agreements", (act_of(awarded.staff, NOON), awarded.contest.id))


def voiding(session: Session) -> Task:
    awarded = make_awarded_contest(session)
    issued_resolution(session, awarded)
    act = act_of(awarded.staff, NOON)
    issue_agreements(session, act, contest_id=awarded.contest.id)
    last = contest_documents(session, awarded.contest.id)[-1]
    return Task("void", (act, awarded.contest.id, last.id))


FLOWS = (sending, sealing, approving, issuing, voiding)
Point = tuple[str, int]


@dataclass(frozen=True)
class Flow:
    """A deed in its scene: how many rows there are before and after it, and what did not hold before."""

    scene: Ground
    task: Task
    before: dict[str, int]
    after: dict[str, int]
    known: list[str]
    points: list[Point]


@pytest.mark.parametrize("build", FLOWS, ids=lambda build: build.__name__)
def test_a_deed_is_there_whole_or_not_at_all(
    ground: Ground, tally: Tally, build: Callable[[Session], Task]
) -> None:
    where = "system call" if ground.kind == "sqlite" else "statement"
    tally.begin("F-02", f"{build.__name__}: killed at a {where}", ground.kind)
    with ground.with_scene(build) as (scene, task):
        flow = gone_through(scene, task)
        for point in spread(flow.points, None if tally.is_long else POINTS_SHORT):
            tally.add(killed_at(flow, point))
        point = ("statement", last_write(scene, task, sabotage=TWIN))
        tally.add_twin(killed_at(flow, point, sabotage=TWIN))
        if ground.kind == "postgresql":
            tally.what += ", or its backend"
            for _, number in spread(flow.points, None if tally.is_long else SERVER_POINTS_SHORT):
                tally.add(killed_at(flow, ("backend", number)))
            tally.add_twin(killed_at(flow, ("backend", point[1]), sabotage=TWIN))
    tally.note = f"of {len(flow.points)} points"

    tally.judge(twin_percent=100)


def gone_through(scene: Ground, task: Task) -> Flow:
    """Do the deed once unharmed, and find every point at which it may be killed."""
    log = scene.folder / "points"
    with scene.copy() as url:
        before, known = rows_of(url), unsound(url)
        with member(url) as process:
            if scene.kind == "sqlite":
                with traced(process.pid, log, "-e", f"trace={','.join(DEADLY)}"):
                    done = carried_out(process.begin, process.outcome, task)
                counted = Counter(call.name for call in calls(log))
                points = [(name, number + 1) for name in DEADLY for number in range(counted[name])]
            else:
                done = carried_out(process.begin, process.outcome, task)
                points = [("statement", number + 1) for number in range(done.statements)]
        return Flow(scene, task, before, rows_of(url), known, points)


def carried_out(begin: Callable[[Task], None], outcome: Callable[[], Outcome | None], task: Task) -> Outcome:
    begin(task)
    came = outcome()
    assert came
    assert came.state == "done", came
    return came


def last_write(scene: Ground, task: Task, *, sabotage: str) -> int:
    """Give the last statement of the deed that writes; the twin has fewer, since it begins nothing."""
    with scene.copy() as url, member(url, sabotage=sabotage) as process:
        return carried_out(process.begin, process.outcome, task).last_write


def killed_at(flow: Flow, point: Point, *, sabotage: str = "") -> list[str]:
    """Kill the deed there, look at what is left, do it again, and look once more."""
    with flow.scene.copy() as url:
        found = killed(flow, url, point, sabotage)
        left = rows_of(url)
        if left not in (flow.before, flow.after):
            found.append(f"killed at {point}: done by half, {difference(flow, left)}")
        found += unsound(url, known=flow.known)
        with member(url) as process:
            process.begin(flow.task)
            process.outcome()
        if rows_of(url) != flow.after:
            found.append(f"killed at {point}: done again, {difference(flow, rows_of(url))}")
        return found + unsound(url, known=flow.known)


def killed(flow: Flow, url: str, point: Point, sabotage: str) -> list[str]:
    """Begin the deed and kill it there; what was told, if somebody was left to be told."""
    name, number = point
    if name == "backend":
        sync_commits(url)
    with member(url, sabotage=sabotage) as process:
        if name == "backend":
            process.begin(Task(flow.task.deed, flow.task.given, dies_at=number, is_server_killed=True))
            told = process.outcome()
            wait_until_it_is_back(url)
            return [] if told and told.state == "away" else [f"killed at {point}: told {told}"]
        if name == "statement":
            process.begin(Task(flow.task.deed, flow.task.given, dies_at=number))
            came = process.outcome()
        else:
            inject = f"inject={name}:signal=SIGKILL:when={number}"
            with traced(process.pid, flow.scene.folder / "killed", "-e", f"trace={name}", "-e", inject):
                process.begin(flow.task)
                came = process.outcome()
    assert came is None, f"not killed at {point}: {came}"
    return []


def sync_commits(url: str) -> None:
    """Let the server write its log at each commit, as it usually does: else its death takes the last ones along."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'ALTER DATABASE "{engine.url.database}" SET synchronous_commit TO on'))
    engine.dispose()


def wait_until_it_is_back(url: str) -> None:
    """Let the server recover from the death of one of its processes, for which it ends all of them."""
    end = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            rows_of(url)
        except OperationalError:
            assert time.monotonic() < end, "the database did not come back"
            time.sleep(0.1)
        else:
            return


def difference(flow: Flow, left: dict[str, int]) -> dict[str, int]:
    return {name: count for name, count in left.items() if count != flow.before.get(name, 0)}
