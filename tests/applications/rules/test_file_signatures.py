"""Where the signs of a file lie, and how far its name is looked at."""

import pytest

from contest_portal.applications.rules.file_kinds import PDF, PHOTO, FileKind, kind_of, kind_problem
from tests.factories.attachments import JPEG_BYTES, PDF_BYTES, zipped

START, END = b"%PDF-1.4\n", b"%%EOF"
ZIP_END = b"PK\x05\x06" + b"\x00" * 18


def code_of(content: bytes, name: str = "") -> str | None:
    problem = kind_problem(content, name)
    return None if problem is None else problem.code.removeprefix("attachment.")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        pytest.param(START + END, PDF, id="a pdf of nothing"),
        pytest.param(START + b"x" * 2_000 + END, PDF, id="the end at the end"),
        pytest.param(START + END + b"\r\n" * 500, PDF, id="blank lines behind the end"),
        pytest.param(START + END + b"\n" * 1_024, None, id="the end too far up"),
        pytest.param(START + END + b"x" + END, PDF, id="saved twice"),
        pytest.param(START + b"x" * 2_000, None, id="no end"),
        pytest.param(b"%pdf-1.4\n" + END, None, id="small letters"),
        pytest.param(b"\n" + START + END, None, id="a line before it"),
        pytest.param(START + ZIP_END + b"x" * 66_000 + END, PDF, id="a sign of a zip far from the end"),
        pytest.param(START + ZIP_END + b"x" * 60_000 + END, None, id="a zip near the end"),
        pytest.param(b"\xff\xd8\xff", PHOTO, id="a jpeg of three bytes"),
        pytest.param(b"\xff\xd8", None, id="of two"),
        pytest.param(b"\x89PNG\r\n\x1a\n", PHOTO, id="the head of a png"),
        pytest.param(b"\x89PNG\n\x1a\n", None, id="a png with other line ends"),
        pytest.param(b"RIFF1234WEBP", PHOTO, id="the head of a webp"),
        pytest.param(b"WEBP1234RIFF", None, id="a webp turned round"),
        pytest.param(b"", None, id="nothing"),
    ],
)
def test_the_kind_is_told_by_the_first_bytes_and_the_last_of_a_pdf(
    content: bytes, kind: FileKind | None
) -> None:
    assert kind_of(content) == kind


@pytest.mark.parametrize(
    ("content", "code"),
    [
        *((b"\x00\x00\x00\x18ftyp" + brand, "heic") for brand in (b"heix", b"hevc", b"mif1", b"msf1")),
        (b"\x00\x00\x00\x18ftypmp42", "unknown_kind"),
        (b"ftypheic", "unknown_kind"),
        *((start, "office") for start in (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"{\\rtf1 hola}")),
        *((start, "picture") for start in (b"GIF87a", b"BM\x00", b"II*\x00", b"MM\x00*")),
        *((b"  \n" + tag, "markup") for tag in (b"<!DOCTYPE html>", b"<!-- x -->", b"<HEAD>", b"<body ")),
        (b" " * 1_021 + b"<svg>", "unknown_kind"),
        (b"<p>hola</p>", "unknown_kind"),
        (b" #!/bin/sh", "unknown_kind"),
        (START + END + zipped(), "two_files"),
        (START + b"x", "unknown_kind"),
        (b"\x00", "unknown_kind"),
        (b"", "unknown_kind"),
    ],
)
def test_what_is_not_taken_is_called_by_its_name(content: bytes, code: str) -> None:
    assert (kind_of(content), code_of(content, "perfil.pdf")) == (None, code)


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        *((JPEG_BYTES, f"foto.{ending}", None) for ending in ("jpg", "JPEG", "jpe", "Jfif", "png", "webp")),
        (JPEG_BYTES, "foto.gif", "wrong_ending"),
        (JPEG_BYTES, "foto.heic", "wrong_ending"),
        (PDF_BYTES, "foto.jpg.pdf", None),
        (PDF_BYTES, "perfil.pdf.exe", "wrong_ending"),
        (PDF_BYTES, "perfil.pdf ", "wrong_ending"),
        (PDF_BYTES, ".exe", None),
        (PDF_BYTES, "perfil.", None),
        (PDF_BYTES, "", None),
        (PDF_BYTES, "..", None),
        (PDF_BYTES, "carpeta.exe/perfil", None),
        (PDF_BYTES, r"carpeta.pdf\perfil.exe", "wrong_ending"),
    ],
)
def test_only_the_ending_of_a_name_is_held_against_the_content(
    content: bytes, name: str, code: str | None
) -> None:
    assert code_of(content, name) == code


def test_an_endless_ending_is_cut_in_the_message() -> None:
    problem = kind_problem(PDF_BYTES, "perfil." + "X" * 5_000)

    assert problem is not None
    assert dict(problem.params) == {"ending": "x" * 12, "kind": "PDF", "right": "pdf"}
