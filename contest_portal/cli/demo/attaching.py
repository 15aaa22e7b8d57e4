"""Groups of the demonstration add the photo that the open contest asks for, and one a quotation."""

import io

from PIL import Image, ImageDraw
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.applications.models import Application
from contest_portal.applications.receiving import SoundFile, receive_file
from contest_portal.applications.services.attach_file import attach_file
from contest_portal.contests.rules.asked_files import AskedFile, FileForm
from contest_portal.kernel.scanner import Scanner
from contest_portal.kernel.sealed_opening import open_sealed
from contest_portal.kernel.storage import Storage

PLACE = AskedFile(
    "FOTO",
    "Foto del lugar del negocio",
    "Donde se va a producir o vender, con una persona del grupo.",
    FileForm.PHOTO,
    required=True,
    most=2,
)
PRICES = AskedFile(
    "COTIZACION",
    "Cotizaciones",
    "De los bienes más caros, una por proveedor.",
    FileForm.PDF,
    required=False,
    most=3,
)

_PRICES = (
    ("Malla de alambre, rollo", "S/ 180.00"),
    ("Calamina, plancha", "S/ 32.00"),
    ("Clavos, kilo", "S/ 9.50"),
)


def add_photo(session: Session, act: Act, storage: Storage, application: Application) -> None:
    """Attach a drawn photo of the place; no two groups have the same."""
    file = drawn_photo(application.id)
    attach_file(session, act, storage=storage, application_id=application.id, file=file, asked=PLACE.code)


def add_quotation(session: Session, act: Act, storage: Storage, application: Application) -> None:
    """Attach the prices of a supplier, scanned as a PDF."""
    sheet = Image.new("RGB", (620, 877), "white")
    pen = ImageDraw.Draw(sheet)
    pen.text((60, 60), "COTIZACION 000148", fill="#222222", font_size=34)
    pen.text((60, 110), "Ferreteria El Molino, Acobamba", fill="#222222", font_size=22)
    for number, (good, price) in enumerate(_PRICES):
        top = 200 + 60 * number
        pen.rectangle((60, top, 560, top + 60), outline="#777777")
        pen.text((75, top + 18), good, fill="#222222", font_size=20)
        pen.text((440, top + 18), price, fill="#222222", font_size=20)
    stream = io.BytesIO()
    sheet.save(stream, "PDF")
    file = receive_file(stream.getvalue(), "cotizacion.pdf", opener=open_sealed, scanner=Scanner())
    attach_file(session, act, storage=storage, application_id=application.id, file=file, asked=PRICES.code)


def drawn_photo(number: int) -> SoundFile:
    """Draw a photo of a place; no two numbers have the same."""
    return receive_file(_drawn(number), "foto.png", opener=open_sealed, scanner=Scanner())


def _drawn(number: int) -> bytes:
    picture = Image.new("RGB", (1200, 900), "#b9d7ea")
    pen = ImageDraw.Draw(picture)
    pen.polygon([(0, 520), (380, 180 + number % 90), (760, 520)], fill="#7f8f86")
    pen.polygon([(420, 540), (860, 120), (1200, 540)], fill="#66776e")
    pen.rectangle((0, 510, 1200, 900), fill="#86a35a")
    pen.rectangle((420, 480, 820, 720), fill="#c79a6b")
    pen.polygon([(380, 490), (620, 340), (860, 490)], fill="#9c4a32")
    pen.rectangle((570, 570, 670, 720), fill="#5b3f2b")
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    return stream.getvalue()
