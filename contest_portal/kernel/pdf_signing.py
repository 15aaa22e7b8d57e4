"""PDFs signed as PAdES asks (ETSI EN 319 142-1): level B-B, B-T with an authority of time, B-LT with those of keys.

The signature certifies: it allows no change after it. It is added behind the file, so pages, tags and attached data
stay as they were printed. It is not visible: a mark on the page would need a font of its own, and proves nothing there.
"""

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography.x509 import load_der_x509_certificate

from contest_portal.kernel.certificates import BadCertificate, Certificate, certificate_of
from contest_portal.kernel.clock import utc_now
from contest_portal.kernel.problems import WrongState
from contest_portal.kernel.signing_faults import CERTIFICATE_ENDED
from contest_portal.kernel.signing_sources import SigningSource

if TYPE_CHECKING:
    from pyhanko.sign.signers import Signer
    from pyhanko_certvalidator import ValidationContext

log = logging.getLogger(__name__)
FIELD, SPOKEN_FIELD = "Firma", "Firma digital"
SECONDS_FOR_TIME = 5


class Level(IntEnum):
    """How long a signature is good for: levels B-B, B-T and B-LT of PAdES (ETSI EN 319 142-1)."""

    PLAIN = 1
    TIMED = 2
    LASTING = 3


@dataclass(frozen=True, slots=True)
class PdfSignature:
    """What is told of a signature: by which certificate, when, and what authorities vouch for.

    `has_timestamp`: one of time says when; `has_revocation`: those of the certificates said that they held, inside.
    """

    signer: str
    issuer: str
    serial: str
    is_test: bool
    signed_at: datetime
    has_timestamp: bool
    has_revocation: bool = False

    @property
    def level(self) -> Level:
        """Give the level of PAdES."""
        if self.has_revocation:
            return Level.LASTING
        return Level.TIMED if self.has_timestamp else Level.PLAIN


@dataclass(frozen=True, slots=True)
class PdfSigner:
    """Signs with the key of a file or a token; `timestamp_url` is an authority of time (RFC 3161), or empty.

    `trust_file` (PEM) holds the authorities of both certificates: with it the file also carries their word that these
    were not revoked, so that it is checked after they ended.
    """

    source: SigningSource
    timestamp_url: str = ""
    trust_file: Path | None = None
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
        that was asked for. Without an answer of the authorities it is signed without theirs, and what is told says so.
        """
        with _told():
            return self.source.use(lambda key: self._signed_and_told(pdf, reason, key))

    def _signed_and_told(self, pdf: bytes, reason: str, key: "Signer") -> tuple[bytes, PdfSignature]:
        now = self.clock().replace(microsecond=0)
        # of the key that signs, not of what may lie there a moment later
        certificate = self._in_force(certificate_of(load_der_x509_certificate(_own(key))))
        signed, level = self._signed(pdf, reason, key)
        return signed, PdfSignature(
            signer=certificate.signer,
            issuer=certificate.issuer,
            serial=certificate.serial,
            is_test=certificate.is_test,
            signed_at=now,
            has_timestamp=level >= Level.TIMED,
            has_revocation=level is Level.LASTING,
        )

    def _in_force(self, certificate: Certificate) -> Certificate:
        if not certificate.holds(self.clock()):
            raise WrongState([CERTIFICATE_ENDED])
        return certificate

    def _signed(self, pdf: bytes, reason: str, key: "Signer") -> tuple[bytes, Level]:
        """Give the signed file, and how much of what was asked for the authorities answered."""
        from pyhanko.sign.general import SigningError  # noqa: PLC0415 - half a second
        from pyhanko.sign.timestamps.common_utils import TimestampRequestError  # noqa: PLC0415

        highest = Level.PLAIN if not self.timestamp_url else Level.LASTING if self.trust_file else Level.TIMED
        for level in (one for one in reversed(Level) if one <= highest):
            try:
                return self._signed_so(pdf, reason, key, level), level
            except (TimestampRequestError, SigningError, OSError, ValueError, AttributeError) as error:
                # the last two: something else answers there, and pyHanko trips over what it says
                if level is Level.PLAIN:
                    raise
                log.warning(
                    "an authority did not answer",
                    extra={"signature_level": level.name, "reason": repr(error)},
                )
        raise AssertionError("the plain level is always tried")

    def _signed_so(self, pdf: bytes, reason: str, key: "Signer", level: Level) -> bytes:
        from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: PLC0415
        from pyhanko.sign import fields, signers  # noqa: PLC0415

        from contest_portal.kernel.authority_lines import StraightStamper  # noqa: PLC0415

        meta = signers.PdfSignatureMetadata(
            field_name=FIELD,
            reason=reason,
            md_algorithm="sha256",
            subfilter=fields.SigSeedSubFilter.PADES,
            certify=True,
            docmdp_permissions=fields.MDPPerm.NO_CHANGES,
            embed_validation_info=level is Level.LASTING,
            validation_context=_validation(self.trust_file) if level is Level.LASTING else None,
        )
        # out of the page: PDF/UA wants no untagged field on it, PDF/A wants one that is printed
        place = fields.InvisSigSettings(box_out_of_bounds=True)
        timed = level is not Level.PLAIN
        pdf_signer = signers.PdfSigner(
            meta,
            signer=key,
            timestamper=StraightStamper(self.timestamp_url, timeout=SECONDS_FOR_TIME) if timed else None,
            new_field_spec=fields.SigFieldSpec(
                FIELD, invis_sig_settings=place, readable_field_name=SPOKEN_FIELD
            ),
        )
        target = BytesIO()
        _in_own_thread(lambda: pdf_signer.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), output=target))
        return target.getvalue()


def _validation(trust_file: Path | None) -> "ValidationContext":
    """Ask the authorities that the certificates name whether they still hold; without an answer it is an error."""
    from pyhanko.keys import load_certs_from_pemder  # noqa: PLC0415
    from pyhanko_certvalidator import ValidationContext  # noqa: PLC0415
    from pyhanko_certvalidator.fetchers.api import OwnedFetcherBackend  # noqa: PLC0415

    from contest_portal.kernel.authority_lines import StraightFetchers  # noqa: PLC0415

    trusted = list(load_certs_from_pemder([str(trust_file)]))
    return ValidationContext(
        trust_roots=[one for one in trusted if one.self_issued],
        other_certs=[one for one in trusted if not one.self_issued],
        allow_fetching=True,
        revocation_mode="require",
        # owned: closed with the signature it was made for
        fetcher_backend=OwnedFetcherBackend(StraightFetchers(SECONDS_FOR_TIME)),
    )


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
