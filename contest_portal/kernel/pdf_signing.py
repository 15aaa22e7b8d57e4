"""PDFs signed as PAdES asks (ETSI EN 319 142-1, level B-B; B-T with an authority of time).

The signature certifies: it allows no change after it. It is added behind the file, so pages, tags and attached data
stay as they were printed. It is not visible: a mark on the page would need a font of its own, and proves nothing there.
"""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from contest_portal.kernel.certificates import BadCertificate, Certificate, read_certificate
from contest_portal.kernel.clock import utc_now
from contest_portal.kernel.problems import N_, Problem, WrongState

if TYPE_CHECKING:
    from pyhanko.sign.signers import SimpleSigner

log = logging.getLogger(__name__)
FIELD = "Firma"
SECONDS_FOR_TIME = 5


@dataclass(frozen=True, slots=True)
class PdfSignature:
    """What is told of a signature: by which certificate, when, and whether an authority vouches for that time."""

    signer: str
    issuer: str
    serial: str
    is_test: bool
    signed_at: datetime
    has_timestamp: bool


@dataclass(frozen=True, slots=True)
class PdfSigner:
    """Signs with the key of a PKCS#12 file; `timestamp_url` is an authority of time (RFC 3161), or empty."""

    file: Path
    password: str = field(repr=False)
    timestamp_url: str = ""
    clock: Callable[[], datetime] = utc_now

    def certificate(self) -> Certificate:
        """Read whose certificate it is. BadCertificate when the file cannot be read or opened."""
        return read_certificate(self._content(), self.password)

    def sign(self, pdf: bytes, *, reason: str) -> tuple[bytes, PdfSignature]:
        """Give the signed file and what is told of its signature.

        WrongState when the certificate cannot be opened or does not hold now: nothing is printed without the signature
        that was asked for. Without an answer of the authority of time it is signed without one.
        """
        now = self.clock().replace(microsecond=0)
        try:
            certificate, key = _opened(self._content(), self.password)
        except BadCertificate as error:
            log.error("no certificate to sign with", extra={"reason": str(error)})
            raise WrongState([_NO_CERTIFICATE]) from error
        if not certificate.holds(now):
            raise WrongState([_ENDED])
        signed, has_timestamp = self._signed(pdf, reason, key, self.timestamp_url)
        return signed, PdfSignature(
            signer=certificate.signer,
            issuer=certificate.issuer,
            serial=certificate.serial,
            is_test=certificate.is_test,
            signed_at=now,
            has_timestamp=has_timestamp,
        )

    def _content(self) -> bytes:
        try:
            return self.file.read_bytes()
        except OSError as error:
            raise BadCertificate(f"{self.file} cannot be read: {error.strerror}") from error

    def _signed(self, pdf: bytes, reason: str, key: "SimpleSigner", timestamp_url: str) -> tuple[bytes, bool]:
        """Give the signed file, and whether an authority of time took part."""
        from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: PLC0415 - half a second
        from pyhanko.sign import fields, signers  # noqa: PLC0415
        from pyhanko.sign.timestamps import HTTPTimeStamper  # noqa: PLC0415
        from pyhanko.sign.timestamps.common_utils import TimestampRequestError  # noqa: PLC0415

        meta = signers.PdfSignatureMetadata(
            field_name=FIELD,
            reason=reason,
            md_algorithm="sha256",
            subfilter=fields.SigSeedSubFilter.PADES,
            certify=True,
            docmdp_permissions=fields.MDPPerm.NO_CHANGES,
        )
        # out of the page: PDF/UA wants no untagged field on it, PDF/A wants one that is printed
        place = fields.InvisSigSettings(box_out_of_bounds=True)
        pdf_signer = signers.PdfSigner(
            meta,
            signer=key,
            timestamper=HTTPTimeStamper(timestamp_url, timeout=SECONDS_FOR_TIME) if timestamp_url else None,
            new_field_spec=fields.SigFieldSpec(FIELD, invis_sig_settings=place),
        )
        target = BytesIO()
        try:
            signing = pdf_signer.async_sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), output=target)
            with ThreadPoolExecutor(1) as apart:  # whoever calls may have a loop of events of their own
                apart.submit(asyncio.run, signing).result()
        except (TimestampRequestError, ValueError, AttributeError) as error:
            # the last two: something else answers there, and pyHanko trips over what it says
            if not timestamp_url:
                raise
            log.warning("no answer of the authority of time", extra={"reason": type(error).__name__})
            return self._signed(pdf, reason, key, "")
        return target.getvalue(), bool(timestamp_url)


@lru_cache(maxsize=2)
def _opened(content: bytes, password: str) -> "tuple[Certificate, SimpleSigner]":
    """Open a file, both halves from the same bytes; kept, because opening it takes longer than signing."""
    certificate = read_certificate(content, password)
    from pyhanko.sign.signers import SimpleSigner  # noqa: PLC0415

    return certificate, SimpleSigner.load_pkcs12_data(content, (), password.encode() or None)


_NO_CERTIFICATE = Problem(
    "signing.no_certificate",
    field="file",
    message=N_(
        "No se pudo abrir el certificado con el que se firman los documentos. Avise a quien administra el portal; el "
        "documento ya tiene su número y se imprimirá después."
    ),
)
_ENDED = Problem(
    "signing.certificate_ended",
    field="file",
    message=N_(
        "El certificado con el que se firman los documentos no está vigente. Avise a quien administra el portal; el "
        "documento ya tiene su número y se imprimirá después."
    ),
)
