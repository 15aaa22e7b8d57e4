"""Open one uploaded photo or PDF. Run as a script, in a process of its own that can be stopped and has nothing to lose.

`python -I file_opening.py photo|pdf|page|logo` reads the file from stdin and answers on stdout: a line of JSON, then
bytes.
It imports nothing of the portal; `sealed_opening.py` starts it and reads the answer.
"""

import io
import json
import resource
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from PIL import Image, ImageFile, ImageOps

MAX_PIXELS = 50_000_000
LONGEST_SIDE = 2048
PREVIEW_SIDE = 240
LOGO_SIDES = (660, 306)
"""At 600 points an inch, 28 by 13 millimetres."""
MAX_PAGES = 60
MAX_PARTS = 200_000
MEMORY = 1024**3
CPU_SECONDS: Mapping[str, int] = {"photo": 20, "pdf": 20, "page": 5, "logo": 10}

_ACTIVE, _EMBEDDED = "active", "embedded"
_KEYS = {
    "/JS": _ACTIVE,
    "/JavaScript": _ACTIVE,
    "/XFA": _ACTIVE,
    "/RichMediaContent": _ACTIVE,
    "/EF": _EMBEDDED,
    "/EmbeddedFiles": _EMBEDDED,
}
_ACTIONS = {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToE", "/GoToR", "/Rendition"}
_SUBTYPES = {
    "/FileAttachment": _EMBEDDED,
    "/RichMedia": _ACTIVE,
    "/Movie": _ACTIVE,
    "/Screen": _ACTIVE,
    "/Sound": _ACTIVE,
    "/3D": _ACTIVE,
}

_ABOUT = ("/Metadata", "/PieceInfo", "/LastModified", "/Thumb")
"""Keys under which a PDF tells of its program and author, as XMP or otherwise; of the file and of each thing in it."""
_PIXELS, _NOTES = (b"\xda", b""), {0xE1, 0xED, 0xFE}
"""Segments of a JPEG: where its pixels begin, or it ends; Exif and XMP, Photoshop's, comments."""

Facts = dict[str, int | str]
Opened = tuple[Facts, tuple[bytes, ...]]


class Unfit(Exception):
    """The file is not taken: a code, and the figures that its explanation names."""

    def __init__(self, code: str, **figures: int) -> None:
        self.code = code
        self.figures = figures
        super().__init__(code)


def answer(form: str, content: bytes) -> bytes:
    """Open the file and write the answer: pages of a PDF, or its first one drawn; a photo made anew and a small one."""
    try:
        facts, parts = _OPENERS[form](content)
    except Unfit as unfit:
        facts, parts = {"unfit": unfit.code, **unfit.figures}, ()
    head = json.dumps({"facts": facts, "sizes": [len(part) for part in parts]})
    return b"".join((head.encode(), b"\n", *parts))


def open_photo(content: bytes) -> Opened:
    """Decode a photo and write it anew: upright, not too large, its pixels and nothing else (no place, no camera)."""
    photo = _decoded(content, ("JPEG", "PNG", "WEBP"))
    large = _written(photo, quality=85)
    photo.thumbnail((PREVIEW_SIDE, PREVIEW_SIDE))
    return {}, (large, _written(photo, quality=70))


def open_logo(content: bytes) -> Opened:
    """Decode a logo and write it anew as a PNG on white, small enough for the head of a page."""
    logo = _decoded(content, ("JPEG", "PNG"))
    logo.thumbnail(LOGO_SIDES)
    stream = io.BytesIO()
    logo.save(stream, "PNG", optimize=True)
    return {}, (stream.getvalue(),)


def _decoded(content: bytes, formats: tuple[str, ...]) -> Image.Image:
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # the press, where it is loaded too, bears with half an image
    try:
        with Image.open(io.BytesIO(content), formats=formats) as image:
            _refuse_bomb(*image.size)
            image.draft(None, (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is decoded at the size that is needed
            ImageOps.exif_transpose(image, in_place=True)
            return _bare(image)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Unfit("pixels", max=MAX_PIXELS // 1_000_000) from error
    except (OSError, SyntaxError, ValueError) as error:
        raise Unfit("damaged") from error


def _refuse_bomb(width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        raise Unfit("pixels", max=MAX_PIXELS // 1_000_000)


def _bare(image: Image.Image) -> Image.Image:
    """Give the pixels on white, without anything that came along with them. A second copy may be 200 MB."""
    mode = "RGBA" if image.has_transparency_data else "RGB"
    pixels = image if image.mode == mode else image.convert(mode)
    pixels.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    bare = Image.new("RGB", pixels.size, "white")
    bare.paste(pixels, mask=pixels.getchannel("A") if pixels.mode == "RGBA" else None)
    return bare


def _written(image: Image.Image, *, quality: int) -> bytes:
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=quality, optimize=True)
    return stream.getvalue()


def open_pdf(content: bytes) -> Opened:
    """Read a PDF as far as to know that it opens, how long it is, and that it only shows pages; give it bare."""
    from pypdf import PdfReader  # noqa: PLC0415 - a photo need not wait for it
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted:
            raise Unfit("encrypted")
        pages = len(reader.pages)
        for thing in _things(reader.trailer):
            _refuse_active(thing)
    except (PyPdfError, OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Unfit("damaged") from error
    if not pages:
        raise Unfit("damaged")
    if pages > MAX_PAGES:
        raise Unfit("pages", pages=pages, max=MAX_PAGES)
    return {"pages": pages}, (bare_pdf(content),)


def _things(trailer: object) -> Iterator[Mapping[str, object]]:
    """Give every dictionary that can be reached, each once."""
    from pypdf.generic import IndirectObject  # noqa: PLC0415

    waiting, seen, count = [trailer], set(), 0
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, IndirectObject):
            place = (thing.idnum, thing.generation)
            if place in seen:
                continue
            seen.add(place)
            thing = thing.get_object()
        count += 1
        if count > MAX_PARTS:
            raise Unfit("damaged")
        if isinstance(thing, dict):
            yield thing
            waiting.extend(dict.values(thing))
        elif isinstance(thing, list):
            waiting.extend(list.__iter__(thing))


def _refuse_active(thing: Mapping[str, object]) -> None:
    for key in thing:
        if key in _KEYS:
            raise Unfit(_KEYS[key])
    if "/S" in thing and thing["/S"] in _ACTIONS:
        raise Unfit(_ACTIVE)
    if "/Subtype" in thing and thing["/Subtype"] in _SUBTYPES:
        raise Unfit(_SUBTYPES[str(thing["/Subtype"])])


def bare_pdf(content: bytes) -> bytes:
    """Give a PDF without what programs and cameras wrote about themselves and their owner; its pages stay as they are.

    The same bytes where there is nothing of the kind, where it is signed (a signature is over every byte), and where
    it cannot be written anew.
    """
    from pikepdf import Pdf, PdfError  # noqa: PLC0415 - a photo need not wait for it

    try:
        with Pdf.open(io.BytesIO(content)) as pdf:
            things = [thing for thing in pdf.objects if hasattr(thing, "keys")]
            if any("/ByteRange" in thing for thing in things):
                return content
            if not sum([_bared(pdf.trailer, ("/Info",)), *(_bared(thing, _ABOUT) for thing in things)]):
                return content
            stream = io.BytesIO()
            pdf.save(stream, deterministic_id=True)
            return stream.getvalue()
    except (PdfError, ValueError, TypeError, KeyError, RuntimeError):
        return content


def _bared(thing: Any, keys: tuple[str, ...]) -> int:
    """Take keys out of a dictionary, and out of a photo what its camera noted; give how much was there."""
    found = [key for key in keys if key in thing]
    for key in found:
        del thing[key]
    filters = thing.get("/Filter")
    if filters != "/DCTDecode" and [*(filters if hasattr(filters, "append") else ())] != ["/DCTDecode"]:
        return len(found)
    photo: bytes = thing.read_raw_bytes()
    bare = bare_jpeg(photo)
    if bare != photo:
        thing.write(bare, filter=thing["/Filter"], decode_parms=thing.get("/DecodeParms"))
    return len(found) + (bare != photo)


def bare_jpeg(photo: bytes) -> bytes:
    """Give a JPEG without its notes: where and with what it was taken (APP1, APP13), comments. No pixel is touched."""
    kept, at = [photo[:2]], 2
    while photo[at : at + 1] == b"\xff" and photo[at + 1 : at + 2] not in _PIXELS:
        end = at + 2 + int.from_bytes(photo[at + 2 : at + 4])
        if photo[at + 1] not in _NOTES:
            kept.append(photo[at:end])
        at = end
    return b"".join((*kept, photo[at:]))


def draw_page(content: bytes) -> Opened:
    """Draw the first page of a PDF, as small as the copy of a photo; any failure costs the picture only."""
    import pypdfium2  # noqa: PLC0415 - nobody else waits for it

    page = pypdfium2.PdfDocument(content)[0]
    drawn = page.render(scale=PREVIEW_SIDE / max(page.get_size())).to_pil()
    return {}, (_written(drawn.convert("RGB"), quality=70),)


_OPENERS: Mapping[str, Callable[[bytes], Opened]] = {
    "photo": open_photo,
    "pdf": open_pdf,
    "page": draw_page,
    "logo": open_logo,
}


def main() -> None:
    """Answer for the file on stdin, within limits that the system keeps."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    seconds = CPU_SECONDS[sys.argv[1]]
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.stdout.buffer.write(answer(sys.argv[1], sys.stdin.buffer.read()))


if __name__ == "__main__":
    main()
