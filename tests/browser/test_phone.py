"""Scoring on a phone: a sheet typed by hand, and every answer that a phone must have."""

from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import delete

from contest_portal.accounts.models import RoleGrant
from contest_portal.contests.models import ContestRulebook
from contest_portal.scoring.rules.phone_codes import join_codes
from tests.browser.hall import VIEW, Hall, box, line, online, served_hall, write
from tests.browser.looking import faults_of_view
from tests.factories.point_vectors import VECTORS

pytestmark = pytest.mark.browser

CHECK = """async (vectors) => {
  const scripts = document.querySelector("script[type=module]").src.replace("portal.js", "juror/");
  const [points, {sha256}] = await Promise.all([import(scripts + "points.js"), import(scripts + "sha256.js")]);
  const got = vectors.map(({call, arguments: given}) => {
    if (call === "pointsText") return points.pointsText(...given.map(BigInt));
    if (call === "sha256") return sha256(...given);
    if (call === "missing") {
      const found = points.missing(...given);
      return [found.marks, found.reasons].map((some) => some.map((one) => one.code));
    }
    return points[call](...given);
  });
  return vectors.flatMap((vector, n) => (JSON.stringify(got[n]) === JSON.stringify(vector.expected) ? []
    : [[vector.call, vector.arguments, vector.expected, got[n]]])).slice(0, 5);
}"""
DETECTOR = """globalThis.BarcodeDetector = class {
  static async getSupportedFormats() { return ["qr_code"]; }
  async detect() { return [{ rawValue: "CODE" }]; }
};"""
PIXEL = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsTj2FAAAAABJRU5ErkJggg=="
)
NO_ROOM = """() => {
  IDBObjectStore.prototype.add = () => { throw new DOMException("full", "QuotaExceededError"); };
}"""


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory, sqlite_migrated: str) -> Iterator[Hall]:
    with served_hall(tmp_path_factory.mktemp("hall") / "portal", sqlite_migrated, groups=4, jurors=7) as hall:
        yield hall


def test_a_sheet_by_hand_refusals_a_cut_answer_and_a_conflict(hall: Hall, browser: Browser) -> None:
    context = browser.new_context(base_url=hall.portal.url, viewport=VIEW)
    page = hall.open(context, 5)
    group = hall.groups[0]
    wrong = page.evaluate(CHECK, VECTORS)
    page.get_by_role("link", name="Evaluación de campo").first.click()
    first = box(page, "Compromiso de las familias")
    first.wait_for()
    faults = list(faults_of_view(page))

    first.fill("11")
    first.blur()
    expect(page.locator("[data-fault]").first).to_contain_text("Escriba un puntaje de 0 a 10")
    context.set_offline(True)
    first.fill("8")
    first.blur()
    expect(line(page)).to_contain_text("Sin conexión. Faltan por enviar: 1")
    expect(page.locator("[data-total]")).to_have_text("8")
    page.get_by_role("button", name="Hacer definitiva").click()
    expect(page.locator("[data-fault]").nth(1)).to_contain_text("vacío no es cero")
    page.route(
        "**/anotaciones", lambda route: (route.fetch(), route.abort())
    )  # it arrives, the answer does not
    with page.expect_event("requestfailed", lambda request: request.url.endswith("/anotaciones")):
        online(page)
    expect(line(page)).to_contain_text("Sin conexión. Faltan por enviar: 1")
    arrived = hall.stored(5)
    page.unroute("**/anotaciones")
    page.locator("[data-send]").click()
    expect(line(page)).to_have_text("Todo enviado.")

    other = browser.new_context(base_url=hall.portal.url, viewport=VIEW)
    second = hall.open(other, 5)
    context.set_offline(True)
    write(second, group, {"F1": 3})
    with second.expect_response("**/anotaciones"):  # it has to arrive first
        second.locator("[data-send]").click()
    box(page, "Capacidad de gestión").fill("5")
    box(page, "Capacidad de gestión").blur()
    online(page)
    expect(page.get_by_role("button", name="Quedarme con esta versión")).to_have_count(2)
    faults += faults_of_view(page)
    page.get_by_role("button", name="Quedarme con esta versión").last.click()
    for label, mark in (("Compromiso de las familias", "9"), ("Actividades y recursos locales", "25")):
        box(page, label).fill(mark)
    page.get_by_role("button", name="Hacer definitiva").click()
    page.get_by_role("dialog").get_by_role("button", name="Hacer definitiva").click()
    expect(page.locator("[data-locked]")).to_have_text("Esta ficha es definitiva.")
    expect(line(page)).to_have_text("Todo enviado.")
    context.close()
    other.close()

    assert (wrong, faults) == ([], [])
    assert arrived == {group: ("draft", {"F1": 8})}
    assert hall.stored(5) == {group: ("final", {"F1": 9, "F2": 5, "F3": 25})}


