"""The proxy of docs/examples/nginx.conf itself, with a certificate made for the occasion and ports of its own."""

import re
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from contest_portal.config import ROOT
from contest_portal.kernel.clock import utc_now
from tests.faults.nginx import nginx, started
from tests.faults.waiting import until

HOST = "fondos.example"
EXAMPLE = ROOT / "docs" / "examples" / "nginx.conf"
PATIENCE_SECONDS = 10


@dataclass(frozen=True, slots=True)
class OfficeProxy:
    """It hears plain HTTP on one port and TLS on the other."""

    plain: int
    safe: int
    certificate: Path

    def ask(
        self,
        sent: bytes,
        *,
        version: ssl.TLSVersion | None = None,
        is_plain: bool = False,
        patience: int = PATIENCE_SECONDS,
    ) -> bytes:
        """Send bytes as they are and give all that comes back; nothing where the line is refused."""
        context = ssl.create_default_context(cafile=str(self.certificate))
        if version is not None:
            context.minimum_version = context.maximum_version = version
            context.set_ciphers("ALL:@SECLEVEL=0")
        port = self.plain if is_plain else self.safe
        with socket.create_connection(("127.0.0.1", port), timeout=patience) as line:
            if is_plain:
                return _all_of(line, sent)
            with context.wrap_socket(line, server_hostname=HOST) as sealed:
                return _all_of(sealed, sent)

    def beside(self, port: int, sent: bytes) -> bytes:
        """Send the same to a port of this machine without a proxy."""
        with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_SECONDS) as line:
            return _all_of(line, sent)


def _all_of(line: socket.socket, sent: bytes) -> bytes:
    found = b""
    with suppress(TimeoutError, ConnectionError, ssl.SSLError):
        line.sendall(sent)
        while part := line.recv(1 << 16):
            found += part
    return found


@contextmanager
def office_proxy(portal: int, folder: Path) -> Iterator[OfficeProxy]:
    """Stand before the portal for the length of the block; without nginx the trial is left out."""
    program = nginx()
    folder.mkdir(parents=True)
    with socket.create_server(("127.0.0.1", 0)) as one, socket.create_server(("127.0.0.1", 0)) as other:
        plain, safe = one.getsockname()[1], other.getsockname()[1]
    certificate, key = _certificate(folder)
    written = EXAMPLE.read_text()
    for old, new in (
        ("listen 80;", f"listen 127.0.0.1:{plain};"),
        ("listen 443 ssl;", f"listen 127.0.0.1:{safe} ssl;"),
        ("http://127.0.0.1:8000;", f"http://127.0.0.1:{portal};"),
        ("/etc/letsencrypt/live/fondos.example/fullchain.pem", str(certificate)),
        ("/etc/letsencrypt/live/fondos.example/privkey.pem", str(key)),
    ):
        assert written.count(old) == 1, old
        written = written.replace(old, new)
    process = started(program, folder, written)
    try:
        until(lambda: _stands(plain), seconds=20)
        yield OfficeProxy(plain, safe, certificate)
    finally:
        process.terminate()
        process.wait(20)


def _stands(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def _certificate(folder: Path) -> tuple[Path, Path]:
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name.from_rfc4514_string(f"CN={HOST}")
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(utc_now() - timedelta(days=1))
        .not_valid_after(utc_now() + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    files = folder / "certificate.pem", folder / "key.pem"
    files[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    kind = serialization.PrivateFormat.PKCS8
    files[1].write_bytes(key.private_bytes(serialization.Encoding.PEM, kind, serialization.NoEncryption()))
    return files


def statuses(answers: bytes) -> list[int]:
    """Give the status of each answer that came back."""
    return [int(found) for found in re.findall(rb"HTTP/1\.1 (\d+) ", answers)]
