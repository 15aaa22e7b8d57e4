"""Take the next number of a series and freeze what the document says."""

import logging
import secrets
from collections.abc import Callable
from typing import cast

from sqlalchemy import Table, bindparam, update
from sqlalchemy.orm import Session

from contest_portal.accounts.models import Office
from contest_portal.accounts.rules.actor import Act
from contest_portal.documents.models import Document, DocumentText, Series
from contest_portal.documents.rules.kinds import DocumentKind, Issue, Letterhead
from contest_portal.documents.rules.lifecycle import DocumentState
from contest_portal.documents.rules.number_formats import written
from contest_portal.documents.rules.verification import ALPHABET, LENGTH, grouped
from contest_portal.documents.stationery import Stationery, stationery_of
from contest_portal.documents.texts.printing import missing_in
from contest_portal.kernel.audit import record, wait_for_turn
from contest_portal.kernel.canonical import canonical_json, sha256_hex
from contest_portal.kernel.clock import office_date
from contest_portal.kernel.problems import refuse
from contest_portal.kernel.records import to_data

log = logging.getLogger(__name__)


def issue_document(
    session: Session,
    act: Act,
    *,
    kind: DocumentKind,
    office: Office,
    subject: str,
    title: str,
    build: Callable[[Issue], object],
    stationery: Stationery | None = None,
) -> Document:
    """Issue a document: number, verification code and content, frozen together; printing is a step of its own.

    The permission is the calling service's: a receipt and a resolution are issued by different people. The number
    belongs to the caller's transaction, so that a refusal after it leaves no gap. `subject` is `noun:id`; `stationery`
    is for who has read it already. Refused when the text of the office names something that the document does not
    have, or leaves out what it must say; a kind whose text falls back is then issued in the words as shipped.
    """
    wait_for_turn(session)  # first, everywhere: else two could wait for each other or start a series both
    stationery = stationery or stationery_of(session, office, kind)
    issue, series_id = _number(session, act, kind, office, stationery.pattern)
    content = build(issue)
    text = _checked(stationery, kind, content, issue)
    data = _frozen(kind, title, issue, stationery.letterhead, content, text)
    document = Document(
        series_id=series_id,
        number=issue.number,
        kind=kind.code,
        code=issue.code,
        title=title,
        subject=subject,
        state=DocumentState.ISSUED.value,
        data=data,
        data_sha256=sha256_hex(data),
        verification_code=issue.verification_code,
        issued_at=act.at,
        issued_by=act.actor.user_id,
        text=text,
    )
    return _keep(session, act, document)


def _checked(
    stationery: Stationery, kind: DocumentKind, content: object, issue: Issue
) -> DocumentText | None:
    """Give the office's own text, if it has one, after looking that the document lacks nothing."""
    wording = None if stationery.text is None else stationery.text.wording
    may_be_refused = kind.text is None or not kind.text.falls_back
    if wording is None and not may_be_refused:
        return None
    missing = missing_in(kind, wording, doc=content, issue=issue, office=stationery.letterhead)
    if missing and not may_be_refused:
        log.warning("own text not used", extra={"kind": kind.code, "office": stationery.letterhead.code})
        return None
    refuse(missing)
    return None if wording is None else stationery.text


def _frozen(
    kind: DocumentKind,
    title: str,
    issue: Issue,
    letterhead: Letterhead,
    content: object,
    text: DocumentText | None,
) -> str:
    """Write everything the document will say, as canonical JSON; a text of the office's own by its hash."""
    return canonical_json(
        {
            "kind": kind.code,
            "title": title,
            "issue": to_data(issue),
            "letterhead": to_data(letterhead),
            "content": to_data(content),
            **({} if text is None else {"text_sha256": text.sha256}),
        }
    )


def _number(
    session: Session, act: Act, kind: DocumentKind, office: Office, pattern: str
) -> tuple[Issue, int]:
    day = office_date(act.at)
    series_id, number = _raise_counter(session, kind.code, office.id, day.year)
    letters = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    issue = Issue(
        number=number,
        code=written(pattern, number=number, year=day.year, office=office.code),
        year=day.year,
        issued_at=act.at,
        issued_on=day,
        verification_code=grouped(letters),
    )
    return issue, series_id


_SERIES = cast("Table", Series.__table__)
_RAISE = (
    update(_SERIES)
    .where(
        _SERIES.c.kind == bindparam("of_kind"),
        _SERIES.c.office_id == bindparam("of_office"),
        _SERIES.c.year == bindparam("of_year"),
    )
    .values(last=_SERIES.c.last + 1)
    .returning(_SERIES.c.id, _SERIES.c.last)
)


def _raise_counter(session: Session, kind: str, office_id: int, year: int) -> tuple[int, int]:
    which = {"of_kind": kind, "of_office": office_id, "of_year": year}
    raised = session.execute(_RAISE, which).one_or_none()
    if raised is not None:
        return raised.id, raised.last
    series = Series(kind=kind, office_id=office_id, year=year, last=1)
    session.add(series)
    session.flush()
    return series.id, 1


def _keep(session: Session, act: Act, document: Document) -> Document:
    session.add(document)
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="document.issued",
        subject=f"document:{document.id}",
        data={"code": document.code, "subject": document.subject, "data_sha256": document.data_sha256},
    )
    log.info("document issued", extra={"document_id": document.id, "subject": document.subject})
    return document
