"""The fund is shared out and the documents are issued, through the services of a real contest."""

from contest_portal.accounts.rules.actor import Role
from contest_portal.allocation.queries import live_run
from contest_portal.allocation.services.approve_allocation import approve_allocation
from contest_portal.allocation.services.propose_allocation import propose_allocation
from contest_portal.allocation.views import RunView
from contest_portal.awards.queries import contest_documents
from contest_portal.awards.rules.jury_session import JurySession
from contest_portal.awards.services.ask_agreements import ask_agreements
from contest_portal.awards.services.confirm_agreements import confirm_agreements
from contest_portal.awards.services.issue_acta import issue_acta
from contest_portal.awards.services.issue_resolution import issue_resolution
from contest_portal.trials.ground import INVENTED, Ground
from contest_portal.trials.results import TrialPaper


def share_out(ground: Ground) -> RunView:
    """Propose the allocation and approve it step by step, each by somebody else."""
    at, contest_id = ground.calendar.awarded_at, ground.contest.id
    run = propose_allocation(ground.session, ground.act(Role.SECRETARY, at), contest_id=contest_id)
    for number, step in enumerate(ground.rulebook.approvals, 1):
        approve_allocation(
            ground.session,
            ground.another(Role(step.approver), number, at),
            run_id=run.id,
            result_sha256=run.result_sha256,
            step=number,
        )
    approved = live_run(ground.session, contest_id)
    assert approved is not None  # noqa: S101 - it was approved just now
    return approved


def issue_papers(ground: Ground, run: RunView) -> tuple[TrialPaper, ...]:
    """Issue acta and resolution, and the agreements if anybody won."""
    session, contest_id, calendar = ground.session, ground.contest.id, ground.calendar
    staff = ground.act(Role.STAFF, calendar.awarded_at)
    place = ground.rulebook.venue or INVENTED
    issue_acta(
        session, staff, contest_id=contest_id, told=JurySession(calendar.judged_at, calendar.ended_at, place)
    )
    issue_resolution(session, staff, contest_id=contest_id)
    if run.awards:
        secretary = ground.act(Role.SECRETARY, calendar.awarded_at)
        joint = ask_agreements(session, secretary, contest_id=contest_id)
        confirm_agreements(
            session, staff, contest_id=contest_id, joint_id=joint.id, sha256=joint.content_sha256
        )
    return tuple(
        TrialPaper(paper.kind, paper.code, paper.title, paper.data, paper.data_sha256, paper.issued_at)
        for paper in contest_documents(session, contest_id)
    )
