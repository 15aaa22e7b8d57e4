"""A source whose certificate nobody vouches for, or that is another's, gets neither a request nor the token."""

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path
from socket import create_connection, create_server

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from contest_portal.kernel.clock import utc_now
from contest_portal.registry.rules.source_run import Fault, FetchStopped
from contest_portal.registry.sources.http_pages import HttpPages
from contest_portal.registry.sources.protocol import PageRequest
from tests.factories.sources import HASTY, TOKEN

DAY = timedelta(days=1)
ANSWER = b"HTTP/1.1 500 no\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


def certificate(folder: Path, address: str) -> Path:
    """Write a certificate of its own for an address, with its key before it."""
    key, now = ec.generate_private_key(ec.SECP256R1()), utc_now()
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "padrón")])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(x509.random_serial_number())
    made = made.not_valid_before(now - DAY).not_valid_after(now + DAY)
    named = x509.SubjectAlternativeName([x509.IPAddress(ip_address(address))])
    signed = made.add_extension(named, critical=False).sign(key, hashes.SHA256())
    file = folder / f"{address}.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(private + signed.public_bytes(Encoding.PEM))
    return file


@contextmanager
def source_over_tls(file: Path) -> Iterator[tuple[str, list[bytes]]]:
    """Serve over TLS for the length of the block; what was asked is noted."""
    asked: list[bytes] = []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    with create_server(("127.0.0.1", 0)) as server:
        over = threading.Event()

        def serve() -> None:
            while not over.is_set():
                line, _ = server.accept()
                with line, suppress(OSError), context.wrap_socket(line, server_side=True) as safe:
                    asked.append(safe.recv(4096))
                    safe.sendall(ANSWER)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield f"https://127.0.0.1:{server.getsockname()[1]}", asked
        finally:
            over.set()
            create_connection(server.getsockname()).close()
            thread.join()


@pytest.mark.parametrize(
    ("names", "trusted", "fault", "hears"),
    [
        pytest.param("127.0.0.1", False, Fault.CERTIFICATE, False, id="nobody vouches"),
        pytest.param("127.0.0.2", True, Fault.CERTIFICATE, False, id="of another"),
        pytest.param("127.0.0.1", True, Fault.BROKEN, True, id="its own, vouched for"),
    ],
)
def test_who_is_asked_shows_first_who_it_is(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    names: str,
    trusted: bool,  # noqa: FBT001
    fault: Fault,
    hears: bool,  # noqa: FBT001
) -> None:
    file = certificate(tmp_path, names)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(file))

    with source_over_tls(file) as (address, asked), pytest.raises(FetchStopped) as stop:
        HttpPages(address, TOKEN, HASTY).fetch(PageRequest(None, None))

    assert (stop.value.fault, any(TOKEN.encode() in one for one in asked)) == (fault, hears)