def read_from_photo(hall: Hall, browser: Browser, code: str) -> tuple[str, str]:
    """Choose a photo on the secretary's page where a browser reads QR pictures; give what is said and written."""
    context = browser.new_context(base_url=hall.portal.url, viewport=VIEW)
    context.add_init_script(DETECTOR.replace("CODE", code))
    hall.admit_user(context, hall.secretary.id)
    page = context.new_page()
    page.goto(f"/oficina/concursos/{hall.contest_id}/telefonos/codigos")
    expect(page.get_by_label("Fotos de los códigos")).to_be_visible()  # once the script is there
    page.get_by_label("Fotos de los códigos").set_input_files(
        {"name": "1.png", "mimeType": "image/png", "buffer": PIXEL}
    )
    expect(page.locator("[data-state]")).to_be_visible()
    said, written = page.locator("[data-state]").inner_text(), page.locator("textarea").input_value()
    context.close()
    return said, written


def test_a_full_phone_other_rules_a_lost_seat_and_a_file_have_their_answers(
    hall: Hall, browser: Browser, tmp_path: Path
) -> None:
    context = browser.new_context(base_url=hall.portal.url, viewport=VIEW)
    page = hall.open(context, 6)
    page.get_by_role("link", name="Evaluación de campo").first.click()
    box(page, "Capacidad de gestión").wait_for()
    page.evaluate(NO_ROOM)
    box(page, "Capacidad de gestión").fill("5")
    box(page, "Capacidad de gestión").blur()
    expect(line(page)).to_contain_text("no tiene espacio: el último cambio NO se guardó")
    page.goto(hall.address)
    expect(line(page)).to_have_text("Todo enviado.")
    write(page, hall.groups[1], {"F1": 4})
    with hall.portal.database.transaction() as session:
        book = session.query(ContestRulebook).filter_by(contest_id=hall.contest_id).one()
        book.sha256 = "f" * 64
    page.reload()
    expect(page.locator("[data-note]")).to_contain_text("Cambiaron las bases")
    expect(page.locator(".sheet-list")).to_contain_text("Se escribió con otras bases")
    with page.expect_download() as download:
        page.get_by_role("button", name="Guardar en un archivo").click()
    download.value.save_as(tmp_path / "fichas.json")
    page.get_by_role("button", name="Mostrar en códigos QR").click()
    dialog = page.get_by_role("dialog", name="Pasar las fichas con códigos QR")
    shown, faults = dialog.locator("canvas").get_attribute("data-text") or "", list(faults_of_view(page))
    dialog.get_by_role("button", name="Cerrar").click()
    with hall.portal.database.transaction() as session:
        session.execute(delete(RoleGrant).where(RoleGrant.user_id == hall.users[6]))
    page.locator("[data-send]").click()
    expect(line(page)).to_contain_text("Esta cuenta no puede calificar aquí")
    context.close()

    file = (tmp_path / "fichas.json").read_text(encoding="utf-8")
    assert '"F1"' in file.replace("\\", "")
    assert (join_codes(shown, longest=10_000), faults) == (file, [])
    assert read_from_photo(hall, browser, shown) == ("Leídos todos (1): pulse «Leer las fichas».", shown)
    assert hall.stored(6) == {}
