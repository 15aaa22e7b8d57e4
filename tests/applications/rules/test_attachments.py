"""Which files are taken."""

import pytest

from contest_portal.applications.rules.attachments import (
    JPEG,
    MAX_BYTES,
    MAX_FILES,
    PDF,
    PNG,
    FileKind,
    check_file,
    kind_of,
    next_name,
)

PDF_BYTES = b"%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"
PNG_BYTES = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 20 + b"\x00\x00\x00\x00IEND\xaeB`\x82"
JPEG_BYTES = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\x00" * 20 + b"\xff\xd9"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF_BYTES, PDF),
        (PNG_BYTES, PNG),
        (JPEG_BYTES, JPEG),
        (b"MZ\x90\x00This program", None),
        (b"<html><script>alert(1)</script>", None),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", None),
        (b"PK\x03\x04word/document.xml", None),
        (b"GIF89a", None),
        (PDF_BYTES.replace(b"%%EOF", b""), None),
        (PNG_BYTES[:20], None),
        (JPEG_BYTES[:-2], None),
        (b"", None),
    ],
    ids=[
        "pdf",
        "png",
        "jpeg",
        "program",
        "html",
        "svg",
        "zip",
        "gif",
        "half pdf",
        "half png",
        "half jpeg",
        "empty",
    ],
)
def test_a_file_is_told_by_its_content(content: bytes, kind: FileKind | None) -> None:
    assert kind_of(content) == kind


@pytest.mark.parametrize(
    ("content", "held", "is_held", "code"),
    [
        (PDF_BYTES, 0, False, []),
        (PDF_BYTES, MAX_FILES - 1, False, []),
        (b"", 0, False, ["attachment.empty"]),
        (PDF_BYTES + b" " * MAX_BYTES, 0, False, ["attachment.too_large"]),
        (b"MZ", 0, False, ["attachment.unknown_kind"]),
        (PDF_BYTES, 1, True, ["attachment.twice"]),
        (PDF_BYTES, MAX_FILES, False, ["attachment.too_many"]),
    ],
    ids=["good", "the last one", "empty", "too large", "no such kind", "twice", "too many"],
)
def test_a_file_is_checked(content: bytes, held: int, *, is_held: bool, code: list[str]) -> None:
    assert [problem.code for problem in check_file(content, held=held, is_held=is_held)] == code


@pytest.mark.parametrize(
    ("names", "name"),
    [((), "anexo-1.pdf"), (("anexo-1.png", "anexo-2.pdf"), "anexo-3.pdf"), (("anexo-2.pdf",), "anexo-1.pdf")],
    ids=["first", "next", "a gap"],
)
def test_the_name_is_ours(names: tuple[str, ...], name: str) -> None:
    assert next_name(names, PDF) == name
