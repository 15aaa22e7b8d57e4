"""What a juror's telephone tells a thief who reads its disk: nothing of any person or sheet, with a PIN."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, BrowserType, Page, expect
from sqlalchemy import select, text, update

from contest_portal.accounts.models import User
from contest_portal.applications.models import Application, ApplicationMember
from contest_portal.applications.rules.profile import empty_profile, write_profile
from tests.architecture.canaries import PLANT
from tests.browser.dumps import found_on_disk, kept_in_browser
from tests.browser.hall import (
    PIN,
    VIEW,
    Hall,
    box,
    choose_pin,
    line,
    open_with_pin,
    served_hall,
    write,
)
from tests.browser.looking import faults_of_view

pytestmark = pytest.mark.browser

OPINION = "Tlaltecuintli, los costos no cuadran"
MEMBER, JUROR = "Xolotlcanario", "Huitzilincanario"
PERSONS = (MEMBER, "Zyanya", JUROR, "kullecanario", "1971-08-23", "Representante de Grupo")
COMMITMENT = "Compromiso de las familias"
SUMMARY = "Criaremos cuyes en galpones de Pacaychayoq"
SHEETS = ("Grupo 0", SUMMARY, COMMITMENT, "Capacidad de gestión", '"units"', PIN)
"""What the luggage and the entries say of a group and its sheet, and what opens them."""
PLAIN_HTTP = 'Object.defineProperty(crypto, "subtle", {value: undefined});'
PINS = """async () => {
  const scripts = document.querySelector("script[type=module]").src.replace("portal.js", "juror/");
  const {cleanPin, isObvious, isPin, leftOf, pauseAfter} = await import(scripts + "pins.js");
  const all = Array.from({length: 1e6}, (_, number) => String(number).padStart(6, "0"));
  return {
    pins: ["271828", " \\uff12\\uff171 828\\t", "27182", "2718281", "27182a", ""].map((text) => isPin(cleanPin(text))),
    obvious: ["000000", "123456", "654321", "890123", "121212", "123123", "271828", "112233"].map(isObvious),
    refused: all.filter(isObvious).length,
    pauses: [1, 2, 3, 4, 7, 8, 9, 99].map((wrong) => pauseAfter(wrong) / 1000),
    left: [0, 29, 30, 31, -1e6].map((seconds) => leftOf({wrong: 3, until: 30e3}, seconds * 1000) / 1000),
  };
}"""


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory, sqlite_migrated: str) -> Iterator[Hall]:
    with served_hall(tmp_path_factory.mktemp("hall") / "portal", sqlite_migrated, groups=1, jurors=3) as hall:
        yield hall


def plant(hall: Hall) -> list[str]:
    """Give persons that nobody could meet elsewhere to the groups, and such a name to the juror; give their DNI."""
    with hall.portal.database.transaction() as session:
        session.execute(
            update(Application).values(profile=write_profile(replace(empty_profile(), summary=SUMMARY)))
        )
        for statement in PLANT:
            session.execute(text(statement))
        session.execute(update(User).where(User.id == hall.users[0]).values(full_name=f"Huehue {JUROR}"))
        return list(session.scalars(select(ApplicationMember.dni)))


def set_up(hall: Hall, **changes: object) -> None:
    """Change settings of the portal while it runs."""
    extensions = hall.portal.app.extensions
    extensions["settings"] = replace(extensions["settings"], **changes)


def score_without_a_network(page: Page) -> None:
    """Keep a mark and an opinion on the telephone, and show them as QR pictures."""
    page.context.set_offline(True)
    page.get_by_role("link", name="Evaluación de campo").first.click()
    box(page, COMMITMENT).fill("7")
    page.locator("textarea").last.fill(OPINION)
    page.locator("textarea").last.blur()
    expect(line(page)).to_contain_text("Faltan por enviar")
    page.get_by_role("button", name="Mostrar en códigos QR").click()
    page.get_by_role("dialog").get_by_role("button", name="Cerrar").click()
    page.context.set_offline(False)


def test_a_jurors_phone_tells_of_no_person_and_no_sheet(
    hall: Hall, tmp_path: Path, browser_type: BrowserType, browser_type_launch_args: dict[str, object]
) -> None:
    disk, words = tmp_path / "phone", [OPINION, *SHEETS, *PERSONS, *plant(hall)]
    context = browser_type.launch_persistent_context(
        disk, base_url=hall.portal.url, viewport=VIEW, **browser_type_launch_args
    )
    page = hall.open(context, 0)
    page.goto(f"/jurado/concursos/{hall.contest_id}/intereses")
    shown = MEMBER in page.content(), JUROR in page.content()
    page.goto(hall.address)
    expect(line(page)).to_have_text("Todo enviado.")
    score_without_a_network(page)
    read = page.locator("[data-profile]").text_content() or ""
    told = kept_in_browser(page)
    while_scoring = found_on_disk(disk, words)
    page.locator("[data-send]").click()
    expect(line(page)).to_have_text("Todo enviado.")

    page.locator("summary.account-summary").click()
    page.get_by_role("button", name="Cerrar sesión").click()
    page.wait_for_url(hall.portal.url + "/")
    told_after = kept_in_browser(page)
    context.close()

    assert (shown, len(words) > len(PERSONS) + len(SHEETS) + 1) == ((True, True), True)
    assert SUMMARY in read
    assert ({word for word in words if word in told}, while_scoring) == (set(), {})
    assert ("phone-scoring" in told, "data-keys" in told) == (True, False)  # the page is kept, without a key
    assert {word for word in (*words, "data-keys") if word in told_after} == set()
    assert found_on_disk(disk, words) == {}


def shut(page: Page) -> None:
    """Expect that nothing of a sheet is to be read."""
    expect(page.get_by_role("heading", name="Sus fichas están bloqueadas")).to_be_visible()
    expect(page.locator("[data-groups], [data-view]").first).to_be_hidden()
    assert COMMITMENT not in page.locator("main").inner_text()


def fault(page: Page) -> str:
    """Give what is said of the PIN that was typed."""
    said = page.locator("[data-lock] [data-fault]")
    expect(said).to_be_visible()
    return said.inner_text()


def choose_a_pin(page: Page) -> list[str]:
    """Try what is no good PIN, then take one; give what was said."""
    said = []
    for pin, again in (("27182", ""), ("123456", ""), (PIN, "314159")):
        choose_pin(page, pin, again)
        said.append(fault(page))
    choose_pin(page)
    return said


def type_a_mark(page: Page, mark: str) -> None:
    page.get_by_role("link", name="Evaluación de campo").first.click()
    box(page, COMMITMENT).fill(mark)


def guess(page: Page) -> list[str]:
    """Type three wrong PINs, then the right one too early and in time; give what was said."""
    said = []
    for pin in ("314159", "141421", "173205", PIN):
        open_with_pin(page, pin)
        expect(page.get_by_label("Su PIN de 6 números")).to_have_value("")
        said.append(fault(page))
    page.clock.fast_forward(31_000)
    open_with_pin(page)
    return said


def test_a_pin_shuts_the_sheets_and_a_forgotten_one_loses_no_mark(hall: Hall, browser: Browser) -> None:
    context = browser.new_context(base_url=hall.portal.url, viewport=VIEW)
    hall.admit(context, 1)
    page = context.new_page()
    page.goto(hall.address)
    said = choose_a_pin(page)
    expect(line(page)).to_have_text("Todo enviado.")
    page.wait_for_selector("html[data-kept]")
    pins, faults = page.evaluate(PINS), list(faults_of_view(page))

    context.set_offline(True)
    type_a_mark(page, "7")
    box(page, COMMITMENT).blur()
    expect(line(page)).to_contain_text("Faltan por enviar: 1")
    page.clock.install()
    page.reload()
    shut(page)
    faults += faults_of_view(page)
    said += guess(page)
    expect(line(page)).to_contain_text("Faltan por enviar: 1")
    expect(box(page, COMMITMENT)).to_have_value("7")

    box(page, COMMITMENT).fill("8")  # and nobody touches the telephone any more
    page.clock.fast_forward(15 * 60_000)
    shut(page)
    context.set_offline(False)
    page.reload()
    shut(page)  # in the session in which it was shut
    page.get_by_role("button", name="Abrir con mi contraseña").click()
    expect(page.get_by_label("Contraseña")).to_be_visible()
    hall.admit(context, 1)
    page.goto(hall.address)
    expect(line(page)).to_have_text("Todo enviado.")

    page.get_by_role("button", name="Cambiar el PIN").click()
    choose_pin(page, "314159")
    page.get_by_role("button", name="Bloquear").click()
    context.set_offline(True)
    page.reload()
    open_with_pin(page)
    said.append(fault(page))
    open_with_pin(page, "314159")
    expect(line(page)).to_have_text("Sin conexión. No hay nada por enviar.")
    context.close()

    wait = "Ese no es su PIN, o se probó demasiado seguido. Espere 30 segundos y pruebe otra vez."
    wrong = "Ese no es su PIN. Pruebe otra vez."
    assert said == [
        "El PIN son 6 números. Escríbalo otra vez.",
        "Ese PIN se adivina pronto. Elija otro, sin repetir ni contar seguido.",
        "Los dos no son iguales. Escriba el PIN y repítalo.",
        *(wrong, wrong, wait, wait, wrong),
    ]
    assert pins == {
        "pins": [True, True, False, False, False, False],
        "obvious": [True] * 6 + [False] * 2,
        "refused": 1_110,
        "pauses": [0, 0, 30, 60, 480, 900, 900, 900],
        "left": [30, 1, 0, 0, 30],
    }
    assert (faults, hall.stored(1)) == ([], {hall.groups[0]: ("draft", {"F1": 8})})


def test_what_was_legible_is_sealed_at_the_next_contact_and_outlives_a_new_key(
    hall: Hall, browser: Browser
) -> None:
    context = browser.new_context(base_url=hall.portal.url, viewport=VIEW)
    set_up(hall, juror_pin=False)
    hall.admit(context, 2)
    page = context.new_page()
    page.goto(hall.address)
    expect(line(page)).to_have_text("Todo enviado.")
    expect(page.locator("[data-legible]")).to_contain_text("puede leerlo quien lo abra")
    context.set_offline(True)
    write(page, hall.groups[0], {"F1": 5})
    legible = kept_in_browser(page)
    set_up(hall, juror_pin=True)
    context.set_offline(False)
    page.reload()
    choose_pin(page)
    expect(line(page)).to_have_text("Todo enviado.")
    expect(page.locator("[data-legible]")).to_be_hidden()
    sealed = kept_in_browser(page)

    set_up(hall, data_key="another one, after the older was given up")
    page.reload()
    open_with_pin(page)
    expect(line(page)).to_have_text("Todo enviado.")
    page.reload()
    expect(page.get_by_role("link", name="Evaluación de campo").first).to_be_visible()
    told = kept_on_plain_http(hall, browser)
    context.close()

    assert {word for word in SHEETS if word in legible} == {*SHEETS} - {PIN}
    assert {word for word in SHEETS if word in sealed} == set()
    assert hall.stored(2) == {hall.groups[0]: ("draft", {"F1": 5})}
    assert "puede leerlo quien lo abra" in told


def kept_on_plain_http(hall: Hall, browser: Browser) -> str:
    """Open the page where a browser can seal nothing; give what it says of that."""
    context: BrowserContext = browser.new_context(base_url=hall.portal.url, viewport=VIEW)
    context.add_init_script(PLAIN_HTTP)
    hall.admit(context, 2)
    page = context.new_page()
    page.goto(hall.address)
    expect(line(page)).to_have_text("Todo enviado.")
    said = page.locator("[data-legible]").inner_text()
    context.close()
    return said
