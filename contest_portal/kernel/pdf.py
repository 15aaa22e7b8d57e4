"""HTML to PDF/A with WeasyPrint, sealed off: nothing is read but the packaged fonts, nothing is fetched.

The same HTML gives the same bytes: the file's dates and identifier come from the caller, never from the clock.
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import TYPE_CHECKING

from contest_portal.kernel.canonical import sha256_hex
from contest_portal.kernel.pdf_tags import complete_tags

if TYPE_CHECKING:
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

VARIANT = "pdf/a-3a"
FONT_SCHEME = "packaged-font:"
_SERIF, _SANS = "Portal Serif", "Portal Sans"
FONTS: Mapping[str, tuple[str, str, int, str]] = MappingProxyType(
    {
        "SourceSerifPro-Regular.ttf": ("font_source_serif_pro", _SERIF, 400, "normal"),
        "SourceSerifPro-It.ttf": ("font_source_serif_pro", _SERIF, 400, "italic"),
        "SourceSerifPro-Semibold.ttf": ("font_source_serif_pro", _SERIF, 600, "normal"),
        "SourceSerifPro-Bold.ttf": ("font_source_serif_pro", _SERIF, 700, "normal"),
        "SourceSansPro-Regular.ttf": ("font_source_sans_pro", _SANS, 400, "normal"),
        "SourceSansPro-It.ttf": ("font_source_sans_pro", _SANS, 400, "italic"),
        "SourceSansPro-Semibold.ttf": ("font_source_sans_pro", _SANS, 600, "normal"),
        "SourceSansPro-Bold.ttf": ("font_source_sans_pro", _SANS, 700, "normal"),
    }
)
"""Font file: its package, and the family, weight and style that it gives a stylesheet."""

_rendering = threading.Lock()  # the font map below WeasyPrint is not made for several threads


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file carried inside the PDF."""

    name: str
    description: str
    content: str


def render_pdf(
    html: str, *, stylesheet: str, created: datetime, attached: AttachedFile | None = None
) -> bytes:
    """Render a document as tagged PDF/A-3 with the packaged fonts embedded.

    `stylesheet` is parsed once per process and kept, so it must be the same text for every document of a kind.
    Title, author and language come from the HTML's head. Any address in it other than `data:` stays unread.
    """
    weasyprint = _weasyprint()
    with _rendering:
        page = weasyprint.HTML(string=html, url_fetcher=sealed_fetcher())
        pdf: bytes = page.write_pdf(
            stylesheets=[_parsed(stylesheet)],
            font_config=_fonts(),
            pdf_variant=VARIANT,
            pdf_identifier=sha256_hex(html)[:32].encode(),
            attachments=[_attachment(attached, created)] if attached else None,
            finisher=complete_tags,
        )
    return pdf


def sealed_fetcher() -> "URLFetcher":
    """Give the fetcher that refuses every address but `data:` and the packaged fonts."""
    return _fetcher_class()()


def _attachment(attached: AttachedFile, created: datetime) -> object:
    return _weasyprint().Attachment(
        string=attached.content,
        name=attached.name,
        description=attached.description,
        created=created,
        modified=created,
        relationship="Data",
    )


@cache
def _fetcher_class() -> "type[URLFetcher]":
    urls = _weasyprint().urls

    class SealedFetcher(urls.URLFetcher):  # type: ignore[misc,name-defined]
        """Reads `data:` addresses and packaged fonts; anything else is refused before it is opened."""

        def __init__(self) -> None:
            super().__init__(allowed_protocols=("data",), allow_redirects=False)

        def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> object:
            name = url.removeprefix(FONT_SCHEME)
            if name in FONTS and name != url:
                return urls.URLFetcherResponse(url, _font_file(name).read_bytes())
            return super().fetch(url, headers)

    return SealedFetcher


def _font_file(name: str) -> Traversable:
    return files(FONTS[name][0]) / "files" / name


@cache
def _fonts() -> "FontConfiguration":
    configuration = _weasyprint().text.fonts.FontConfiguration()
    _weasyprint().CSS(string=_font_faces(), font_config=configuration, url_fetcher=sealed_fetcher())
    return configuration


def _font_faces() -> str:
    return "\n".join(
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; font-style: {style};'
        f' src: url("{FONT_SCHEME}{name}"); }}'
        for name, (_, family, weight, style) in FONTS.items()
    )


@cache
def _parsed(stylesheet: str) -> "CSS":
    return _weasyprint().CSS(string=stylesheet, font_config=_fonts(), url_fetcher=sealed_fetcher())


@cache
def _weasyprint():  # type: ignore[no-untyped-def]
    import weasyprint  # noqa: PLC0415 - half a second and 40 MB that only those who print should pay

    return weasyprint
