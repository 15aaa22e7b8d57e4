"""Signed PDFs: whole, by whom they say, and found out when they were altered."""

import asyncio
import os
import threading
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any, TypeVar

import pytest
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.generic import NumberObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext

from contest_portal.kernel.certificates import BadCertificate, make_test_certificate, read_certificate
from contest_portal.kernel.pdf_signing import PdfSigner
from contest_portal.kernel.problems import WrongState
from contest_portal.kernel.signing_sources import KeyFile
from tests.conftest import NOON
from tests.factories.attachments import pages, written
from tests.factories.signing import PASSWORD, SIGNER, make_signer, trial_certificate

Told = TypeVar("Told")


@pytest.fixture
def signer(tmp_path: Path) -> PdfSigner:
    return make_signer(tmp_path)


@contextmanager
def answering(said: bytes, *, kind: str) -> Iterator[str]:
    """Give the address of a server that says the same to everybody."""

    class Saying(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Saying) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


def validated(pdf: bytes) -> PdfSignatureStatus:
    roots = list(load_certs_from_pemder_data(trial_certificate().authority))
    trusted = ValidationContext(trust_roots=roots, moment=NOON, allow_fetching=False)
    signature = PdfFileReader(BytesIO(pdf)).embedded_signatures[0]
    return in_own_thread(async_validate_pdf_signature(signature, trusted))


def in_own_thread(work: Coroutine[Any, Any, Told]) -> Told:
    """Run what needs a loop of events: the browser's tests have left one of their own in this thread."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(asyncio.run, work).result()


def is_sound(pdf: bytes) -> bool:
    """Tell whether another reader calls it whole, unchanged since, and signed by whom it trusts."""
    try:
        return bool(validated(pdf).bottom_line)
    except (PdfError, ValueError, LookupError, AttributeError, TypeError):
        return False  # it cannot even be read


def test_another_reader_finds_the_signature_whole_and_trusted(signer: PdfSigner) -> None:
    pdf = written(pages(2))

    signed, told = signer.sign(pdf, reason="CONVENIO N.° 001")
    status = validated(signed)

    assert (status.intact, status.valid, status.trusted, status.docmdp_ok) == (True, True, True, True)
    assert (told.signer, told.issuer, told.is_test, told.signed_at, told.has_timestamp) == (
        SIGNER,
        "Autoridad PRUEBA",
        True,
        NOON,
        False,
    )
    assert (signed[: len(pdf)] == pdf, b"/ETSI.CAdES.detached" in signed) == (True, True)


def test_one_changed_byte_is_found(signer: PdfSigner) -> None:
    signed, _ = signer.sign(written(pages(1)), reason="CONVENIO")

    altered = signed.replace(b"/MediaBox [ 0 0 200", b"/MediaBox [ 0 0 201")

    assert (altered != signed, validated(altered).intact) == (True, False)


def test_no_change_of_a_byte_and_nothing_added_is_called_the_signed_document(
    signer: PdfSigner, pytestconfig: pytest.Config
) -> None:
    count = 500 if pytestconfig.getoption("--long") else 100
    signed, _ = signer.sign(written(pages(1)), reason="CONVENIO")
    random = Random(20)  # noqa: S311 - a byte, no secret
    _, until, after, rest = map(int, PdfFileReader(BytesIO(signed)).embedded_signatures[0].byte_range)
    covered = (*range(until), *range(after, after + rest))
    altered = [
        signed[:place] + bytes([signed[place] ^ random.randint(1, 255)]) + signed[place + 1 :]
        for place in random.sample(covered, count)
    ]
    later = IncrementalPdfFileWriter(BytesIO(signed))
    later.root["/Pages"]["/Kids"][0]["/MediaBox"][2] = NumberObject(201)
    later.update_container(later.root["/Pages"]["/Kids"][0])
    longer = BytesIO()
    later.write(longer)

    assert is_sound(signed)
    assert [one for one in (*altered, longer.getvalue()) if is_sound(one)] == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"source": KeyFile(Path(__file__), "")}, "signing.no_certificate"),
        ({"source": KeyFile(Path("none.p12"), PASSWORD)}, "signing.no_certificate"),
        ({"clock": lambda: NOON + timedelta(days=800)}, "signing.certificate_ended"),
        ({"clock": lambda: NOON - timedelta(days=2)}, "signing.certificate_ended"),
    ],
    ids=["no certificate", "no file", "ended", "not begun"],
)
def test_what_cannot_sign_says_so(signer: PdfSigner, change: dict[str, object], code: str) -> None:
    with pytest.raises(WrongState, match=code):
        replace(signer, **change).sign(b"", reason="")


def test_without_an_answer_of_the_authority_of_time_it_is_signed_without(signer: PdfSigner) -> None:
    deaf = replace(signer, timestamp_url="http://127.0.0.1:9/")

    signed, told = deaf.sign(written(pages(1)), reason="CONVENIO")

    assert (told.has_timestamp, validated(signed).intact) == (False, True)


def test_what_answers_for_the_authority_of_time_and_is_none_is_passed_over(signer: PdfSigner) -> None:
    with answering(b"<html>Ingrese a la red</html>", kind="application/timestamp-reply") as url:
        signed, told = replace(signer, timestamp_url=url).sign(written(pages(1)), reason="CONVENIO")

    assert (told.has_timestamp, validated(signed).intact) == (False, True)


def test_another_file_in_its_place_signs_from_then_on(tmp_path: Path) -> None:
    signer, file = make_signer(tmp_path), tmp_path / "test.p12"
    stamp = file.stat().st_mtime_ns
    first = signer.sign(written(pages(1)), reason="CONVENIO")[1]
    file.write_bytes(make_test_certificate("Otra unidad", PASSWORD, NOON).pkcs12)
    os.utime(file, ns=(stamp, stamp))

    signed, told = signer.sign(written(pages(1)), reason="CONVENIO")

    used = PdfFileReader(BytesIO(signed)).embedded_signatures[0].signer_cert
    assert (first.signer, told.signer, f"{used.serial_number:x}") == (SIGNER, "Otra unidad", told.serial)


def test_who_looks_at_a_signer_does_not_see_its_password(signer: PdfSigner) -> None:
    assert ("test.p12" in repr(signer), PASSWORD in repr(signer)) == (True, False)


def test_another_password_opens_nothing(tmp_path: Path) -> None:
    make_signer(tmp_path)

    with pytest.raises(WrongState, match="no_certificate"):
        PdfSigner(KeyFile(tmp_path / "test.p12", "otra")).ready()


def test_it_signs_also_where_a_loop_of_events_runs(signer: PdfSigner) -> None:
    async def within() -> bytes:
        return signer.sign(written(pages(1)), reason="CONVENIO")[0]

    assert b"/ETSI.CAdES.detached" in in_own_thread(within())


def test_a_file_that_is_no_certificate_is_refused() -> None:
    with pytest.raises(BadCertificate):
        read_certificate(b"%PDF-1.7", PASSWORD)
