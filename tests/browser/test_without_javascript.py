"""The work of groups, jurors and the office in a browser that runs no script."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.crawl import ROLES
from tests.browser.demonstration import signed_in
from tests.browser.serving import ServedPortal

pytestmark = pytest.mark.browser

FIELD_MARKS = {"C1": 9, "C2": 2, "C3": 3, "C4": 3, "C5": 7, "C6": 7, "C7": 5, "C8": 3}


@pytest.fixture
def scriptless(demo: ServedPortal, browser: Browser) -> Iterator[BrowserContext]:
    """A small phone whose browser runs no script."""
    context = browser.new_context(
        base_url=demo.url, java_script_enabled=False, viewport={"width": 360, "height": 740}
    )
    yield context
    context.close()


def test_a_representative_adds_a_row_and_sends_the_profile(scriptless: BrowserContext) -> None:
    page = signed_in(scriptless, ROLES["representative"])
    page.get_by_role("link", name="Sisa Pampa").first.click()
    page.get_by_role("link", name="Aporte del grupo").click()
    rows = page.locator("[data-row]")
    rows.first.wait_for()
    before = rows.count()
    fill_last_row(page, {"description": "Costales y cordel", "amount": "85.50"})
    page.get_by_role("button", name="Guardar y quedarme aquí").click()
    expect(rows, "another blank row to write in").to_have_count(before + 1)
    expect(page.get_by_label("Qué aportan").nth(before - 1)).to_have_value("Costales y cordel")

    page.get_by_role("link", name="Volver sin guardar").click()
    page.get_by_role("link", name="Revisar y enviar").click()
    page.get_by_label("Leímos la solicitud en grupo y los datos son verdaderos.").check()
    page.get_by_role("button", name="Enviar la solicitud").click()

    expect(page.locator("main")).to_contain_text("La solicitud fue recibida. Guarde su constancia.")
    page.get_by_role("link", name="Ver lo que el grupo envió").click()
    expect(page.locator("main")).to_contain_text("Costales y cordel")


def test_a_mistake_in_a_row_is_said_beside_it_and_nothing_typed_is_lost(scriptless: BrowserContext) -> None:
    page = signed_in(scriptless, "grupo9@demo.example")
    page.get_by_role("link", name="Registrar un grupo").click()
    page.get_by_label("Nombre del grupo").fill("Los del Puente")
    page.get_by_label("DNI de un integrante").fill("12")
    page.get_by_role("button", name="Registrar el grupo").click()

    expect(page.locator(".error-summary")).to_contain_text("«12» no es un DNI. Escriba los 8 dígitos.")
    expect(page.get_by_label("Nombre del grupo")).to_have_value("Los del Puente")


def test_a_juror_declares_saves_and_seals_a_sheet(scriptless: BrowserContext) -> None:
    page = signed_in(scriptless, ROLES["juror"])
    page.get_by_role("link", name="Calificar CERI-2026-02").click()
    sign = page.get_by_role("button", name="Firmar mi declaración")
    sign.wait_for()
    for choice in page.get_by_label("No tengo interés").all():
        choice.check()
    sign.click()
    card = page.locator("li.sheet-card", has_text="Carpintería El Aliso")
    card.get_by_role("link", name="Evaluación de campo").click()

    for criterion, mark in FIELD_MARKS.items():
        page.locator(f"[name=mark_{criterion}]").fill(str(mark))
    page.get_by_role("button", name="Guardar borrador").click()
    expect(page.locator("main")).to_contain_text("Borrador guardado.")
    expect(page.locator("[data-mark-total]")).to_have_text("39")
    page.locator("[name=mark_C9]").fill("4")
    page.get_by_role("button", name="Guardar y revisar").click()
    page.get_by_role("button", name="Hacer definitiva").click()

    expect(page.locator("main")).to_contain_text("La ficha del grupo Carpintería El Aliso es definitiva.")


def test_the_office_is_asked_before_an_invitation_is_withdrawn(scriptless: BrowserContext) -> None:
    page = signed_in(scriptless, ROLES["secretary"])
    page.goto("/oficina/concursos/3/jurado/invitaciones")
    page.get_by_role("button", name="Retirar").first.click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Retirar")
    expect(page.locator("main")).to_contain_text("ya no podrá aceptar")
    page.get_by_role("link", name="No, volver").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Invitaciones al jurado")


def fill_last_row(page: Page, cells: dict[str, str]) -> None:
    """Write into the blank row that the server put at the end."""
    for name, text in cells.items():
        page.locator(f"[data-row] [name$='-{name}']").last.fill(text)
