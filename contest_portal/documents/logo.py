"""The logo of an office as it is kept: whatever was uploaded, written anew."""

from contest_portal.kernel.problems import N_, Problem, Refused
from contest_portal.kernel.sealed_opening import Opener, UnfitFile

MOST_BYTES = 2 * 1024 * 1024
_SIGNS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")


def made_logo(content: bytes, opener: Opener) -> bytes:
    """Write an uploaded picture anew as the PNG that is kept. Refused for anything but a sound JPEG or PNG."""
    if len(content) > MOST_BYTES:
        raise Refused([_LARGE])
    if not content.startswith(_SIGNS):
        raise Refused([_NO_PICTURE])
    try:
        (logo,) = opener("logo", content).parts
    except UnfitFile as error:
        raise Refused([_LARGE if error.code == "pixels" else _NO_PICTURE]) from error
    return logo


_NO_PICTURE = Problem(
    "logo.no_picture",
    field="file",
    message=N_("No es una imagen JPEG o PNG, o está dañada. Guárdela como PNG y elija esa copia."),
)
_LARGE = Problem(
    "logo.large",
    field="file",
    message=N_("La imagen pesa demasiado. Redúzcala a menos de 2 MB y elija esa copia."),
)
