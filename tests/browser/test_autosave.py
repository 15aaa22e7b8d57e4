"""A profile that saves itself: with the network cut, the browser closed, and two people on one field."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserType, Error, Page, expect

from contest_portal.kernel.clock_watch import accept_clock
from tests.browser.autosaving import SUMMARY, TITLE, draft_of, open_part, profile, state_of, summary, write
from tests.browser.crawl import ROLES
from tests.browser.demonstration import signed_in
from tests.browser.dumps import found_on_disk
from tests.browser.looking import faults_of_view
from tests.browser.serving import ServedPortal

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 740}
PERSON = ("Zyanya", "Xolotlcanario", "48117410", "951847362")
PRIVATE = "Llamar a {} {}, DNI {}, celular {}".format(*PERSON)
"""What a form does not ask for, and people write all the same."""


@pytest.fixture(scope="module")
def phone(demo: ServedPortal, browser: Browser) -> Iterator[Page]:
    """The representative's phone; each test opens the part it needs."""
    context = browser.new_context(base_url=demo.url, viewport=PHONE)
    yield signed_in(context, ROLES["representative"])
    context.close()


@pytest.fixture
def draft(demo: ServedPortal) -> int:
    """The number of the group's draft."""
    return draft_of(demo)


def test_a_field_is_saved_as_it_is_left_and_the_buttons_still_save(
    demo: ServedPortal, phone: Page, draft: int
) -> None:
    open_part(phone, draft, "negocio")

    write(phone, SUMMARY, "Flores de corte para las ferias")
    expect(state_of(phone)).to_contain_text("Guardado")
    saved = summary(demo)
    phone.get_by_role("button", name="Guardar y quedarme aquí").click()

    expect(phone.locator(".flashes")).to_contain_text("Se guardó «El negocio».")
    assert saved == "Flores de corte para las ferias"


def test_rows_are_saved_with_their_table_and_a_mistake_is_said_beside_the_cell(
    demo: ServedPortal, phone: Page, draft: int
) -> None:
    open_part(phone, draft, "aporte")
    phone.get_by_role("button", name="Agregar otro aporte").click()
    amounts = phone.get_by_label("Valor")
    amounts.last.fill("mucho")
    amounts.last.blur()
    expect(phone.locator(".field-error")).to_contain_text("«mucho» no es un monto.")
    expect(state_of(phone)).to_contain_text("No se pudo guardar")

    amounts.last.fill("85.50")
    amounts.last.blur()

    expect(state_of(phone)).to_contain_text("Guardado")
    expect(phone.locator(".field-error")).to_have_count(0)
    assert [row.total.format() for row in profile(demo).counterpart][-1] == "S/ 85.50"


def test_what_is_typed_without_a_network_outlives_a_cut_of_power(
    demo: ServedPortal,
    browser_type: BrowserType,
    browser_type_launch_args: dict[str, object],
    tmp_path: Path,
    draft: int,
) -> None:
    def switch_on(*, waiting: bool = False) -> Page:
        context = browser_type.launch_persistent_context(
            tmp_path, base_url=demo.url, viewport=PHONE, **browser_type_launch_args
        )
        context.clear_cookies()
        page = context.new_page()
        page.goto("/ingresar")
        expect(page.locator("[data-component=waiting-texts]")).to_be_visible(visible=waiting)
        page.close()
        return signed_in(context, ROLES["representative"])

    before = summary(demo)
    page = switch_on()
    open_part(page, draft, "negocio")
    page.context.set_offline(True)
    write(page, SUMMARY, PRIVATE)
    expect(state_of(page)).to_contain_text("Sin conexión: guardado en este teléfono")
    with pytest.raises(Error, match="closed"):
        page.context.new_cdp_session(page).send("Browser.crash")
    unsent = summary(demo)
    told = found_on_disk(tmp_path, ["/negocio/", *PERSON])

    page = switch_on(waiting=True)
    page.goto(f"/grupo/solicitudes/{draft}")
    expect(page.locator("[data-component=unsent-texts]")).to_contain_text(PRIVATE)
    faults = list(faults_of_view(page))
    page.route("**/campo", lambda route: route.abort())
    open_part(page, draft, "negocio")
    expect(page.get_by_label(SUMMARY)).to_have_value(PRIVATE)
    expect(state_of(page)).to_contain_text("Sin conexión")
    page.unroute("**/campo")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(state_of(page)).to_contain_text("Guardado")
    page.goto(f"/grupo/solicitudes/{draft}")
    expect(page.locator("[data-component=unsent-texts]")).to_be_hidden()
    page.context.close()

    assert (unsent, summary(demo), faults) == (before, PRIVATE, [])
    assert set(told) == {"/negocio/"}


