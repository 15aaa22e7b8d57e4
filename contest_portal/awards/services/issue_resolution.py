"""Issue the resolution that grants the fund."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.allocation.queries import awards_of
from contest_portal.awards.documents.acta import ACTA
from contest_portal.awards.documents.resolution import RESOLUTION, build_resolution
from contest_portal.awards.queries import contest_subject, issuing_facts, standing_document
from contest_portal.awards.rules.issuing import resolution_problems
from contest_portal.contests.contest_lock import hold_contest
from contest_portal.contests.queries import contest_by_id
from contest_portal.documents.models import Document
from contest_portal.documents.services.issue_document import issue_document
from contest_portal.kernel.problems import WrongState

log = logging.getLogger(__name__)


def issue_resolution(session: Session, act: Act, *, contest_id: int) -> Document:
    """Issue the resolution from the approved allocation; without winners it declares the contest void.

    It cites the acta that stands.

    Raises WrongState without an acta or an approved allocation, or while another resolution stands.
    """
    hold_contest(session, contest_id)
    contest = contest_by_id(session, contest_id)
    permit(act.actor, Action.DOCUMENT_ISSUE, Scope(contest_id=contest_id))
    problems = resolution_problems(issuing_facts(session, contest_id))
    acta = standing_document(session, contest_subject(contest_id), ACTA.code)
    if problems or acta is None:
        raise WrongState(problems)
    document = issue_document(
        session,
        act,
        kind=RESOLUTION,
        office=contest.office,
        subject=contest_subject(contest_id),
        title=_title(contest.title, has_winners=bool(awards_of(session, contest_id))),
        build=lambda _issue: build_resolution(session, contest, acta=acta),
    )
    log.info("resolution issued", extra={"contest_id": contest_id, "document_id": document.id})
    return document


def _title(contest_title: str, *, has_winners: bool) -> str:
    deed = "Adjudicación del fondo" if has_winners else "Declaración de concurso desierto"
    return f"{deed}: {contest_title}"
