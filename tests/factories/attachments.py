"""Files that people might upload: small real ones, and hostile ones."""

import io
import zipfile
from functools import cache

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from contest_portal.applications.receiving import SoundFile, receive_file
from contest_portal.kernel.file_opening import answer
from contest_portal.kernel.scanner import Scanner
from contest_portal.kernel.sealed_opening import OpenedFile, read_answer


def open_here(form: str, content: bytes) -> OpenedFile:
    """Open a file as the process of its own would, in this one."""
    return read_answer(answer(form, content))


def sound(content: bytes, name: str = "", scanner: Scanner = Scanner()) -> SoundFile:  # noqa: B008 - frozen
    return receive_file(content, name, opener=open_here, scanner=scanner)


def make_image(
    form: str = "JPEG",
    size: tuple[int, int] = (40, 30),
    colour: str = "olive",
    mode: str = "RGB",
    **options: object,
) -> bytes:
    stream = io.BytesIO()
    Image.new(mode, size, colour).save(stream, form, **options)
    return stream.getvalue()


def written(writer: PdfWriter) -> bytes:
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def pages(count: int = 1) -> PdfWriter:
    writer = PdfWriter()
    writer.metadata = None  # what tells nothing of itself is kept as it came
    for _ in range(count):
        writer.add_blank_page(200, 200)
    return writer


def with_action(**entries: str) -> bytes:
    """Make a PDF that does something as it is opened."""
    writer = pages()
    action = DictionaryObject({NameObject(f"/{name}"): _value(text) for name, text in entries.items()})
    writer.root_object[NameObject("/OpenAction")] = action
    return written(writer)


def _value(text: str) -> NameObject | TextStringObject:
    return NameObject(text) if text.startswith("/") else TextStringObject(text)


def encrypted() -> bytes:
    writer = pages()
    writer.encrypt("secreto", algorithm="RC4-128")
    return written(writer)


def with_embedded_file() -> bytes:
    writer = pages()
    writer.add_attachment("macro.docm", b"PK")
    return written(writer)


@cache
def zipped(name: str = "word/document.xml") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(name, "<w/>")
    return stream.getvalue()


PDF_BYTES = written(pages())
JPEG_BYTES = make_image("JPEG")
PNG_BYTES = make_image("PNG", colour="navy")
WEBP_BYTES = make_image("WEBP", colour="teal")
SVG_BYTES = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
HEIC_BYTES = b"\x00\x00\x00\x18ftypheic" + b"\x00" * 40