def test_a_text_that_waits_outlives_a_new_key_and_is_told_where_no_key_opens_it(
    demo: ServedPortal, phone: Page, draft: int
) -> None:
    open_part(phone, draft, "negocio")
    phone.route("**/campo", lambda route: route.abort())
    write(phone, SUMMARY, "Sellado con la clave de antes")
    expect(state_of(phone)).to_contain_text("Sin conexión")
    left = phone.locator("[data-component=unsent-texts]")
    settings = demo.app.extensions["settings"]
    seen = []
    for keys in ({"data_key": "new", "older_data_keys": (settings.secret_key,)}, {"data_key": "another"}):
        demo.app.extensions["settings"] = replace(settings, **keys)
        phone.goto(f"/grupo/solicitudes/{draft}")
        expect(left).to_be_visible()
        seen.append(left.locator("[data-text]").inner_text())
    demo.app.extensions["settings"] = settings

    left.get_by_role("button", name="Borrar de este teléfono").click()
    left.get_by_role("button", name="Sí, borrar este texto para siempre").click()

    expect(left).to_be_hidden()
    phone.unroute("**/campo")
    assert seen[0] == "Sellado con la clave de antes"
    assert seen[1].startswith("Este texto está cifrado con una clave que el portal ya no tiene")


def test_two_people_on_one_field_see_both_texts_and_other_fields_merge(
    demo: ServedPortal, browser: Browser, phone: Page, draft: int
) -> None:
    open_part(phone, draft, "negocio")
    other = signed_in(browser.new_context(base_url=demo.url), ROLES["representative"])
    open_part(other, draft, "negocio")
    for label, text in ((TITLE, "Nombre de la otra persona"), (SUMMARY, "Texto de la otra persona")):
        with other.expect_response("**/campo"):
            write(other, label, text)

    write(phone, SUMMARY, "Mi texto")
    both = phone.get_by_role("group", name="Dos textos para lo mismo")
    expect(both.locator("[data-mine]")).to_have_text("Mi texto")
    expect(both.locator("[data-theirs]")).to_have_text("Texto de la otra persona")
    faults, kept = list(faults_of_view(phone)), summary(demo)
    both.get_by_role("button", name="Quedarme con lo mío").click()

    expect(state_of(phone)).to_contain_text("Otra persona cambió esto, y ya lo ve aquí: Nombre del negocio.")
    expect(phone.get_by_label(TITLE)).to_have_value("Nombre de la otra persona")
    other.context.close()
    assert (kept, summary(demo), faults) == ("Texto de la otra persona", "Mi texto", [])


def test_two_people_in_one_table_choose_between_both_and_their_rows_are_shown_alike(
    demo: ServedPortal, phone: Page, draft: int
) -> None:
    open_part(phone, draft, "compras")
    other = signed_in(phone.context, "")
    open_part(other, draft, "compras")
    for page, unit in ((other, "saco"), (phone, "bolsa")):
        with page.expect_response("**/campo"):
            page.get_by_label("Unidad").first.fill(unit)
            page.get_by_label("Unidad").first.blur()
    theirs = phone.locator("[data-theirs]")
    mine = phone.locator("[data-mine]").inner_text()
    expect(theirs).to_have_text(mine.replace("bolsa", "saco", 1))

    phone.get_by_role("button", name="Quedarme con lo guardado").click()

    expect(state_of(phone)).to_contain_text("Guardado")
    expect(phone.get_by_label("Unidad").first).to_have_value("saco")
    other.close()
    assert profile(demo).goods[0].unit == "saco"


