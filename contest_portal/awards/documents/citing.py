"""How a document refers to what came before it."""

from dataclasses import dataclass
from datetime import date

from contest_portal.contests.models import Contest
from contest_portal.documents.models import Document
from contest_portal.kernel.clock import office_date
from contest_portal.kernel.problems import NotFound


@dataclass(frozen=True, slots=True)
class Cited:
    """Another document that this one refers to."""

    code: str
    issued_on: date
    verification_code: str


def cite(document: Document) -> Cited:
    """Refer to an issued document."""
    return Cited(document.code, office_date(document.issued_at), document.verification_code)


def published_on(contest: Contest) -> date:
    """Give the day a contest's rules were published; NotFound while it is a draft."""
    if contest.published_at is None:
        raise NotFound(f"publication of contest {contest.id}")
    return office_date(contest.published_at)
