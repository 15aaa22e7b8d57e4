"""A contest that went its whole way through the services, so that its bundle must hold to the last céntimo."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.accounts.rules.actor import Role
from contest_portal.allocation.services.approve_allocation import approve_allocation
from contest_portal.allocation.services.propose_allocation import propose_allocation
from contest_portal.publication.services.announce_results import announce_results
from contest_portal.scoring.models import Sheet
from contest_portal.scoring.services.close_scoring import close_scoring
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_user
from tests.factories.allocation import ScoredContest
from tests.factories.evaluation import JURY_DAY, Evaluation, make_evaluation, score_fully
from tests.factories.publication import make_document
from tests.factories.scoring import make_attendance, make_sheet, note_seal

NAMES = ("Sumaq Kuy", "Pan de Chahuarma", "Qori Sara")


def make_closed(session: Session) -> Evaluation:
    """Make a contest of three groups with its scoring closed: the last one is disqualified for its absences."""
    scene = make_evaluation(session, groups=NAMES)
    absent = scene.applications.pop()
    score_fully(session, scene)
    make_attendance(session, absent, scene.secretary, present=1)
    make_sheet(session, scene.jurors[0], absent, "FIELD", {"F1": 1, "F2": 2, "F3": 3})
    scene.applications.append(absent)
    close_scoring(session, scene.by_secretary, contest_id=scene.contest.id)
    return scene


def make_public(session: Session) -> Evaluation:
    """Take it to the announcement."""
    scene = make_closed(session)
    for sheet in session.scalars(select(Sheet).order_by(Sheet.id)):
        note_seal(session, sheet)
    staff = make_user(session, Role.STAFF)
    run = propose_allocation(session, scene.by_secretary, contest_id=scene.contest.id)
    approve_allocation(session, act_of(staff, JURY_DAY), run_id=run.id, result_sha256=run.result_sha256)
    scored = as_scored(scene, staff)
    for kind in ("acta", "resolution"):
        make_document(session, scored, kind)
    announce_results(session, act_of(staff, NOON), contest_id=scene.contest.id)
    return scene


def as_scored(scene: Evaluation, staff: User) -> ScoredContest:
    """Give the same contest as those who allocate it know it."""
    return ScoredContest(scene.contest, scene.contest.office, scene.secretary, staff, scene.centre)
