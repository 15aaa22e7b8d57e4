"""An authority of the network here: it makes certificates, says which hold, and tells the time."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

from asn1crypto import keys, tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps import DummyTimeStamper

from contest_portal.kernel.clock import utc_now
from contest_portal.kernel.pdf_signing import PdfSigner
from contest_portal.kernel.signing_sources import KeyFile

_DAY = timedelta(days=1)
Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


@dataclass(frozen=True, slots=True)
class Authority:
    """A signer with its certificate, where the time is asked, and what it trusts (PEM).

    `answers` may be taken away, or be another address.
    """

    signer: PdfSigner
    root: bytes
    answers: dict[str, bytes]


@contextmanager
def answering_authority(folder: Path) -> Iterator[Authority]:
    """Serve one: `/crl` says what was revoked, `/time` tells the time."""
    now, root_key = utc_now(), ec.generate_private_key(ec.SECP256R1())
    answers: dict[str, bytes] = {}
    with _serving(answers) as (url, times):
        key, time_key = ec.generate_private_key(ec.SECP256R1()), rsa.generate_private_key(65537, 2048)
        root = _certificate("Autoridad", root_key, root_key, now)
        own = _certificate("Oficina", key, root_key, now, f"{url}crl")
        timer = _certificate("Hora", time_key, root_key, now, f"{url}crl", is_timer=True)
        answers["/crl"] = _revoked_ones(root_key, now)
        times.append(_stamper(timer, time_key))
        (folder / "firma.p12").write_bytes(_pkcs12(key, own, root))
        (folder / "trust.pem").write_bytes(root.public_bytes(Encoding.PEM))
        source = KeyFile(folder / "firma.p12", "clave")
        signer = PdfSigner(source, f"{url}time", folder / "trust.pem")
        yield Authority(signer, root.public_bytes(Encoding.PEM), answers)


@contextmanager
def _serving(answers: dict[str, bytes]) -> Iterator[tuple[str, list[DummyTimeStamper]]]:
    times: list[DummyTimeStamper] = []

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = answers.get(self.path)
            if found and found.startswith(b"http"):
                self.send_response(302)
                self.send_header("Location", found.decode())
                self.end_headers()
                return
            self._say(found or b"", "application/pkix-crl", 200 if found else 404)

        def do_POST(self) -> None:
            asked = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            self._say(times[0].request_tsa_response(asked).dump(), "application/timestamp-reply", 200)

        def _say(self, content: bytes, kind: str, status: int) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Answering) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/", times
        finally:
            server.shutdown()
            thread.join()


def _certificate(
    name: str, key: Key, root_key: Key, now: datetime, crl: str = "", *, is_timer: bool = False
) -> x509.Certificate:
    is_root = key is root_key
    made = (
        x509.CertificateBuilder()
        .subject_name(_name(name))
        .issuer_name(_name("Autoridad"))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _DAY)
        .not_valid_after(now + 300 * _DAY)
        .add_extension(x509.BasicConstraints(ca=is_root, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(not is_root, not is_root, False, False, False, is_root, is_root, False, False), True
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key()), False)
    )
    if crl:
        place = x509.DistributionPoint([x509.UniformResourceIdentifier(crl)], None, None, None)
        made = made.add_extension(x509.CRLDistributionPoints([place]), False)
    if is_timer:
        made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), True)
    return made.sign(root_key, hashes.SHA256())


def _revoked_ones(root_key: Key, now: datetime) -> bytes:
    made = x509.CertificateRevocationListBuilder().issuer_name(_name("Autoridad"))
    made = made.last_update(now - _DAY / 2).next_update(now + 30 * _DAY)
    made = made.add_extension(x509.CRLNumber(1), False)
    made = made.add_extension(
        x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key()), False
    )
    return made.sign(root_key, hashes.SHA256()).public_bytes(Encoding.DER)


def _stamper(certificate: x509.Certificate, key: Key) -> DummyTimeStamper:
    private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return DummyTimeStamper(
        asn1.Certificate.load(certificate.public_bytes(Encoding.DER)), keys.PrivateKeyInfo.load(private)
    )


def _pkcs12(key: Key, own: x509.Certificate, root: x509.Certificate) -> bytes:
    return pkcs12.serialize_key_and_certificates(
        b"firma", key, own, [root], BestAvailableEncryption(b"clave")
    )


def _name(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])
