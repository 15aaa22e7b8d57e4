"""One document of each kind that the house issues, of invented content: the samples of texts."""

from functools import cache
from pathlib import Path

from contest_portal.awards.documents.registry import KINDS
from contest_portal.documents.models import Document
from contest_portal.documents.press import Press
from contest_portal.documents.rules.kinds import DocumentKind
from contest_portal.documents.typesetting import stylesheet
from contest_portal.kernel.canonical import sha256_hex
from contest_portal.kernel.pdf import AttachedFile, render_pdf
from contest_portal.kernel.storage import Storage
from tests.conftest import NOON
from tests.documents.texts.specimens import invented_specimen


@cache
def printed(code: str) -> bytes:
    """Print the invented document of a kind as the press does, in this process."""
    kind = KINDS[code]
    press = Press(Storage(Path("/none")), "https://fondos.example")
    document = every_document(kind)
    html = press.html(kind, document)
    data = AttachedFile("datos.json", "Datos del documento", document.data)
    return render_pdf(html, stylesheet=stylesheet(), created=NOON, attached=data)


def every_document(kind: DocumentKind) -> Document:
    """Give the invented document of a kind, as if it was issued."""
    specimen = invented_specimen(kind)
    document = specimen.document(kind)
    document.code = specimen.issue.code
    document.data_sha256 = sha256_hex(document.data)
    return document
