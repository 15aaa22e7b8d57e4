"""What an uploaded file is: by its content, against its name."""

import pytest

from contest_portal.applications.rules.file_kinds import PDF, PHOTO, FileKind, kind_of, kind_problem
from tests.factories.attachments import (
    HEIC_BYTES,
    JPEG_BYTES,
    PDF_BYTES,
    PNG_BYTES,
    SVG_BYTES,
    WEBP_BYTES,
    zipped,
)


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (PDF_BYTES, "perfil.pdf", PDF),
        (PDF_BYTES + b"\r\n \x00", "PERFIL.PDF", PDF),
        (JPEG_BYTES, "sin nombre", PHOTO),
        (PNG_BYTES, "carpeta/foto.PNG", PHOTO),
        (WEBP_BYTES, "foto de mensajería.jpg", PHOTO),
        (JPEG_BYTES, r"C:\fotos.viejas\foto", PHOTO),
    ],
    ids=["pdf", "empty end", "no ending", "png in a folder", "webp called jpg", "dot in the folder"],
)
def test_a_file_is_told_by_its_content(content: bytes, name: str, kind: FileKind) -> None:
    assert (kind_of(content), kind_problem(content, name)) == (kind, None)


@pytest.mark.parametrize(
    ("content", "name", "code", "said"),
    [
        (HEIC_BYTES, "IMG_1.heic", "heic", "Más compatible"),
        (b"\x00\x00\x00\x1cftypavif", "foto.jpg", "heic", "JPEG"),
        (zipped(), "oficio.docx", "office", "elija el PDF"),
        (zipped("xl/vbaProject.bin"), "cuentas.xlsm", "office", "elija el PDF"),
        (zipped(), "perfil.pdf", "office", "elija el PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "oficio.doc", "office", "elija el PDF"),
        (SVG_BYTES, "logo.svg", "markup", "SVG"),
        (b"\xef\xbb\xbf\n<?xml version='1.0'?>" + SVG_BYTES, "foto.png", "markup", "SVG"),
        (b"<html><script>alert(1)</script>", "foto.jpg", "markup", "página web"),
        (b"MZ\x90\x00This program", "foto.jpg", "program", "Es un programa"),
        (b"\x7fELF\x02", "foto.jpg", "program", "Es un programa"),
        (b"#!/bin/sh\n", "foto.jpg", "program", "Es un programa"),
        (b"GIF89a" + JPEG_BYTES, "foto.gif", "picture", "como JPEG o PNG"),
        (PDF_BYTES + zipped(), "perfil.pdf", "two_files", "escondido"),
        (PDF_BYTES[:-6] + zipped() + b"\n%%EOF", "perfil.pdf", "two_files", "escondido"),
        (PDF_BYTES + b"<script>alert(1)</script>", "perfil.pdf", "two_files", "escondido"),
        (PDF_BYTES.replace(b"%%EOF", b""), "perfil.pdf", "unknown_kind", "dañado"),
        (b"\x00" + PDF_BYTES, "perfil.pdf", "unknown_kind", "dañado"),
        (b"RIFF\x00\x00\x00\x00AVI ", "foto.webp", "unknown_kind", "dañado"),
        (b"texto", "notas.txt", "unknown_kind", "Elija otro"),
        (PDF_BYTES, "perfil.exe", "wrong_ending", "termine en «.pdf»"),
        (JPEG_BYTES, "perfil.pdf", "wrong_ending", "termine en «.jpg»"),
        (PDF_BYTES, 'a"; filename="x.html', "wrong_ending", "termina en «.html»"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_anything_else_is_refused_with_what_to_do(content: bytes, name: str, code: str, said: str) -> None:
    problem = kind_problem(content, name)

    assert problem is not None
    assert (problem.code, said in problem.text) == (f"attachment.{code}", True)
