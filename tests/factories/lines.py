"""Servers on this machine that speak TLS with a certificate of their own, or send whoever asks elsewhere."""

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path
from socket import create_connection, create_server

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from contest_portal.kernel.clock import utc_now

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
def listening_server(
    answer: bytes = ANSWER, tls: ssl.SSLContext | None = None
) -> Iterator[tuple[str, list[bytes]]]:
    """Give one answer to whatever is asked for the length of the block; what was asked is noted."""
    asked: list[bytes] = []
    with create_server(("127.0.0.1", 0)) as server:
        over = threading.Event()

        def serve() -> None:
            while not over.is_set():
                line, _ = server.accept()
                line.settimeout(5)
                with (
                    line,
                    suppress(OSError),
                    tls.wrap_socket(line, server_side=True) if tls else line as heard,
                ):
                    asked.append(heard.recv(65_536))
                    heard.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield f"127.0.0.1:{server.getsockname()[1]}", asked
        finally:
            over.set()
            create_connection(server.getsockname()).close()
            thread.join()


@contextmanager
def server_over_tls(file: Path) -> Iterator[tuple[str, list[bytes]]]:
    """Do so over TLS, with the certificate of a file."""
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(file)
    with listening_server(tls=tls) as told:
        yield told


@contextmanager
def redirecting_server(status: str, there: str) -> Iterator[tuple[str, list[bytes]]]:
    """Send whoever asks to another address."""
    head = f"HTTP/1.1 {status}\r\nLocation: {there}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    with listening_server(head.encode()) as told:
        yield told
