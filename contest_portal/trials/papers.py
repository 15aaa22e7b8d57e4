"""The documents of a trial, printed by the press that prints real ones, marked on every page."""

from contest_portal.awards.documents.registry import KINDS
from contest_portal.documents.models import Document
from contest_portal.documents.press import Press
from contest_portal.documents.rules.lifecycle import DocumentState
from contest_portal.trials.results import TrialPaper


def print_paper(press: Press, paper: TrialPaper) -> bytes:
    """Print a document of a trial; nothing of it is kept."""
    document = Document(
        kind=paper.kind,
        state=DocumentState.ISSUED.value,
        data=paper.data,
        data_sha256=paper.data_sha256,
        issued_at=paper.issued_at,
    )
    return press.render(KINDS[paper.kind], document, is_trial=True)
