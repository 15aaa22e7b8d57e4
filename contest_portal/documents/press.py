"""From frozen data to a PDF: the press knows where files are kept and which address documents point to."""

import json
import logging
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from typing import Any

from contest_portal.config import Settings
from contest_portal.documents.models import Document
from contest_portal.documents.rules.kinds import DocumentKind, Issue, Letterhead, Wording
from contest_portal.documents.rules.lifecycle import DocumentState
from contest_portal.documents.rules.stamps import Stamp, stamp_bytes, token_of
from contest_portal.documents.texts.printing import printed_parts
from contest_portal.documents.typesetting import environment, qr_svg, stylesheet
from contest_portal.kernel.clock import office_date
from contest_portal.kernel.money import Money
from contest_portal.kernel.pdf import AttachedFile
from contest_portal.kernel.pdf_signing import PdfSignature, PdfSigner
from contest_portal.kernel.problems import N_, Problem, WrongState
from contest_portal.kernel.records import from_data
from contest_portal.kernel.sealed_printing import PrintOrder, print_sealed
from contest_portal.kernel.signing_key import BadKey, read_key
from contest_portal.kernel.signing_sources import KeyFile, SigningSource
from contest_portal.kernel.storage import Storage

log = logging.getLogger(__name__)
_PNG = "data:image/png;base64,"


@dataclass(frozen=True, slots=True)
class PrintedFile:
    """A file as it was stored, and how it was signed; None when the portal has no key to sign with."""

    sha256: str
    signature: PdfSignature | None = None


@dataclass(frozen=True, slots=True)
class Press:
    """Prints documents, and signs what is kept if there is a signer. `public_url` comes from the settings alone.

    With the key of `stamp_key` the QR says what the paper is, signed, behind the address of its verification page.
    """

    storage: Storage
    public_url: str
    signer: PdfSigner | None = None
    stamp_key: Path | None = None

    def verification_url(self, code: str) -> str:
        """Give the address that says whether the document bearing this code is genuine."""
        return f"{self.public_url}/verificar/{code}"

    def render(self, kind: DocumentKind, document: Document, *, is_trial: bool = False) -> bytes:
        """Print a document from its frozen data; a void one is printed with a banner across each page.

        What a trial made says so on each page too, and carries neither verification code nor data. Raises ValueError
        when the data is not of this kind.
        """
        return print_sealed(
            self.html(kind, document, is_trial=is_trial),
            stylesheet=stylesheet(),
            created=document.issued_at,
            attached=None if is_trial else _data_of(document),
        )

    def order(self, kind: DocumentKind, document: Document) -> PrintOrder:
        """Give the order that prints the same as `render`."""
        return PrintOrder(self.html(kind, document), stylesheet(), document.issued_at, _data_of(document))

    def print(self, kind: DocumentKind, document: Document) -> PrintedFile:
        """Print, sign and store a document."""
        return self.keep(document, self.render(kind, document))

    def keep(self, document: Document, printed: bytes) -> PrintedFile:
        """Sign what was printed and store it: from here on these are the bytes of the document."""
        if self.signer is None:
            return PrintedFile(self.storage.put(printed))
        signed, signature = self.signer.sign(printed, reason=document.code)
        return PrintedFile(self.storage.put(signed), signature)

    def preview(self, kind: DocumentKind, document: Document, wording: Wording | None) -> bytes:
        """Print what a document would look like with a text; marked on each page, and nothing of it can be verified.

        Raises TextFailed when the text cannot be printed with this data.
        """
        context = {**self._context(kind, document), "is_preview": True, "qr": ""}
        html = _page(kind, wording, context)
        return print_sealed(html, stylesheet=stylesheet(), created=document.issued_at)

    def html(self, kind: DocumentKind, document: Document, *, is_trial: bool = False) -> str:
        """Write the document as the HTML that is printed."""
        context = self._context(kind, document)
        is_void = document.state == DocumentState.VOID
        if self.stamp_key is not None and not (
            is_void or is_trial
        ):  # nothing is vouched for that does not hold
            stamp = f"#{_token(self.stamp_key, kind, document)}"
            context |= {"qr": qr_svg(f"{context['verification_url']}{stamp}"), "is_stamped": True}
        return _page(kind, document.wording, context | {"is_void": is_void, "is_trial": is_trial})

    def _context(self, kind: DocumentKind, document: Document) -> dict[str, object]:
        data = json.loads(document.data)
        if data["kind"] != kind.code:
            raise ValueError(f"document {document.id} is a {data['kind']}, not a {kind.code}")
        issue = from_data(Issue, data["issue"])
        office = from_data(Letterhead, data["letterhead"])
        url = self.verification_url(issue.verification_code)
        return {
            "kind": kind,
            "title": data["title"],
            "issue": issue,
            "office": office,
            "logo": self.logo_of(office),
            "doc": from_data(kind.context, data["content"]),
            "data_sha256": document.data_sha256,
            "verification_url": url,
            "log_page": f"{self.public_url}/registro",
            "verification_page": self.verification_url("").partition("//")[2].rstrip("/"),
            "qr": qr_svg(url),
            "is_stamped": False,
            "is_void": False,
            "is_trial": False,
        }

    def logo_of(self, office: Letterhead) -> str:
        """Give the logo of an office as an address that holds it whole: printing fetches nothing; empty without one."""
        if office.logo_sha256 is None:
            return ""
        return _PNG + b64encode(self.storage.get(office.logo_sha256)).decode()