def test_a_session_that_ended_goes_on_after_signing_in_in_another_tab(
    demo: ServedPortal, phone: Page, draft: int
) -> None:
    open_part(phone, draft, "negocio")
    phone.wait_for_load_state("networkidle")  # an answer that still comes would bring the session back
    phone.context.clear_cookies()
    write(phone, SUMMARY, "Escrito sin sesión")
    expect(state_of(phone)).to_contain_text("Su sesión terminó.")
    expect(phone.get_by_role("link", name="Ingresar en otra pestaña")).to_be_visible()
    phone.get_by_role("button", name="Guardar y quedarme aquí").click()
    expect(phone.locator("[data-autosave-held]")).to_contain_text("está en espera")

    signed_in(phone.context, ROLES["representative"]).close()
    phone.evaluate("dispatchEvent(new Event('online'))")

    expect(phone.locator(".flashes")).to_contain_text("Se guardó «El negocio».")
    assert summary(demo) == "Escrito sin sesión"


def test_what_comes_after_the_deadline_is_not_dropped_but_shown_to_be_copied(
    demo: ServedPortal, phone: Page, draft: int
) -> None:
    open_part(phone, draft, "negocio")
    before, now = summary(demo), demo.clock()
    demo.clock.set(now + timedelta(days=365))
    write(phone, SUMMARY, "Escrito tarde")
    expect(state_of(phone)).to_contain_text("El plazo de la convocatoria ya terminó")
    phone.reload()
    left = phone.locator("[data-component=unsent-texts]")
    expect(left).to_contain_text("Escrito tarde")
    demo.clock.set(now)
    with demo.app.extensions["database"].transaction() as session:  # others send in this demonstration later
        accept_clock(session, at=now, reason="La prueba lo adelantó")

    left.get_by_role("button", name="Borrar de este teléfono").click()
    left.get_by_role("button", name="Sí, borrar este texto para siempre").click()

    expect(left).to_be_hidden()
    assert summary(demo) == before


def test_an_answer_that_was_lost_is_no_conflict(demo: ServedPortal, phone: Page, draft: int) -> None:
    open_part(phone, draft, "negocio")
    phone.route("**/campo", lambda route: (route.fetch(), route.abort()))
    write(phone, SUMMARY, "Primera versión")
    expect(state_of(phone)).to_contain_text("Sin conexión")
    arrived = summary(demo)
    phone.unroute("**/campo")

    write(phone, SUMMARY, "Segunda versión")

    expect(state_of(phone)).to_contain_text("Guardado")
    assert (arrived, summary(demo)) == ("Primera versión", "Segunda versión")


def test_signing_out_asks_about_what_was_not_sent_and_then_forgets_it(
    demo: ServedPortal, phone: Page, draft: int
) -> None:
    open_part(phone, draft, "negocio")
    phone.route("**/campo", lambda route: route.abort())
    write(phone, SUMMARY, "Nunca se envía")
    expect(state_of(phone)).to_contain_text("Sin conexión")

    phone.locator("summary.account-summary").click()
    phone.get_by_role("button", name="Cerrar sesión").click()
    phone.get_by_role("button", name="Cerrar sesión y borrarlos").click()
    phone.wait_for_url(demo.url + "/")

    again = signed_in(phone.context, ROLES["representative"])
    again.goto(f"/grupo/solicitudes/{draft}")
    expect(again.locator("[data-component=unsent-texts]")).to_be_hidden()
