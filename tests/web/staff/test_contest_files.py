"""The designer's page on the files that a contest asks for."""

from contest_portal.contests.rules.asked_files import AskedFile, FileForm
from tests.factories.designing import Desk


def row(number: int, code: str, name: str, **changes: str) -> dict[str, str]:
    typed = {"code": code, "name": name, "help": "", "form": "any", "required": "no", "most": "1"} | changes
    return {f"files-{number}-{cell}": text for cell, text in typed.items()}


def test_the_designer_keeps_what_is_asked_for_and_shows_it(desk: Desk) -> None:
    photo = {"help": "Con el grupo delante.", "form": "photo", "required": "yes"}
    typed = (
        row(0, "foto", "Foto del local", **photo)
        | row(1, "", "", most="")
        | row(2, "coti", "Cotización", most="3")
    )

    desk.post("anexos", typed)

    assert desk.book.files == (
        AskedFile("FOTO", "Foto del local", "Con el grupo delante.", FileForm.PHOTO, required=True, most=1),
        AskedFile("COTI", "Cotización", "", FileForm.ANY, required=False, most=3),
    )
    page = desk.get("anexos").get_data(as_text=True)
    assert ('value="FOTO"' in page, '<option selected value="photo">Foto</option>' in page) == (True, True)
    assert "Anexos que se piden 2 anexos" in desk.client.read(f"/oficina/concursos/{desk.contest.id}")


def test_what_cannot_be_is_said_beside_the_row(desk: Desk) -> None:
    begun = desk.post("anexos", row(0, "", "Foto", most=""))
    many = desk.post("anexos", row(0, "foto", "Foto", most="21"))

    assert (begun.status_code, many.status_code, desk.book.files) == (422, 422, ())
    assert "Escriba un código corto, por ejemplo FOTO." in begun.get_data(as_text=True)
    assert "Los anexos suman 21 archivos; una solicitud lleva 20 como máximo." in many.get_data(as_text=True)
