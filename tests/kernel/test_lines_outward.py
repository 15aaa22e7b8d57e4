"""Lines that libraries open: who is asked shows first who it is, and a redirect leads nowhere."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from limits.storage import storage_from_string
from redis.exceptions import RedisError

from contest_portal.kernel.bucket_address import BucketAddress, BucketKeys
from contest_portal.kernel.canonical import sha256_hex
from contest_portal.kernel.pdf_signing import Level, PdfSigner
from contest_portal.kernel.problems import StoreAway
from contest_portal.web.shared.limits import IMPATIENT
from tests.bucket import KEYS
from tests.factories.attachments import pages, written
from tests.factories.lines import certificate, listening_server, redirecting_server, server_over_tls
from tests.factories.signing import make_signer

CONTENT = b"un archivo"
NAME = sha256_hex(CONTENT)
Ask = Callable[[str, Path], None]


def ask_bucket(address: str, _folder: Path) -> None:
    from contest_portal.kernel.bucket_shelf import BucketShelf  # noqa: PLC0415 - only where it is installed

    place = BucketAddress.read(f"s3://archivos?endpoint={address}")
    shelf = BucketShelf(place, BucketKeys(**KEYS), patience=timedelta(seconds=2))
    for ask in (lambda: shelf.put(NAME, CONTENT), lambda: shelf.get(NAME)):
        with pytest.raises(StoreAway):
            ask()


def ask_counters(address: str, _folder: Path) -> None:
    counters = storage_from_string(address.replace("https", "rediss"), **IMPATIENT)
    with pytest.raises(RedisError):
        counters.incr("tries", 60)


def ask_the_time(address: str, folder: Path) -> None:
    signer = make_signer(folder)
    timed = PdfSigner(signer.source, address, clock=signer.clock)
    assert timed.sign(written(pages(1)), reason="CONVENIO")[1].level is Level.PLAIN


EVERYBODY = [
    pytest.param(ask_bucket, id="bucket"),
    pytest.param(ask_counters, id="counters of tries"),
    pytest.param(ask_the_time, id="authority of time"),
]


@pytest.mark.parametrize("ask", EVERYBODY)
@pytest.mark.parametrize(
    ("names", "trusted", "hears"),
    [
        pytest.param("127.0.0.1", False, False, id="nobody vouches"),
        pytest.param("127.0.0.2", True, False, id="of another"),
        pytest.param("127.0.0.1", True, True, id="its own, vouched for"),
    ],
)
def test_nothing_is_told_to_whom_nobody_vouches_for(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    ask: Ask,
    names: str,
    trusted: bool,  # noqa: FBT001
    hears: bool,  # noqa: FBT001
) -> None:
    file = certificate(tmp_path, names)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(file))

    with server_over_tls(file) as (address, asked):
        ask(f"https://{address}", tmp_path)

    assert any(asked) == hears


REDIRECTS = pytest.mark.parametrize("status", ["302 Found", "307 Temporary Redirect"])


@REDIRECTS
def test_an_authority_of_time_that_redirects_tells_no_time(tmp_path: Path, status: str) -> None:
    with (
        listening_server() as (elsewhere, asked_there),
        redirecting_server(status, f"http://{elsewhere}/") as (address, asked),
    ):
        ask_the_time(f"http://{address}", tmp_path)

    assert (any(asked), any(asked_there)) == (True, False)


@REDIRECTS
def test_a_bucket_that_redirects_has_no_signature_of_ours_sent_elsewhere(tmp_path: Path, status: str) -> None:
    """Its library follows, and cannot be told not to."""
    with (
        listening_server() as (elsewhere, asked_there),
        redirecting_server(status, f"http://{elsewhere}/") as (address, asked),
    ):
        ask_bucket(f"http://{address}", tmp_path)

    signed = [any(b"authorization:" in one.lower() for one in heard) for heard in (asked, asked_there)]
    assert (signed, any(asked_there)) == ([True, False], True)
