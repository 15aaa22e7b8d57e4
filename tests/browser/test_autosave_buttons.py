"""The buttons of a profile that saves itself: a press always counts, and waits only for what it needs."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.autosaving import SUMMARY, draft_of, open_part, state_of, summary, write
from tests.browser.crawl import ROLES
from tests.browser.demonstration import signed_in
from tests.browser.looking import faults_of_view
from tests.browser.serving import ServedPortal

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 740}
STAY = "Guardar y quedarme aquí"
KEPT_ON_DEVICE = """async (text) => {
  const scripts = document.querySelector("script[type=module]").src.replace("portal.js", "autosave/");
  const [{Sealed}, {texts}] = await Promise.all([import(scripts + "sealed.js"), import(scripts + "store.js")]);
  const kept = await new Sealed(texts, document.querySelector("[data-keys]").dataset.keys).keptUnder("");
  return kept.some((record) => record.words === text);
}"""
NOTHING_KEPT = """() => new Promise((resolve) => {
  indexedDB.open("portal-drafts").onsuccess = ({ target: { result: database } }) => {
    database.transaction("unsent").objectStore("unsent").count().onsuccess = ({ target }) => {
      database.close();
      resolve(target.result === 0);
    };
  };
})"""


@pytest.fixture(scope="module")
def account(demo: ServedPortal, browser: Browser) -> Iterator[Page]:
    """The representative's phone, signed in."""
    context = browser.new_context(base_url=demo.url, viewport=PHONE)
    yield signed_in(context, ROLES["representative"])
    context.close()


@pytest.fixture
def phone(demo: ServedPortal, account: Page) -> Iterator[Page]:
    """A tab of the phone with a part of the draft open, whose time the test moves where it wants to.

    What an earlier test left on the device is sent before the test begins.
    """
    page = account.context.new_page()
    page.clock.install()
    page.clock.resume()
    open_part(page, draft_of(demo), "negocio")
    page.wait_for_function(NOTHING_KEPT)
    yield page
    page.close()


def press(page: Page) -> None:
    page.get_by_role("button", name=STAY).click()


def expect_saved(page: Page) -> None:
    """See the page that the button leads to."""
    expect(page.locator(".flashes")).to_contain_text("Se guardó «El negocio».")


def answering(status: int, **headers: str) -> object:
    """Answer a field as a portal does that cannot take it now."""

    def fulfil(route: Route) -> None:
        route.fulfill(
            status=status, headers=headers, content_type="application/json", body='{"state": "again"}'
        )

    return fulfil


def test_a_button_stays_under_the_pointer_while_it_is_pressed(demo: ServedPortal, phone: Page) -> None:
    button = phone.get_by_role("button", name=STAY)
    phone.get_by_label(SUMMARY).fill("Escrito justo antes")
    button.scroll_into_view_if_needed()
    place = button.bounding_box()
    phone.mouse.move(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)

    phone.mouse.down()
    phone.wait_for_function(KEPT_ON_DEVICE, arg="Escrito justo antes")
    held = button.bounding_box()
    phone.mouse.up()

    expect_saved(phone)
    assert (held, summary(demo)) == (place, "Escrito justo antes")


def test_a_button_goes_on_where_the_portal_answers_but_takes_no_field(
    demo: ServedPortal, phone: Page
) -> None:
    saved = []
    for status in (409, 429, 503):
        phone.route("**/campo", answering(status))
        phone.get_by_label(SUMMARY).fill(f"Con la respuesta {status}")
        with phone.expect_navigation():
            press(phone)
        saved.append(summary(demo))
        phone.unroute("**/campo")

    assert saved == [f"Con la respuesta {status}" for status in (409, 429, 503)]


def test_a_button_waits_five_seconds_for_an_answer(demo: ServedPortal, phone: Page) -> None:
    phone.route("**/campo", lambda _route: None)
    phone.get_by_label(SUMMARY).fill("Sin respuesta a tiempo")
    with phone.expect_request("**/campo"):
        press(phone)
    expect(phone.locator("[data-autosave-busy]")).to_have_text("Guardando…")
    before = summary(demo)

    phone.clock.fast_forward(5_000)

    expect_saved(phone)
    assert before != summary(demo) == "Sin respuesta a tiempo"


def test_a_button_waits_no_longer_where_an_earlier_text_is_on_its_way(
    demo: ServedPortal, phone: Page
) -> None:
    phone.route("**/campo", lambda _route: None)
    with phone.expect_request("**/campo"):
        write(phone, SUMMARY, "Lo primero")
    phone.get_by_label(SUMMARY).fill("Lo que se escribió después")
    press(phone)
    phone.wait_for_function(KEPT_ON_DEVICE, arg="Lo que se escribió después")

    phone.clock.fast_forward(5_000)

    expect_saved(phone)
    assert summary(demo) == "Lo que se escribió después"


def test_a_press_without_a_connection_stays_and_goes_on_by_itself(demo: ServedPortal, phone: Page) -> None:
    before = summary(demo)
    phone.context.set_offline(True)
    phone.get_by_label(SUMMARY).fill("Pulsado sin señal")
    press(phone)
    expect(state_of(phone)).to_contain_text("Sin conexión: guardado en este teléfono")
    expect(phone.locator("[data-autosave-held]")).to_contain_text(f"«{STAY}» está en espera")
    faults = list(faults_of_view(phone))
    unsent = summary(demo)

    phone.context.set_offline(False)

    expect_saved(phone)
    assert (unsent, summary(demo), faults) == (before, "Pulsado sin señal", [])

    phone.context.set_offline(True)
    press(phone)
    expect(phone.locator("[data-autosave-held]")).to_contain_text("está en espera")
    with phone.expect_navigation():  # what waits goes on in this test, not in the next one
        phone.context.set_offline(False)


def test_sending_is_sparing_and_waits_as_long_as_the_portal_says(demo: ServedPortal, phone: Page) -> None:
    sent: list[str] = []
    phone.on("request", lambda request: sent.append(request.url) if request.url.endswith("/campo") else None)
    phone.route("**/campo", answering(429, **{"Retry-After": "40"}))
    write(phone, SUMMARY, "Uno")
    expect(state_of(phone)).to_contain_text("se enviará en unos momentos")

    phone.unroute("**/campo")
    write(phone, SUMMARY, "Dos")
    phone.wait_for_function(KEPT_ON_DEVICE, arg="Dos")
    phone.clock.fast_forward(30_000)
    early = len(sent)
    phone.clock.fast_forward(11_000)

    expect(state_of(phone)).to_contain_text("Guardado")
    assert (early, len(sent), summary(demo)) == (1, 2, "Dos")
