"""Which photos of a visit are taken."""

from collections.abc import Collection, Iterator

from contest_portal.kernel.problems import N_, Problem

MOST_PHOTOS, MAX_CAPTION = 12, 160


def photo_problems(
    *, is_photo: bool, original_sha256: str, held: Collection[str], caption: str
) -> Iterator[Problem]:
    """Object to what is no photo, to one that is there already, to one too many, to a caption too long."""
    if not is_photo:
        yield Problem(
            "visit.not_a_photo",
            field="photo",
            message=N_("Aquí van solo fotos. Elija una foto JPEG, PNG o WEBP."),
        )
    if original_sha256 in held:
        yield Problem("visit.twice", field="photo", message=N_("Esta foto ya está en la visita. Elija otra."))
    if len(held) >= MOST_PHOTOS:
        yield Problem(
            "visit.too_many",
            field="photo",
            message=N_("La visita ya tiene %(most)s fotos. Quite una antes de agregar otra."),
            params={"most": str(MOST_PHOTOS)},
        )
    if len(caption) > MAX_CAPTION:
        yield Problem(
            "visit.caption",
            field="caption",
            message=N_("La descripción tiene más de %(most)s letras. Escríbala más corta."),
            params={"most": str(MAX_CAPTION)},
        )
