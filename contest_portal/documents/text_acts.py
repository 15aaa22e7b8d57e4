"""What the services of texts share: who may, which office and kind, and putting a version in force."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.models import Office
from contest_portal.accounts.queries import office_by_id
from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.documents.models import DocumentText
from contest_portal.documents.rules.kinds import DocumentKind, Wording
from contest_portal.documents.text_queries import text_in_force
from contest_portal.documents.texts.css import css_faults
from contest_portal.documents.texts.faults import MOST_TOLD
from contest_portal.documents.texts.language import read_text
from contest_portal.documents.texts.preview import specimens, unready
from contest_portal.kernel.audit import record, wait_for_turn
from contest_portal.kernel.identifiers import clean_text
from contest_portal.kernel.problems import N_, NotFound, Problem, WrongState, refuse

log = logging.getLogger(__name__)
LONGEST_REASON = 400


def office_to_word(session: Session, act: Act, office_id: int, kind: DocumentKind) -> Office:
    """Give the office whose texts are to be changed, under the turn: no document is issued meanwhile."""
    permit(act.actor, Action.DOCUMENT_TEXT_EDIT)
    if kind.text is None:
        raise NotFound(f"text of {kind.code}")
    wait_for_turn(session)
    return office_by_id(session, office_id)


def text_problems(kind: DocumentKind, body: str, css: str) -> tuple[Problem, ...]:
    """List what is wrong with a text and its style as they are written, the first few of each."""
    return (*read_text(kind, body).faults[:MOST_TOLD], *css_faults(css)[:MOST_TOLD])


def put_in_force(
    session: Session, act: Act, office: Office, kind: DocumentKind, wording: Wording | None, *, reason: str
) -> DocumentText:
    """Add a version; from here on documents are issued with it, and those issued before keep theirs.

    Raises WrongState when the same holds already; Refused without a reason, or when the text leaves something out.
    """
    before = text_in_force(session, office.id, kind.code)
    held = None if before is None else before.wording
    if held == wording:
        raise WrongState([_SAME])
    why = clean_text(reason)
    written = () if wording is None else text_problems(kind, wording.body, wording.css)
    left_out = () if written else unready(kind, wording, specimens(session, kind, office, act.at))
    refuse([_WHY if not why else _SHORTER if len(why) > LONGEST_REASON else None, *written, *left_out])
    text = DocumentText(
        office_id=office.id,
        kind=kind.code,
        number=1 if before is None else before.number + 1,
        body=None if wording is None else wording.body,
        css=None if wording is None else wording.css,
        sha256=None if wording is None else wording.sha256,
        reason=why,
        published_at=act.at,
        published_by=act.actor.user_id,
    )
    session.add(text)
    session.flush()
    note(
        session,
        act,
        office,
        kind,
        action="document_text.published",
        number=text.number,
        sha256=text.sha256,
        reason=why,
    )
    log.info("document text published", extra={"office_id": office.id, "kind": kind.code})
    return text


def note(
    session: Session, act: Act, office: Office, kind: DocumentKind, *, action: str, **facts: str | int | None
) -> None:
    """Write an act on a text into the chain."""
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action=action,
        subject=f"office:{office.id}",
        data={"kind": kind.code, **facts},
    )


_SAME = Problem(
    "document_text.same",
    field="",
    message=N_("Este texto ya es el vigente. Cambie algo antes de ponerlo en vigor."),
)
_WHY = Problem(
    "document_text.why", field="reason", message=N_("Escriba por qué cambia el texto; queda en el historial.")
)
_SHORTER = Problem("document_text.why_long", field="reason", message=N_("Acorte el motivo a 400 caracteres."))
