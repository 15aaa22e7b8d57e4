"""From frozen data to a PDF: the press knows where files are kept and which address documents point to."""

import json
from dataclasses import dataclass

from contest_portal.config import Settings
from contest_portal.documents.models import Document
from contest_portal.documents.print_worker import order_line
from contest_portal.documents.rules.kinds import DocumentKind, Issue, Letterhead
from contest_portal.documents.rules.lifecycle import DocumentState
from contest_portal.documents.typesetting import environment, qr_svg, stylesheet
from contest_portal.kernel.pdf import AttachedFile, render_pdf
from contest_portal.kernel.pdf_signing import PdfSignature, PdfSigner
from contest_portal.kernel.records import from_data
from contest_portal.kernel.storage import Storage


@dataclass(frozen=True, slots=True)
class PrintedFile:
    """A file as it was stored, and how it was signed; None when the portal has no key to sign with."""

    sha256: str
    signature: PdfSignature | None = None


@dataclass(frozen=True, slots=True)
class Press:
    """Prints documents, and signs what is kept if there is a signer. `public_url` comes from the settings alone."""

    storage: Storage
    public_url: str
    signer: PdfSigner | None = None

    def verification_url(self, code: str) -> str:
        """Give the address that says whether the document bearing this code is genuine."""
        return f"{self.public_url}/verificar/{code}"

    def render(self, kind: DocumentKind, document: Document, *, is_trial: bool = False) -> bytes:
        """Print a document from its frozen data; a void one is printed with a banner across each page.

        What a trial made says so on each page too, and carries neither verification code nor data. Raises ValueError
        when the data is not of this kind.
        """
        return render_pdf(
            self.html(kind, document, is_trial=is_trial),
            stylesheet=stylesheet(),
            created=document.issued_at,
            attached=None if is_trial else _data_of(document),
        )

    def order(self, kind: DocumentKind, document: Document) -> str:
        """Write the order by which another process prints the same as `render`."""
        return order_line(self.html(kind, document), document.issued_at, _data_of(document))

    def print(self, kind: DocumentKind, document: Document) -> PrintedFile:
        """Print, sign and store a document."""
        return self.keep(document, self.render(kind, document))

    def keep(self, document: Document, printed: bytes) -> PrintedFile:
        """Sign what was printed and store it: from here on these are the bytes of the document."""
        if self.signer is None:
            return PrintedFile(self.storage.put(printed))
        signed, signature = self.signer.sign(printed, reason=document.code)
        return PrintedFile(self.storage.put(signed), signature)

    def html(self, kind: DocumentKind, document: Document, *, is_trial: bool = False) -> str:
        """Write the document as the HTML that is printed."""
        data = json.loads(document.data)
        if data["kind"] != kind.code:
            raise ValueError(f"document {document.id} is a {data['kind']}, not a {kind.code}")
        issue = from_data(Issue, data["issue"])
        url = self.verification_url(issue.verification_code)
        return (
            environment()
            .get_template(kind.template)
            .render(
                kind=kind,
                title=data["title"],
                issue=issue,
                office=from_data(Letterhead, data["letterhead"]),
                doc=from_data(kind.context, data["content"]),
                data_sha256=document.data_sha256,
                verification_url=url,
                log_page=f"{self.public_url}/registro",
                verification_page=self.verification_url("").partition("//")[2].rstrip("/"),
                qr=qr_svg(url),
                is_void=document.state == DocumentState.VOID,
                is_trial=is_trial,
            )
        )


def press_of(settings: Settings, storage: Storage) -> Press:
    """Give the press of a portal as it is set up."""
    signer = None
    if settings.signing_file is not None:
        signer = PdfSigner(settings.signing_file, settings.signing_password, settings.timestamp_url)
    return Press(storage, settings.public_url, signer)


def _data_of(document: Document) -> AttachedFile:
    return AttachedFile("datos.json", "Datos del documento", document.data)
