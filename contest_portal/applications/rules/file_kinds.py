"""What an uploaded file is: told by its content; its name may not say otherwise.

What the first bytes say is only the beginning: a file that passes here is opened or written anew before it is kept.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from types import MappingProxyType

from contest_portal.contests.rules.asked_files import FileForm
from contest_portal.kernel.problems import N_, Problem

_END_OF_PDF = 1024
_END_OF_ZIP = 66_000
_AFTER_PDF = b"\r\n\t \x00"


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file that is taken: how it is served, the ending of its name, the endings it may come with."""

    form: FileForm
    media_type: str
    ending: str
    endings: frozenset[str]


PDF = FileKind(FileForm.PDF, "application/pdf", "pdf", frozenset({"pdf"}))
PHOTO = FileKind(
    FileForm.PHOTO,
    "image/jpeg",
    "jpg",
    frozenset({"jpg", "jpeg", "jpe", "jfif", "png", "webp"}),
)
"""Whatever a photo came as, it is kept as JPEG."""

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif")
_MARKUP = re.compile(rb"\s*<(?:\?xml|!doctype|!--|svg|html|script|head|body)", re.IGNORECASE)
_OTHER_PICTURES = (b"GIF8", b"BM", b"II*\x00", b"MM\x00*")

_REFUSALS: Mapping[str, str] = MappingProxyType(
    {
        "heic": N_(
            "Es una foto HEIC, el formato propio de algunos teléfonos. En los ajustes de la cámara elija «Más "
            "compatible» (JPEG) y tómela otra vez, o envíesela por mensajería y elija la copia recibida."
        ),
        "office": N_(
            "Es un documento de oficina o un archivo comprimido, que puede llevar programas. Guárdelo o imprímalo como "
            "PDF y elija el PDF."
        ),
        "markup": N_(
            "Es un dibujo SVG o una página web, que puede llevar programas. Guárdelo como PDF o foto JPEG y elija "
            "esa copia."
        ),
        "program": N_("Es un programa, no un documento ni una foto. Elija otro archivo."),
        "picture": N_("Es una imagen de otro formato. Guárdela como JPEG o PNG y elija esa copia."),
        "two_files": N_(
            "El archivo lleva otro escondido al final. Ábralo, imprímalo otra vez como PDF y elija esa copia."
        ),
        "unknown_kind": N_("No es un PDF ni una foto JPEG, PNG o WebP, o está dañado. Elija otro archivo."),
    }
)


def kind_of(content: bytes) -> FileKind | None:
    """Tell the kind by the first bytes, and by the last ones of a PDF; None for everything that is not taken."""
    if content.startswith(b"%PDF-") and b"%%EOF" in content[-_END_OF_PDF:] and not _has_two_files(content):
        return PDF
    is_photo = content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or _is_webp(content)
    return PHOTO if is_photo else None


def kind_problem(content: bytes, name: str) -> Problem | None:
    """Say why a file is not taken for what it is, or because its name says that it is something else."""
    kind = kind_of(content)
    if kind is None:
        code = _refusal(content)
        return Problem(f"attachment.{code}", field="file", message=_REFUSALS[code])
    ending = PurePosixPath(name.replace("\\", "/")).suffix[1:].lower()
    if not ending or ending in kind.endings:
        return None
    return Problem(
        "attachment.wrong_ending",
        field="file",
        message=N_(
            "El nombre termina en «.%(ending)s», pero el contenido es otro: %(kind)s. Compruebe que sea el archivo "
            "correcto y cámbiele el nombre para que termine en «.%(right)s»."
        ),
        params={"ending": ending[:12], "kind": kind.ending.upper(), "right": kind.ending},
    )


def _refusal(content: bytes) -> str:
    first = content.lstrip(b"\xef\xbb\xbf")
    signs: tuple[tuple[bool, str], ...] = (
        (content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS, "heic"),
        (content.startswith((_ZIP, _OLE, b"Rar!", b"7z\xbc\xaf", b"{\\rtf")), "office"),
        (_MARKUP.match(first[:1024]) is not None, "markup"),
        (content.startswith((b"MZ", b"\x7fELF", b"#!")), "program"),
        (content.startswith(_OTHER_PICTURES), "picture"),
        (content.startswith(b"%PDF-") and _has_two_files(content), "two_files"),
    )
    return next((code for is_it, code in signs if is_it), "unknown_kind")


def _is_webp(content: bytes) -> bool:
    return content.startswith(b"RIFF") and content[8:12] == b"WEBP"


def _has_two_files(content: bytes) -> bool:
    """Tell a PDF with something behind its end, or with the directory of a ZIP near it."""
    _, mark, rest = content.rpartition(b"%%EOF")
    return bool(mark) and (bool(rest.strip(_AFTER_PDF)) or b"PK\x05\x06" in content[-_END_OF_ZIP:])
