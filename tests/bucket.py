"""A server that speaks S3, in a process of its own, and buckets of it."""

import importlib.util
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from urllib.request import Request, urlopen

import pytest

from tests.lending import lent

_SERVE = """
import sys
from moto.server import ThreadedMotoServer
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
print(server.get_host_and_port()[1], flush=True)
sys.stdin.read()
"""
_VERSIONS = b"<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>"
KEYS = {"key_id": "portal", "secret": "clave-del-deposito"}
_SIGNED = (
    "AWS4-HMAC-SHA256 Credential=portal/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0"
)
"""It is not checked, but says which service is meant."""
_numbers = count(1)


class BucketServerUnavailableError(RuntimeError):
    """No such server can be started here."""


@contextmanager
def bucket_server() -> Iterator[str]:
    """Give the address of a server that lives as long as the block; it ends by itself when this process does."""
    if importlib.util.find_spec("moto") is None or importlib.util.find_spec("obstore") is None:
        raise BucketServerUnavailableError("moto and obstore are not installed: bin/setup --dev")
    command = [sys.executable, "-c", _SERVE]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as run:
        yield f"http://127.0.0.1:{int(run.stdout.readline())}"  # type: ignore[union-attr]
        run.kill()


def make_bucket(server: str, *, versions: bool = True, public: bool = False) -> str:
    """Make an empty bucket and give its FILES_URL."""
    name = f"archivos-{next(_numbers)}"
    _ask(f"{server}/{name}")
    if public:
        allowed = {
            "Effect": "Allow",
            "Principal": "*",
            "Action": "s3:GetObject",
            "Resource": f"arn:aws:s3:::{name}/*",
        }
        _ask(
            f"{server}/{name}?policy", json.dumps({"Version": "2012-10-17", "Statement": [allowed]}).encode()
        )
    if versions:
        _ask(f"{server}/{name}?versioning", _VERSIONS)
    return f"s3://{name}/portal?endpoint={server}"


def _ask(url: str, body: bytes = b"") -> None:
    headers = {"Authorization": _SIGNED, "Content-Type": "application/xml"}
    urlopen(Request(url, data=body, headers=headers, method="PUT")).close()  # noqa: S310 - our own server


@pytest.fixture(scope="session")
def bucket_place() -> Iterator[str]:
    """One server of buckets per worker that needs one."""
    with lent(bucket_server(), BucketServerUnavailableError) as url:
        yield url
