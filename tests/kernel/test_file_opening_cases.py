"""Each sign of a PDF that does more than show pages, and each way a photo may lie."""

import io

import pytest
from PIL import Image
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject

from contest_portal.kernel.file_opening import (
    LONGEST_SIDE,
    MAX_PIXELS,
    PREVIEW_SIDE,
    Unfit,
    open_pdf,
    open_photo,
)
from tests.factories.attachments import make_image, pages, with_action, written


def with_page_entry(name: str, value: object) -> bytes:
    writer = pages()
    writer.pages[0][NameObject(name)] = value
    return written(writer)


def with_annotation(subtype: str) -> bytes:
    return with_page_entry(
        "/Annots", ArrayObject([DictionaryObject({NameObject("/Subtype"): NameObject(subtype)})])
    )


def nested(key: str, *, depth: int) -> bytes:
    inner: DictionaryObject | ArrayObject = DictionaryObject({NameObject(key): NumberObject(1)})
    for _ in range(depth):
        inner = ArrayObject([inner])
    return with_page_entry("/Deep", inner)


def sides(content: bytes) -> list[tuple[int, int]]:
    return [Image.open(io.BytesIO(part)).size for part in open_photo(content)[1]]


def lying(orientation: int) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    return make_image("JPEG", (40, 30), exif=exif.tobytes())


@pytest.mark.parametrize(
    ("content", "code"),
    [
        *((with_action(S=f"/{name}"), "active") for name in ("GoToE", "GoToR", "ImportData", "Rendition")),
        *((with_annotation(f"/{name}"), "active") for name in ("Movie", "Screen", "Sound", "3D")),
        (nested("/JS", depth=0), "active"),
        (nested("/JS", depth=50), "active"),
        (nested("/RichMediaContent", depth=1), "active"),
        (nested("/EF", depth=1), "embedded"),
        (nested("/EmbeddedFiles", depth=1), "embedded"),
    ],
    ids=[
        *("opens a file inside", "opens another file", "takes in data", "plays"),
        *("film", "screen", "sound", "model"),
        *("script on a page", "script far down", "rich media", "file of a page", "files of a page"),
    ],
)
def test_a_pdf_that_does_more_than_show_pages_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(Unfit) as refusal:
        open_pdf(content)

    assert (refusal.value.code, refusal.value.figures) == (code, {})


@pytest.mark.parametrize(
    "content",
    [
        with_action(S="/GoTo"),
        with_action(S="/URI", URI="https://example.org"),
        with_action(S="/Named", N="/NextPage"),
        with_annotation("/Link"),
        with_annotation("/Widget"),
        with_page_entry("/JSON", NumberObject(1)),
        with_page_entry("/Note", NameObject("/JavaScript")),
    ],
    ids=["to a page", "to the web", "next page", "link", "field", "a name alike", "a value, no key"],
)
def test_a_pdf_that_only_shows_and_leads_somewhere_is_taken(content: bytes) -> None:
    facts, parts = open_pdf(content)

    assert (facts, [part[:5] for part in parts]) == ({"pages": 1}, [b"%PDF-"])


@pytest.mark.parametrize(
    ("orientation", "size"),
    [*((n, (40, 30)) for n in (1, 2, 3, 4, 9)), *((n, (30, 40)) for n in (5, 6, 7, 8))],
)
def test_a_photo_stands_upright_however_the_camera_was_held(orientation: int, size: tuple[int, int]) -> None:
    assert sides(lying(orientation)) == [size, size]


@pytest.mark.parametrize(
    ("size", "large", "small"),
    [
        ((1, 1), (1, 1), (1, 1)),
        ((PREVIEW_SIDE, 10), (240, 10), (240, 10)),
        ((LONGEST_SIDE, 128), (2048, 128), (240, 15)),
        ((64, LONGEST_SIDE * 2), (32, 2048), (4, 240)),
        ((LONGEST_SIDE + 2, 1), (2048, 1), (240, 1)),
    ],
    ids=["a point", "as small as the copy", "as large as may be", "too high", "a line"],
)
def test_a_photo_is_made_smaller_never_larger(
    size: tuple[int, int], large: tuple[int, int], small: tuple[int, int]
) -> None:
    assert sides(make_image("PNG", size)) == [large, small]


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_a_png_of_any_depth_becomes_a_coloured_jpeg(mode: str) -> None:
    _, (large, _) = open_photo(make_image("PNG", (4, 4), mode=mode, colour=0))  # type: ignore[arg-type]

    with Image.open(io.BytesIO(large)) as image:
        assert (image.format, image.mode) == ("JPEG", "RGB")


@pytest.mark.parametrize("form", ["GIF", "BMP", "TIFF", "PPM", "ICO"])
def test_pictures_of_other_formats_are_not_even_opened(form: str) -> None:
    with pytest.raises(Unfit, match="damaged"):
        open_photo(make_image(form, (16, 16)))


def test_a_photo_with_more_points_than_may_be_is_told_the_most() -> None:
    side = 8_000
    content = make_image("PNG", (side, MAX_PIXELS // side + 1), mode="1", colour=0)  # type: ignore[arg-type]

    with pytest.raises(Unfit) as refusal:
        open_photo(content)

    assert (refusal.value.code, refusal.value.figures) == ("pixels", {"max": 50})
