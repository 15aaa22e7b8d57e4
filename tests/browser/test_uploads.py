"""A photo over a bad line: cut in the middle, the page closed, and sent on from where it stopped."""

import io
from random import Random
from urllib.parse import parse_qs, urlsplit

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, Route, expect
from sqlalchemy import select

from contest_portal.applications.models import Attachment
from contest_portal.applications.rules.attachments import PIECE_BYTES
from contest_portal.kernel.canonical import sha256_hex
from tests.browser.autosaving import draft_of
from tests.browser.crawl import ROLES
from tests.browser.demonstration import signed_in
from tests.browser.looking import faults_of_view
from tests.browser.serving import ServedPortal

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 740}
SIDE = 1000


def heavy_photo() -> bytes:
    """Make a photo of several pieces."""
    stream = io.BytesIO()
    noise = Random(7).randbytes(SIDE * SIDE * 3)  # noqa: S311 - a picture of sand
    Image.frombytes("RGB", (SIDE, SIDE), noise).save(stream, "JPEG", quality=90)
    return stream.getvalue()


class Line:
    """The connection of a page: notes where each piece begins, and is cut after so many of them."""

    def __init__(self, page: Page, *, cut_after: int = 1000) -> None:
        self.begun: list[int] = []
        self._cut_after = cut_after
        page.route("**/cargas/**", self._carry)

    def _carry(self, route: Route) -> None:
        asked = parse_qs(urlsplit(route.request.url).query)
        if len(self.begun) >= self._cut_after:
            route.abort("internetdisconnected")
            return
        self.begun += [int(place) for place in asked.get("desde", [])]
        route.continue_()


def choose(page: Page, photo: bytes) -> None:
    page.wait_for_load_state("networkidle")  # the script comes after its page
    page.get_by_label("Archivo", exact=True).set_input_files(
        {"name": "chacra.jpg", "mimeType": "image/jpeg", "buffer": photo}
    )
    page.get_by_role("button", name="Agregar el archivo").click()


def said(page: Page) -> object:
    return page.locator("[data-upload-said]")


def test_a_photo_goes_on_where_the_line_was_cut_after_the_page_was_closed(
    demo: ServedPortal, browser: Browser
) -> None:
    photo = heavy_photo()
    context = browser.new_context(base_url=demo.url, viewport=PHONE)
    page = signed_in(context, ROLES["representative"])
    address = f"/grupo/solicitudes/{draft_of(demo)}/anexos"
    page.goto(address)
    before = Line(page, cut_after=2)

    choose(page, photo)

    expect(said(page)).to_contain_text("Sin conexión. Lo enviado no se pierde")
    expect(page.locator("[data-upload-figures]")).to_contain_text("chacra.jpg: 0.5 / ")
    faults = list(faults_of_view(page))
    page.close()
    page = context.new_page()
    after = Line(page)
    page.goto(address)
    expect(page.locator(".flashes")).to_contain_text("El archivo quedó en la solicitud.")
    expect(page.get_by_role("link", name="anexo-3.jpg")).to_be_visible()
    choose(page, photo)
    expect(said(page)).to_contain_text("chacra.jpg: Este archivo ya está en la solicitud.")
    context.close()

    with demo.database.reading() as session:
        stored = session.scalars(select(Attachment.original_sha256)).all()
    assert (sha256_hex(photo) in stored, faults) == (True, [])
    assert before.begun + after.begun == list(range(0, len(photo), PIECE_BYTES))


def test_what_is_refused_is_said_on_the_page_and_not_tried_again(
    demo: ServedPortal, browser: Browser
) -> None:
    context = browser.new_context(base_url=demo.url, viewport=PHONE)
    page = signed_in(context, ROLES["representative"])
    page.goto(f"/grupo/solicitudes/{draft_of(demo)}/anexos")

    page.wait_for_load_state("networkidle")
    page.get_by_label("Archivo", exact=True).set_input_files(
        {"name": "logo.svg", "mimeType": "image/svg+xml", "buffer": b"<svg onload='alert(1)'/>"}
    )
    page.get_by_role("button", name="Agregar el archivo").click()

    expect(said(page)).to_contain_text("logo.svg: Es un dibujo SVG o una página web")
    page.reload()
    expect(page.locator("[data-upload-state]")).to_be_hidden()
    context.close()
