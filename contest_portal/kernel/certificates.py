"""Certificates that sign documents: what a PKCS#12 file holds, and an authority for trials.

The certificate of a trial says so in subject and issuer, where every reader of PDF shows it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from cryptography.x509.oid import NameOID

from contest_portal.kernel.problems import PortalError, Problem
from contest_portal.kernel.signing_faults import NO_CERTIFICATE

TEST_MARK = "PRUEBA, SIN VALOR"
LONGEST_NAME = 240
LEAST_RSA_BITS = 3072
_TEST_YEARS = timedelta(days=2 * 365)


class BadCertificate(PortalError):
    """There is no key and certificate that could sign; `problem` tells so to who wants a paper."""

    def __init__(self, reason: str, problem: Problem = NO_CERTIFICATE) -> None:
        self.problem = problem
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class Certificate:
    """Who signs, who vouches for it (common names), its number in hexadecimal, and when it holds."""

    signer: str
    issuer: str
    serial: str
    begins_at: datetime
    ends_at: datetime
    is_test: bool
    rsa_bits: int = 0
    """The length of an RSA key; 0 for one over a curve."""

    @property
    def is_short(self) -> bool:
        """Tell whether the key has less strength than 128 bits, for which RSA takes 3072."""
        return 0 < self.rsa_bits < LEAST_RSA_BITS

    def holds(self, now: datetime) -> bool:
        """Tell whether it is valid at an instant."""
        return self.begins_at <= now < self.ends_at


@dataclass(frozen=True, slots=True)
class TrialCertificate:
    """A PKCS#12 file for trials, and the certificate (PEM) of the authority that made it."""

    pkcs12: bytes
    authority: bytes


def read_certificate(content: bytes, password: str) -> Certificate:
    """Read who signs with a PKCS#12 file. BadCertificate when it cannot be opened or does not hold both halves."""
    try:
        key, found, _ = pkcs12.load_key_and_certificates(content, password.encode() or None)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise BadCertificate(str(error)) from error
    if key is None or found is None:
        raise BadCertificate("the file holds no key with its certificate")
    return certificate_of(found)


def certificate_of(found: x509.Certificate) -> Certificate:
    """Say what is told of a certificate."""
    key = found.public_key()
    return Certificate(
        signer=_named(found.subject),
        issuer=_named(found.issuer),
        serial=f"{found.serial_number:x}",
        begins_at=found.not_valid_before_utc,
        ends_at=found.not_valid_after_utc,
        is_test=TEST_MARK in _values(found.issuer) or TEST_MARK in _values(found.subject),
        rsa_bits=key.key_size if isinstance(key, rsa.RSAPublicKey) else 0,
    )


def make_test_certificate(signer: str, password: str, now: datetime) -> TrialCertificate:
    """Make an authority and a certificate for trials, valid for two years; the authority's key is thrown away."""
    authority_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    authority_name = _name("Autoridad PRUEBA")
    authority = (
        _begun(authority_name, authority_name, authority_key.public_key(), now)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .sign(authority_key, hashes.SHA256())
    )
    certificate = (
        _begun(_name(signer), authority_name, key.public_key(), now)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .sign(authority_key, hashes.SHA256())
    )
    sealed = BestAvailableEncryption(password.encode())
    return TrialCertificate(
        pkcs12.serialize_key_and_certificates(signer.encode(), key, certificate, [authority], sealed),
        authority.public_bytes(Encoding.PEM),
    )


def _begun(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, now: datetime
) -> x509.CertificateBuilder:
    begun = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key)
    begun = begun.serial_number(x509.random_serial_number())
    begun = begun.not_valid_before(now - timedelta(days=1)).not_valid_after(now + _TEST_YEARS)
    return begun.add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=not signs_certificates,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _name(common_name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "PE"),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, TEST_MARK),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )


def _named(name: x509.Name) -> str:
    common = name.get_attributes_for_oid(NameOID.COMMON_NAME)
    return (str(common[0].value) if common else name.rfc4514_string())[:LONGEST_NAME]


def _values(name: x509.Name) -> tuple[str, ...]:
    return tuple(str(attribute.value) for attribute in name)
