"""Issue one agreement for each winning group."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.allocation.queries import awards_of
from contest_portal.allocation.views import AwardView
from contest_portal.awards.documents.acta import ACTA
from contest_portal.awards.documents.agreement import AGREEMENT, Basis, build_agreement
from contest_portal.awards.documents.resolution import RESOLUTION
from contest_portal.awards.queries import award_subject, contest_subject, issuing_facts, standing_document
from contest_portal.awards.rules.issuing import agreement_problems
from contest_portal.awards.rules.terms import DEFAULT_TERMS, AgreementTerms, terms_problems
from contest_portal.contests.contest_lock import hold_contest
from contest_portal.contests.queries import contest_by_id
from contest_portal.documents.models import Document
from contest_portal.documents.services.issue_document import issue_document
from contest_portal.kernel.problems import WrongState, refuse

log = logging.getLogger(__name__)


def issue_agreements(
    session: Session, act: Act, *, contest_id: int, terms: AgreementTerms = DEFAULT_TERMS
) -> tuple[Document, ...]:
    """Issue the agreements that are missing, in order of place, and give those; the ones that stand are left alone.

    Raises WrongState without a resolution, when none is missing, or when a group has nobody to sign; Refused for
    impossible terms.
    """
    hold_contest(session, contest_id)
    contest = contest_by_id(session, contest_id)
    permit(act.actor, Action.DOCUMENT_ISSUE, Scope(contest_id=contest_id))
    problems = agreement_problems(issuing_facts(session, contest_id))
    acta = standing_document(session, contest_subject(contest_id), ACTA.code)
    resolution = standing_document(session, contest_subject(contest_id), RESOLUTION.code)
    if problems or acta is None or resolution is None:
        raise WrongState(problems)
    refuse(terms_problems(terms))
    basis = Basis(contest, acta, resolution, terms)
    issued = tuple(
        _issue(session, act, basis, award)
        for award in awards_of(session, contest_id)
        if standing_document(session, award_subject(award.award_id), AGREEMENT.code) is None
    )
    log.info("agreements issued", extra={"contest_id": contest_id, "count": len(issued)})
    return issued


def _issue(session: Session, act: Act, basis: Basis, award: AwardView) -> Document:
    return issue_document(
        session,
        act,
        kind=AGREEMENT,
        office=basis.contest.office,
        subject=award_subject(award.award_id),
        title=f"Convenio con el grupo {award.group_name}",
        build=lambda issue: build_agreement(session, basis, award, issue),
    )
