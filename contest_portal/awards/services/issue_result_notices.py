"""Issue the notices of a result, one for each group."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.models import Office
from contest_portal.accounts.queries import office_by_id
from contest_portal.accounts.rules.actor import Act
from contest_portal.awards.documents import titles
from contest_portal.awards.documents.result_notice import RESULT_NOTICE, ResultNotice
from contest_portal.awards.result_notices import missing_notices
from contest_portal.contests.models import Contest
from contest_portal.documents.models import Document
from contest_portal.documents.services.issue_document import issue_document
from contest_portal.kernel.problems import N_, Problem, Refused

log = logging.getLogger(__name__)


def issue_result_notices(session: Session, act: Act, *, contest: Contest) -> tuple[Document, ...]:
    """Give every group of the approved allocation that has none its notice, once the result is announced.

    That is in the transaction that announces it, or later for a result announced before there were notices. The
    permission is the calling service's. Refused, with the code of the group, when the text of the office lacks
    something for one of them: then nothing is announced and no number is taken.
    """
    office = office_by_id(session, contest.office_id)
    issued = tuple(
        _issue(session, act, office, application_id, notice)
        for application_id, notice in missing_notices(session, contest, act.at)
    )
    log.info("result notices issued", extra={"contest_id": contest.id, "count": len(issued)})
    return issued


def _issue(session: Session, act: Act, office: Office, application_id: int, notice: ResultNotice) -> Document:
    try:
        return issue_document(
            session,
            act,
            kind=RESULT_NOTICE,
            office=office,
            subject=f"application:{application_id}",
            title=titles.NOTIFIED.format(code=notice.application_code),
            build=lambda _issue: notice,
        )
    except Refused as refused:
        raise Refused([_of(notice.application_code), *refused.problems]) from refused


def _of(code: str) -> Problem:
    return Problem(
        "result_notice.lacks",
        field="announcement",
        message=N_("La notificación de la solicitud %(code)s no se puede emitir todavía."),
        params={"code": code},
    )
