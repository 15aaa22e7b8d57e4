"""What the papers of a contest lack, looked up before anybody issues them: no number is taken."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from contest_portal.allocation.queries import awards_of
from contest_portal.allocation.views import AwardView
from contest_portal.awards.documents.acta import ACTA, build_acta
from contest_portal.awards.documents.agreement import AGREEMENT, Basis, build_agreement
from contest_portal.awards.documents.certificate import CERTIFICATE, build_certificate
from contest_portal.awards.documents.resolution import RESOLUTION, build_resolution
from contest_portal.awards.documents.result_notice import RESULT_NOTICE
from contest_portal.awards.queries import (
    award_subject,
    contest_subject,
    proposed_session,
    standing_document,
)
from contest_portal.awards.result_notices import notices_to_issue
from contest_portal.awards.rules.terms import DEFAULT_TERMS
from contest_portal.contests.models import Contest
from contest_portal.documents.letterhead import letterhead_of
from contest_portal.documents.rules.kinds import DocumentKind, Issue
from contest_portal.documents.text_queries import wording_in_force
from contest_portal.documents.texts.preview import unnumbered
from contest_portal.documents.texts.printing import missing_in
from contest_portal.kernel.problems import Problem


@dataclass(frozen=True, slots=True)
class Lacking:
    """What a paper lacks; `code` names the group that it is for, where there is one for each."""

    problem: Problem
    code: str = ""


def acta_lacks(session: Session, contest: Contest, at: datetime) -> tuple[Lacking, ...]:
    """Name what the acta would lack, with the session as it is proposed."""
    doc = build_acta(session, contest, proposed_session(session, contest.id))
    return _lacks(session, contest, ACTA, doc, unnumbered(session, ACTA, contest.office, at))


def resolution_lacks(session: Session, contest: Contest, at: datetime) -> tuple[Lacking, ...]:
    """Name what the resolution would lack; nothing while there is no acta to rest on."""
    acta = standing_document(session, contest_subject(contest.id), ACTA.code)
    if acta is None:
        return ()
    doc = build_resolution(session, contest, acta=acta)
    return _lacks(session, contest, RESOLUTION, doc, unnumbered(session, RESOLUTION, contest.office, at))


def agreement_lacks(session: Session, contest: Contest, at: datetime) -> tuple[Lacking, ...]:
    """Name what each agreement that is not issued yet would lack, in order of place."""
    return tuple(_agreement_lacks(session, contest, at))


def notice_lacks(session: Session, contest: Contest, at: datetime) -> tuple[Lacking, ...]:
    """Name what the notice of each group would lack if the result were announced now."""
    issue = unnumbered(session, RESULT_NOTICE, contest.office, at)
    return tuple(
        lacking
        for _, notice in notices_to_issue(session, contest, at)
        for lacking in _lacks(session, contest, RESULT_NOTICE, notice, issue, notice.application_code)
    )


def certificate_lacks(session: Session, contest: Contest, at: datetime) -> tuple[Lacking, ...]:
    """Name what each certificate that is not issued yet would lack, in order of place."""
    resolution = standing_document(session, contest_subject(contest.id), RESOLUTION.code)
    if resolution is None:
        return ()
    issue = unnumbered(session, CERTIFICATE, contest.office, at)
    return tuple(
        lacking
        for award in uncertified(session, contest.id)
        for lacking in _lacks(
            session,
            contest,
            CERTIFICATE,
            build_certificate(session, contest, award, resolution=resolution),
            issue,
            award.code,
        )
    )


def uncertified(session: Session, contest_id: int) -> tuple[AwardView, ...]:
    """List the awards without a certificate that stands, in order of place."""
    return tuple(
        award
        for award in awards_of(session, contest_id)
        if standing_document(session, award_subject(award.award_id), CERTIFICATE.code) is None
    )


def _agreement_lacks(session: Session, contest: Contest, at: datetime) -> Iterator[Lacking]:
    acta = standing_document(session, contest_subject(contest.id), ACTA.code)
    resolution = standing_document(session, contest_subject(contest.id), RESOLUTION.code)
    if acta is None or resolution is None:
        return
    basis = Basis(contest, acta, resolution, DEFAULT_TERMS)
    issue = unnumbered(session, AGREEMENT, contest.office, at)
    for award in awards_of(session, contest.id):
        if standing_document(session, award_subject(award.award_id), AGREEMENT.code) is None:
            doc = build_agreement(session, basis, award, issue)
            yield from _lacks(session, contest, AGREEMENT, doc, issue, award.code)


def _lacks(
    session: Session, contest: Contest, kind: DocumentKind, doc: object, issue: Issue, code: str = ""
) -> tuple[Lacking, ...]:
    wording = wording_in_force(session, contest.office.id, kind.code)
    office = letterhead_of(contest.office)
    return tuple(
        Lacking(problem, code) for problem in missing_in(kind, wording, doc=doc, issue=issue, office=office)
    )
