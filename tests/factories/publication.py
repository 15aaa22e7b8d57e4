"""Issued documents of a contest, and a contest whose result is public."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.documents.models import Document
from contest_portal.documents.rules.kinds import DocumentKind
from contest_portal.documents.services.issue_document import issue_document
from contest_portal.publication.services.announce_results import announce_results
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_user
from tests.factories.allocation import ScoredContest, make_approved, make_full_contest
from tests.factories.kept_scenes import kept_scene
from tests.factories.scoring import make_juror, make_sheet, note_seal


@dataclass(frozen=True, slots=True)
class Note:
    """The shortest document there can be."""

    text: str


def make_document(session: Session, scored: ScoredContest, kind: str, *, printed: bool = True) -> Document:
    """Issue a document about the contest; a printed one names a file that nobody will open."""
    document = issue_document(
        session,
        act_of(scored.staff, NOON),
        kind=DocumentKind(kind, kind.title(), "none.html", f"{kind.upper()} {{numero:3}}-{{año}}", Note),
        office=scored.office,
        subject=f"contest:{scored.contest.id}",
        title=f"{kind.title()} de prueba",
        build=lambda _issue: Note("Nada"),
    )
    if printed:
        document.file_sha256 = "ab" * 32
        session.flush()
    return document


def make_ready_contest(session: Session) -> ScoredContest:
    """Make an allocated contest with its acta and resolution, ready to be announced."""
    return kept_scene(session, "ready contest", _ready_contest)


def _ready_contest(session: Session) -> ScoredContest:
    scored = make_full_contest(session)
    make_approved(session, scored)
    make_document(session, scored, "acta")
    make_document(session, scored, "resolution")
    return scored


def make_announced_contest(session: Session) -> ScoredContest:
    """Make a contest that went all the way, with a juror's final sheet."""
    return kept_scene(session, "announced contest", _announced_contest)


def _announced_contest(session: Session) -> ScoredContest:
    scored = make_full_contest(session)
    juror = make_juror(session, scored.contest, make_user(session, Role.JUROR), phases="FIELD")
    note_seal(session, make_sheet(session, juror, scored.groups["Sumaq Kuy"], "FIELD", {"F1": 9}))
    make_approved(session, scored)
    make_document(session, scored, "acta")
    make_document(session, scored, "resolution")
    announce_results(session, act_of(scored.staff, NOON), contest_id=scored.contest.id)
    return scored