def _page(kind: DocumentKind, wording: Wording | None, context: Mapping[str, object]) -> str:
    parts = printed_parts(kind, wording, context)
    return environment().get_template(kind.template).render({**context, **parts})


def press_of(settings: Settings, storage: Storage) -> Press:
    """Give the press of a portal as it is set up."""
    return Press(storage, settings.public_url, signer_of(settings), settings.stamp_key_file)


def signer_of(settings: Settings) -> PdfSigner | None:
    """Give what signs, by a token or a file; None when a portal has neither."""
    source: SigningSource | None = settings.signing_token
    if settings.signing_file is not None:
        source = KeyFile(settings.signing_file, settings.signing_password)
    if source is None:
        return None
    return PdfSigner(source, settings.timestamp_url, settings.signing_trust_file)


def stamp_of(kind: DocumentKind, document: Document) -> Stamp:
    """Say what the QR of a document says of it, from its frozen data."""
    content = json.loads(document.data)["content"]
    cents = told_at(content, f"{kind.amount_at}.cents") if kind.amount_at else None
    return Stamp(
        kind=kind.code,
        code=document.code,
        issued_on=office_date(document.issued_at),
        group_code=str(told_at(content, kind.group_at)) if kind.group_at else "",
        amount=None if cents is None else Money(int(cents)),
        data_sha256=document.data_sha256,
    )


def told_at(content: Mapping[str, Any], path: str) -> Any:
    """Give what a document's content tells at a place such as `money.amount`."""
    return reduce(lambda inner, name: inner[name], path.split("."), content)


def _token(key: Path, kind: DocumentKind, document: Document) -> str:
    message = stamp_bytes(stamp_of(kind, document))
    try:
        return token_of(message, read_key(key).sign(message))
    except BadKey as error:
        log.error("no key for stamps", extra={"reason": str(error)})
        raise WrongState([_NO_KEY]) from error


_NO_KEY = Problem(
    "stamp.no_key",
    field="file",
    message=N_(
        "No se pudo abrir la clave con la que se sellan los códigos QR. Avise a quien administra el portal; el "
        "documento ya tiene su número y se imprimirá después."
    ),
)


def _data_of(document: Document) -> AttachedFile:
    return AttachedFile("datos.json", "Datos del documento", document.data)
