"""Issue the certificates of the winning groups, all that are missing or that of one."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.allocation.queries import awards_of
from contest_portal.allocation.views import AwardView
from contest_portal.awards.documents import titles
from contest_portal.awards.documents.certificate import CERTIFICATE, build_certificate
from contest_portal.awards.documents.resolution import RESOLUTION
from contest_portal.awards.queries import award_subject, contest_subject, issuing_facts, standing_document
from contest_portal.awards.rules.issuing import certificate_problems
from contest_portal.contests.contest_lock import hold_contest
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import contest_by_id
from contest_portal.documents.models import Document
from contest_portal.documents.services.issue_document import issue_document
from contest_portal.kernel.problems import N_, NotFound, Problem, WrongState

log = logging.getLogger(__name__)


def issue_certificates(
    session: Session, act: Act, *, contest_id: int, award_id: int | None = None
) -> tuple[Document, ...]:
    """Issue the certificates that are missing, in order of place, and give those; with `award_id` that one alone.

    Raises WrongState without a resolution or when none is missing, NotFound for an award that does not stand here,
    Refused with what the text of the office lacks.
    """
    hold_contest(session, contest_id)
    contest = contest_by_id(session, contest_id)
    permit(act.actor, Action.DOCUMENT_ISSUE, Scope(contest_id=contest_id))
    problems = certificate_problems(issuing_facts(session, contest_id))
    resolution = standing_document(session, contest_subject(contest_id), RESOLUTION.code)
    if problems or resolution is None:
        raise WrongState(problems)
    wanted = [award for award in awards_of(session, contest_id) if award_id in (None, award.award_id)]
    if not wanted:
        raise NotFound(f"award {award_id} of contest {contest_id}")
    missing = [
        award
        for award in wanted
        if standing_document(session, award_subject(award.award_id), CERTIFICATE.code) is None
    ]
    if not missing:
        raise WrongState([_EXISTS])
    issued = tuple(_issue(session, act, contest, award, resolution) for award in missing)
    log.info("certificates issued", extra={"contest_id": contest_id, "count": len(issued)})
    return issued


def _issue(session: Session, act: Act, contest: Contest, award: AwardView, resolution: Document) -> Document:
    return issue_document(
        session,
        act,
        kind=CERTIFICATE,
        office=contest.office,
        subject=award_subject(award.award_id),
        title=titles.CERTIFIED.format(group=award.group_name),
        build=lambda _issue: build_certificate(session, contest, award, resolution=resolution),
    )


_EXISTS = Problem(
    "certificate.exists",
    field="award_id",
    message=N_("El certificado de este grupo ya está emitido. Para emitir otro, anule primero el vigente."),
)
