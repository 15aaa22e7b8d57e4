"""Every page a person can reach, on an office screen and on a cheap phone: axe, width, and a quiet console."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from tests.browser.crawl import ROLES, Visit, fullest_pages
from tests.browser.demonstration import signed_in
from tests.browser.looking import bring_axe, faults_of_view, faults_of_width
from tests.browser.serving import ServedPortal

pytestmark = pytest.mark.browser

OFFICE_SCREEN = {"width": 1280, "height": 800}
HOME_DEPTH = 2
CHEAP_PHONE = {"width": 360, "height": 800}


@pytest.mark.parametrize("role", ROLES)
def test_every_page_is_accessible_and_fits(
    demo: ServedPortal, visits: dict[str, tuple[Visit, ...]], browser: Browser, role: str
) -> None:
    context = browser.new_context(base_url=demo.url, locale="es-PE")
    page = signed_in(context, ROLES[role])
    bring_axe(context)
    complaints = listen(page)

    found = {
        visit.address: list(faults_of(page, visit.address, complaints))
        for visit in fullest_pages(visits)[role]
    }

    context.close()
    assert {address: faults for address, faults in found.items() if faults} == {}


def faults_of(page: Page, address: str, complaints: list[str]) -> Iterator[str]:
    """Open a page and look at it at both widths; give also what the browser complained about meanwhile.

    axe, which takes longest, looks at the phone's view, and at home pages on the office screen too: they have the menu.
    """
    complaints.clear()
    page.set_viewport_size(OFFICE_SCREEN)
    page.goto(address)
    is_home = urlsplit(page.url).path.count("/") <= HOME_DEPTH
    yield from (faults_of_view if is_home else faults_of_width)(page)
    page.set_viewport_size(CHEAP_PHONE)
    yield from faults_of_view(page)
    yield from complaints


def listen(page: Page) -> list[str]:
    """Collect errors of scripts and refusals of the content policy as the browser reports them."""
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error":
            complaints.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return complaints


@pytest.mark.parametrize(
    ("role", "address", "status"),
    [
        ("visitor", "/no-existe", 404),
        ("visitor", "/verificar/ACDE-FGHJ-2345", 200),
        ("visitor", "/?lang=en", 200),
        ("juror", "/oficina/", 403),
        ("staff", "/oficina/concursos/1/calendario", 409),
    ],
    ids=["unknown page", "unknown document", "in English", "not permitted", "too late"],
)
def test_pages_that_no_link_leads_to_are_accessible_too(
    demo: ServedPortal, browser: Browser, role: str, address: str, status: int
) -> None:
    context = browser.new_context(base_url=demo.url, viewport={"width": 360, "height": 740})
    page = signed_in(context, ROLES[role])

    answer = page.goto(address)
    faults = list(faults_of_view(page))

    context.close()
    assert (answer.status if answer else None, faults) == (status, [])


def test_a_form_with_mistakes_is_accessible_and_takes_the_focus(demo: ServedPortal, browser: Browser) -> None:
    context = browser.new_context(base_url=demo.url, viewport={"width": 360, "height": 740})
    page = signed_in(context, ROLES["representative"])
    page.goto("/grupo/grupos/nuevo")
    page.get_by_role("button", name="Registrar el grupo").click()
    page.locator(".error-summary").wait_for()

    faults = list(faults_of_view(page))
    focused = page.evaluate("document.activeElement.className")

    context.close()
    assert (faults, focused) == ([], "error-summary")


def test_a_question_before_a_deed_is_accessible_and_escape_says_no(
    demo: ServedPortal, browser: Browser
) -> None:
    context = browser.new_context(base_url=demo.url)
    page = signed_in(context, ROLES["secretary"])
    page.goto("/oficina/concursos/3/jurado/invitaciones")
    page.get_by_role("dialog", include_hidden=True).first.wait_for(state="attached")  # the script has come
    page.get_by_role("button", name="Retirar").first.click()
    page.get_by_role("dialog").wait_for()

    faults = list(faults_of_view(page))
    focused = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Escape")

    assert (faults, focused) == ([], "No, volver")
    expect(page.get_by_role("dialog")).to_have_count(0)
    context.close()
