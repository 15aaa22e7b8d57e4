"""From the bytes that came to a file that may be kept."""

import sys

import pytest

from contest_portal.applications.receiving import SoundFile, receive_file
from contest_portal.applications.rules.file_kinds import PDF
from contest_portal.kernel.canonical import sha256_hex
from contest_portal.kernel.problems import Refused
from contest_portal.kernel.scanner import Scan, Scanner
from contest_portal.kernel.sealed_opening import OpenedFile
from tests.factories.attachments import JPEG_BYTES, PDF_BYTES, encrypted, sound

FINDS_SOMETHING = Scanner(f"{sys.executable} -c 'raise SystemExit(1)'")


def test_a_pdf_that_tells_nothing_of_itself_is_kept_as_it_came() -> None:
    assert sound(PDF_BYTES) == SoundFile(PDF, PDF_BYTES, sha256_hex(PDF_BYTES), None, 1, Scan.ABSENT)


def test_a_pdf_has_the_picture_that_was_drawn_of_it() -> None:
    file = receive_file(
        PDF_BYTES, "", opener=lambda *_: OpenedFile(1, (b"bare", b"its first page")), scanner=Scanner()
    )

    assert (file.content, file.preview) == (b"bare", b"its first page")
    assert file.original_sha256 == sha256_hex(PDF_BYTES)


def test_a_photo_is_written_anew() -> None:
    file = sound(JPEG_BYTES, "foto.jpg", Scanner("true"))

    assert (file.original_sha256, file.scan, file.pages) == (sha256_hex(JPEG_BYTES), Scan.CLEAN, None)
    assert file.content != JPEG_BYTES
    assert file.preview is not None


@pytest.mark.parametrize(
    ("content", "scanner", "code"),
    [
        (b"", Scanner(), "attachment.empty"),
        (encrypted(), Scanner(), "attachment.encrypted"),
        (PDF_BYTES, FINDS_SOMETHING, "attachment.infected"),
    ],
    ids=["empty", "does not open", "infected"],
)
def test_what_is_not_sound_is_refused(content: bytes, scanner: Scanner, code: str) -> None:
    with pytest.raises(Refused, match=code):
        sound(content, "", scanner)
