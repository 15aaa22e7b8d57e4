"""Two people at the same time, on a database that really commits."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.kernel.database import Database
from contest_portal.kernel.marks import Mark
from contest_portal.kernel.problems import PortalError, Refused, Stale, WrongState
from contest_portal.scoring.models import Sheet
from contest_portal.scoring.services.close_scoring import close_scoring
from contest_portal.scoring.services.save_sheet import save_sheet
from tests.factories.evaluation import Evaluation, make_evaluation, score_fully
from tests.factories.intruders import open_sheets

PATIENCE = 30


def save(session: Session, act: Act, application_id: int, units: int) -> str:
    try:
        save_sheet(
            session,
            act,
            application_id=application_id,
            phase_code="FIELD",
            marks={"F1": Mark(units)},
            comment="",
            expected_version=0,
        )
    except PortalError as error:
        return type(error).__name__
    return "saved"


def ready_with_an_unwritten_sheet(session: Session) -> tuple[Evaluation, Act, Act]:
    """Make a contest that can close, in which one juror above the quorum has not begun a sheet."""
    scene = make_evaluation(session, groups=("Sumaq Kuy",))
    score_fully(session, scene)
    open_sheets(session)
    for sheet in session.scalars(
        select(Sheet).where(Sheet.juror_id == scene.jurors[2].id, Sheet.phase_code == "FIELD")
    ):
        session.delete(sheet)
    return scene, scene.by_secretary, scene.by_juror(2)


def test_a_sheet_that_comes_while_the_secretary_closes_waits_and_is_refused(own_database: Database) -> None:
    with own_database.transaction() as session:
        scene, secretary, juror = ready_with_an_unwritten_sheet(session)
        contest_id, application_id = scene.contest.id, scene.applications[0].id
    closing, saving = Event(), Event()

    def close() -> None:
        with own_database.transaction() as session:
            close_scoring(session, secretary, contest_id=contest_id)
            closing.set()
            saving.wait(timeout=1)

    def late() -> str:
        closing.wait(PATIENCE)
        saving.set()
        with own_database.transaction() as session:
            return save(session, juror, application_id, 8)

    with ThreadPoolExecutor(2) as people:
        closed, answer = people.submit(close), people.submit(late)
        closed.result(PATIENCE)

        assert answer.result(PATIENCE) == WrongState.__name__


def test_a_sheet_begun_before_the_close_is_seen_by_it(own_database: Database) -> None:
    with own_database.transaction() as session:
        scene, secretary, juror = ready_with_an_unwritten_sheet(session)
        contest_id, application_id = scene.contest.id, scene.applications[0].id
    begun, closing = Event(), Event()

    def early() -> str:
        with own_database.transaction() as session:
            answer = save(session, juror, application_id, 8)
            begun.set()
            closing.wait(timeout=1)
            return answer

    def close() -> list[str]:
        begun.wait(PATIENCE)
        closing.set()
        with own_database.transaction() as session:
            try:
                close_scoring(session, secretary, contest_id=contest_id)
            except Refused as refusal:
                return [problem.code for problem in refusal.problems]
        return []

    with ThreadPoolExecutor(2) as people:
        answer, problems = people.submit(early), people.submit(close)

        assert answer.result(PATIENCE) == "saved"
        assert problems.result(PATIENCE) == ["closing.drafts_left"]


def test_two_devices_of_one_juror_begin_one_sheet(own_database: Database) -> None:
    with own_database.transaction() as session:
        scene = make_evaluation(session, groups=("Sumaq Kuy",))
        juror, application_id = scene.by_juror(0), scene.applications[0].id
    together = Barrier(2, timeout=PATIENCE)

    def device(units: int) -> str:
        together.wait()
        with own_database.transaction() as session:
            return save(session, juror, application_id, units)

    with ThreadPoolExecutor(2) as devices:
        answers = sorted(devices.map(device, (3, 9)))

    assert answers == [Stale.__name__, "saved"]
    with own_database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Sheet)) == 1
