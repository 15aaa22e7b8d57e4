"""Which files may go with an application: told by their content, never by their name."""

from dataclasses import dataclass

from contest_portal.kernel.problems import N_, Problem

MAX_MEGABYTES = 10
MAX_BYTES = MAX_MEGABYTES * 1024 * 1024
MAX_FILES = 10
_END_OF_PDF = 1024


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file that is taken: how it is served and the ending of its name."""

    media_type: str
    ending: str


PDF = FileKind("application/pdf", "pdf")
PNG = FileKind("image/png", "png")
JPEG = FileKind("image/jpeg", "jpg")


def kind_of(content: bytes) -> FileKind | None:
    """Tell the kind by the first and last bytes; None for everything that is not taken."""
    if content.startswith(b"%PDF-1.") and b"%%EOF" in content[-_END_OF_PDF:]:
        return PDF
    if content.startswith(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR") and b"IEND" in content[-16:]:
        return PNG
    if content.startswith(b"\xff\xd8\xff") and content.rstrip(b"\x00").endswith(b"\xff\xd9"):
        return JPEG
    return None


def check_file(content: bytes, *, held: int, is_held: bool) -> tuple[Problem, ...]:
    """Say what is wrong with a file. `held`: files the application has; `is_held`: whether this is one of them."""
    if not content:
        return (_problem("empty", N_("El archivo está vacío. Elija otro.")),)
    if len(content) > MAX_BYTES:
        return (
            _problem(
                "too_large",
                N_("El archivo pesa más de %(max)s MB. Redúzcalo o divídalo en partes."),
                max=str(MAX_MEGABYTES),
            ),
        )
    if kind_of(content) is None:
        message = N_("El archivo no es un PDF ni una foto PNG o JPEG, o está dañado. Elija otro.")
        return (_problem("unknown_kind", message),)
    if is_held:
        return (_problem("twice", N_("Este archivo ya está en la solicitud. Elija otro.")),)
    if held >= MAX_FILES:
        message = N_("La solicitud ya tiene %(max)s archivos. Quite alguno antes de agregar otro.")
        return (_problem("too_many", message, max=str(MAX_FILES)),)
    return ()


def next_name(names: tuple[str, ...], kind: FileKind) -> str:
    """Make the name of a new file: `anexo-3.pdf`. What the person called it is not kept."""
    taken = {name.partition(".")[0] for name in names}
    number = next(n for n in range(1, len(taken) + 2) if f"anexo-{n}" not in taken)
    return f"anexo-{number}.{kind.ending}"


def _problem(code: str, message: str, **params: str) -> Problem:
    return Problem(f"attachment.{code}", field="file", message=message, params=params)
