"""PDFs signed as PAdES asks (ETSI EN 319 142-1, level B-B; B-T with an authority of time).

The signature certifies: it allows no change after it. It is added behind the file, so pages, tags and attached data
stay as they were printed. It is not visible: a mark on the page would need a font of its own, and proves nothing there.
"""

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING

from cryptography.x509 import load_der_x509_certificate

from contest_portal.kernel.certificates import BadCertificate, Certificate, certificate_of
from contest_portal.kernel.clock import utc_now
from contest_portal.kernel.problems import WrongState
from contest_portal.kernel.signing_faults import CERTIFICATE_ENDED
from contest_portal.kernel.signing_sources import SigningSource

if TYPE_CHECKING:
    from pyhanko.sign.signers import Signer

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
    """Signs with the key of a file or a token; `timestamp_url` is an authority of time (RFC 3161), or empty."""

    source: SigningSource
    timestamp_url: str = ""
    clock: Callable[[], datetime] = utc_now

    def certificate(self) -> Certificate:
        """Tell whose certificate it is. BadCertificate when there is none, or its key cannot sign now."""
        return self.source.certificate()

    def ready(self) -> Certificate:
        """Give the certificate that would sign now, with its token signed in to. WrongState says why there is none."""
        with _told():
            return self._in_force(self.certificate())

    def sign(self, pdf: bytes, *, reason: str) -> tuple[bytes, PdfSignature]:
        """Give the signed file and what is told of its signature.

        WrongState when there is no certificate or it does not hold now: nothing is printed without the signature
        that was asked for. Without an answer of the authority of time it is signed without one.
        """
        with _told():
            return self.source.use(lambda key: self._signed_and_told(pdf, reason, key))

    def _signed_and_told(self, pdf: bytes, reason: str, key: "Signer") -> tuple[bytes, PdfSignature]:
        now = self.clock().replace(microsecond=0)
        # of the key that signs, not of what may lie there a moment later
        certificate = self._in_force(certificate_of(load_der_x509_certificate(_own(key))))
        signed, has_timestamp = self._signed(pdf, reason, key, self.timestamp_url)
        return signed, PdfSignature(
            signer=certificate.signer,
            issuer=certificate.issuer,
            serial=certificate.serial,
            is_test=certificate.is_test,
            signed_at=now,
            has_timestamp=has_timestamp,
        )

    def _in_force(self, certificate: Certificate) -> Certificate:
        if not certificate.holds(self.clock()):
            raise WrongState([CERTIFICATE_ENDED])
        return certificate

    def _signed(self, pdf: bytes, reason: str, key: "Signer", timestamp_url: str) -> tuple[bytes, bool]:
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
            _in_own_thread(lambda: pdf_signer.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), output=target))
        except (TimestampRequestError, ValueError, AttributeError) as error:
            # the last two: something else answers there, and pyHanko trips over what it says
            if not timestamp_url:
                raise
            log.warning("no answer of the authority of time", extra={"reason": type(error).__name__})
            return self._signed(pdf, reason, key, "")
        return target.getvalue(), bool(timestamp_url)


@contextmanager
def _told() -> Iterator[None]:
    """Tell who wants a paper why it cannot be signed."""
    try:
        yield
    except BadCertificate as error:
        log.error("nothing can be signed", extra={"reason": str(error)})
        raise WrongState([error.problem]) from error


def _own(key: "Signer") -> bytes:
    own = key.signing_cert
    if own is None:
        raise BadCertificate("the key has no certificate")
    return bytes(own.dump())


def _in_own_thread(work: Callable[[], object]) -> None:
    """Sign where no event loop runs: the library starts one, and a server may have another in this thread."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        thread.submit(work).result()
