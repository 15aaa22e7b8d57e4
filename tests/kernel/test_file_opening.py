"""Photos are written anew and PDF opened, here and in a process of its own."""

import io
import json
import struct
import zlib
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, RectangleObject

from contest_portal.kernel.file_opening import LONGEST_SIDE, MAX_PAGES, PREVIEW_SIDE
from contest_portal.kernel.sealed_opening import SECONDS, OpenedFile, UnfitFile, open_sealed, read_answer
from tests.factories.attachments import (
    JPEG_BYTES,
    PDF_BYTES,
    PNG_BYTES,
    WEBP_BYTES,
    encrypted,
    make_image,
    open_here,
    pages,
    with_action,
    with_embedded_file,
    written,
)
from tests.factories.signing import make_signer

PLACE, DCT = "Quebrada Rayanniyocc", pikepdf.Name.DCTDecode


def image_of(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def from_the_field() -> bytes:
    """Make a photo that knows where it was taken, by whom, and that it lies on its side."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = PLACE
    exif.get_ifd(0x8825)[1] = "S"
    return make_image("JPEG", (40, 30), exif=exif.tobytes(), comment=PLACE.encode(), xmp=PLACE.encode())


def png_that_says(width: int, height: int) -> bytes:
    """Make a PNG of a few bytes whose head declares a size."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = (head, b"IDAT" + zlib.compress(b"\x00" * 100), b"IEND")
    framed = (struct.pack(">I", len(c) - 4) + c + struct.pack(">I", zlib.crc32(c)) for c in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(framed)


def with_annotation(subtype: str) -> bytes:
    writer = pages()
    annotation = DictionaryObject({NameObject("/Subtype"): NameObject(subtype)})
    writer.pages[0][NameObject("/Annots")] = ArrayObject([annotation])
    return written(writer)


def with_form_script() -> bytes:
    writer = pages()
    form = DictionaryObject({NameObject("/XFA"): ArrayObject()})
    writer.root_object[NameObject("/AcroForm")] = form
    return written(writer)


def test_a_photo_is_turned_upright_and_loses_all_but_its_pixels() -> None:
    large, small = open_here("photo", from_the_field()).parts

    assert (image_of(large).size, image_of(small).size) == ((30, 40), (30, 40))
    assert (image_of(large).getexif(), set(image_of(large).info) & {"exif", "comment", "xmp"}) == ({}, set())
    assert PLACE.encode() not in large + small


@pytest.mark.parametrize(
    "content",
    [
        make_image("JPEG", (3000, 30)),
        make_image("PNG", (3000, 30), mode="P", colour="white"),
        make_image("WEBP", (3000, 30)),
        make_image("JPEG", (3000, 30), mode="CMYK", colour="white"),
    ],
    ids=["jpeg", "png", "webp", "cmyk"],
)
def test_a_photo_is_kept_as_a_jpeg_of_limited_size_with_a_small_copy(content: bytes) -> None:
    large, small = (image_of(part) for part in open_here("photo", content).parts)

    assert [(image.format, image.mode, max(image.size)) for image in (large, small)] == [
        ("JPEG", "RGB", LONGEST_SIDE),
        ("JPEG", "RGB", PREVIEW_SIDE),
    ]


def test_what_shows_through_is_white() -> None:
    (large, _) = open_here("photo", make_image("PNG", (8, 8), mode="RGBA", colour="#ff000000")).parts

    assert image_of(large).getpixel((4, 4)) == (255, 255, 255)


def test_what_hides_behind_a_photo_is_gone() -> None:
    (large, _) = open_here("photo", JPEG_BYTES + b"<script>alert(1)</script>PK\x03\x04").parts

    assert b"script" not in large


@pytest.mark.parametrize(
    ("form", "content", "code"),
    [
        ("photo", png_that_says(60_000, 60_000), "pixels"),
        ("photo", png_that_says(9_000, 9_000), "pixels"),
        ("photo", png_that_says(40, 40), "damaged"),
        ("photo", PNG_BYTES[:60], "damaged"),
        ("photo", JPEG_BYTES[: len(JPEG_BYTES) // 2], "damaged"),
        ("photo", WEBP_BYTES[:30], "damaged"),
        ("photo", b"\xff\xd8\xff", "damaged"),
        ("pdf", encrypted(), "encrypted"),
        ("pdf", with_embedded_file(), "embedded"),
        ("pdf", with_annotation("/FileAttachment"), "embedded"),
        ("pdf", with_annotation("/RichMedia"), "active"),
        ("pdf", with_form_script(), "active"),
        ("pdf", with_action(S="/JavaScript", JS="app.alert(1)"), "active"),
        ("pdf", with_action(S="/JavaScript", JS="x").replace(b"/JavaScript", b"/J#61vaScript"), "active"),
        ("pdf", with_action(S="/Launch", F="cmd.exe"), "active"),
        ("pdf", with_action(S="/SubmitForm", F="http://example.org"), "active"),
        ("pdf", written(pages(MAX_PAGES + 1)), "pages"),
        ("pdf", written(pages(0)), "damaged"),
        ("pdf", PDF_BYTES[: len(PDF_BYTES) // 2] + b"%%EOF", "damaged"),
        ("pdf", b"%PDF-1.4\n%%EOF", "damaged"),
    ],
    ids=[
        "bomb",
        "large",
        "half the pixels",
        "half a png",
        "half a jpeg",
        "half a webp",
        "three bytes",
        "password",
        "file inside",
        "file pinned on a page",
        "film",
        "form with a program",
        "script",
        "script in other letters",
        "launches a program",
        "sends a form",
        "too long",
        "no page",
        "half a pdf",
        "nothing in it",
    ],
)
def test_what_is_not_sound_is_refused(form: str, content: bytes, code: str) -> None:
    with pytest.raises(UnfitFile) as refusal:
        open_here(form, content)

    assert refusal.value.code == code


def test_links_and_bookmarks_of_a_pdf_do_no_harm() -> None:
    writer = pages(MAX_PAGES)
    writer.add_uri(0, "https://example.org", [0, 0, 9, 9])
    writer.add_outline_item(title="Cotización", page_number=0)

    content = written(writer)

    assert open_here("pdf", content) == OpenedFile(MAX_PAGES, (content,))


def test_a_process_of_its_own_says_the_same() -> None:
    photo = open_sealed("photo", JPEG_BYTES)
    with pytest.raises(UnfitFile) as refusal:
        open_sealed("pdf", written(pages(MAX_PAGES + 1)))

    assert photo == open_here("photo", JPEG_BYTES)
    assert (refusal.value.code, refusal.value.figures) == ("pages", {"pages": "61", "max": "60"})


def test_the_first_page_of_a_pdf_is_drawn_on_white_and_small() -> None:
    writer = pages()
    writer.add_blank_page(10, 10)
    writer.pages[0].mediabox = RectangleObject((0, 0, 300, 600))
    opened = open_sealed("pdf", written(writer))

    assert (opened.pages, [image_of(part).size for part in opened.parts[1:]]) == (2, [(120, PREVIEW_SIDE)])
    assert image_of(opened.parts[1]).getpixel((60, 120)) == (255, 255, 255)


@pytest.mark.parametrize("ending", ["raise MemoryError", "print('no answer')"])
def test_a_page_that_cannot_be_drawn_costs_the_picture_only(ending: str, tmp_path: Path) -> None:
    opening = tmp_path / "opening.py"
    head = json.dumps({"facts": {"pages": 1}, "sizes": [4]})
    told = f"print('{head}'); print('bare', end=''); sys.exit()"
    opening.write_text(f"import sys\nif sys.argv[1] == 'pdf': {told}\n{ending}")

    assert open_sealed("pdf", PDF_BYTES, script=opening) == OpenedFile(1, (b"bare",))


def test_a_pdf_of_which_nothing_comes_back_is_damaged(tmp_path: Path) -> None:
    opening = tmp_path / "opening.py"
    opening.write_text("""print('{"facts": {"pages": 1}, "sizes": []}')""")

    with pytest.raises(UnfitFile):
        open_sealed("pdf", PDF_BYTES, script=opening)


def drawn(content: bytes) -> list[bytes]:
    return [page.render().to_pil().tobytes() for page in pypdfium2.PdfDocument(content)]


@pytest.mark.parametrize("filters", [DCT, pikepdf.Array([DCT])], ids=["name", "list"])
def test_a_pdf_loses_author_program_and_the_place_of_its_photos_and_keeps_every_pixel(
    filters: pikepdf.Object,
) -> None:
    photo, stream, told = from_the_field(), io.BytesIO(), io.BytesIO()
    image_of(photo).save(stream, "PDF")
    with pikepdf.open(stream) as pdf:
        (image,) = pdf.pages[0].get_images().values()
        image.write(photo, filter=filters)
        pdf.docinfo = pdf.make_indirect(pikepdf.Dictionary(Author=PLACE, Producer=PLACE))
        image.Metadata = pdf.make_stream(PLACE.encode())
        pdf.pages[0].PieceInfo = pikepdf.Dictionary(Who=PLACE)
        pdf.save(told, compress_streams=False, fix_metadata_version=False)

    bare = open_here("pdf", told.getvalue()).parts[0]

    of_photo = photo.count(PLACE.encode())
    assert (of_photo, told.getvalue().count(PLACE.encode()), bare.count(PLACE.encode())) == (3, 3 + 4, 0)
    assert (b"/Info" in bare, drawn(bare)) == (False, drawn(told.getvalue()))
    assert open_here("pdf", bare).parts == (bare,)  # where nothing is told, nothing is written anew


def test_a_signed_pdf_stays_as_it_came(tmp_path: Path) -> None:
    signed, _ = make_signer(tmp_path).sign(written(pages()), reason="Convenio")

    assert open_here("pdf", signed).parts == (signed,)


@pytest.mark.parametrize(
    "script",
    [
        "import time; time.sleep(60)",
        "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
        "raise MemoryError",
        "print('no answer')",
    ],
    ids=["too long", "killed", "gives up", "nonsense"],
)
def test_a_file_that_takes_the_process_down_is_damaged(script: str, tmp_path: Path) -> None:
    opening = tmp_path / "opening.py"
    opening.write_text(script)

    with pytest.raises(UnfitFile, match="damaged"):
        open_sealed("pdf", PDF_BYTES, script=opening, seconds=1 if "time" in script else SECONDS)


def test_the_process_knows_nothing_of_the_portal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opening = tmp_path / "opening.py"
    opening.write_text(
        "import json, os; print(json.dumps({'facts': {'unfit': str(sorted(os.environ))}, 'sizes': []}))"
    )
    monkeypatch.setenv("SECRET_KEY", "not to be told")

    with pytest.raises(UnfitFile) as refusal:
        open_sealed("pdf", b"", script=opening)

    assert "SECRET_KEY" not in refusal.value.code


@pytest.mark.parametrize(
    "answer", [b"", b"[]\n", b'{"facts": {}}\n', json.dumps({"facts": 1, "sizes": []}).encode()]
)
def test_an_answer_that_makes_no_sense_is_a_damaged_file(answer: bytes) -> None:
    with pytest.raises(UnfitFile, match="damaged"):
        read_answer(answer)
