"""Act 2: staff register the fund, design the contest and publish the call."""

import re

from playwright.sync_api import Page, expect

from tests.browser.journey.cast import CONTEST_CODE, CONTEST_TITLE, LINES, STAFF
from tests.browser.journey.moves import (
    expect_words,
    fill_in,
    fill_row,
    follow,
    go,
    press,
    press_and_agree,
    row_of,
    tick,
)
from tests.browser.journey.stage import Stage


def staff_create_the_contest(stage: Stage) -> None:
    """Register a fund and the lines, then start a contest from the template of two phases."""
    page = stage.page_of(STAFF)
    register_the_fund(page)
    for line in LINES:
        go(page, "/oficina/lineas")
        fill_in(page, {"Nombre de la línea": line})
        press(page, "Agregar la línea")
    go(page, "/oficina/concursos/nuevo")
    fill_in(
        page,
        {"Nombre del concurso": CONTEST_TITLE, "Código": CONTEST_CODE, "Monto del concurso": "30,000.00"},
    )
    tick(page, "Perfil de negocio: campo y presentación pública")
    press(page, "Crear el concurso")
    expect_words(page, "El concurso está en diseño", "Todavía no se puede publicar")
    stage.contest_id = int(page.url.rsplit("/", 1)[1])


def register_the_fund(page: Page) -> None:
    """Register the money that the contest draws on."""
    go(page, "/oficina/fondos/nuevo")
    fill_in(
        page,
        {
            "Nombre del fondo": "Fondo rural 2026",
            "Fuente": "Recursos ordinarios",
            "Año fiscal": "2026",
            "Monto": "50,000.00",
        },
    )
    press(page, "Registrar el fondo")
    expect_words(page, "El fondo «Fondo rural 2026» quedó registrado.")


def staff_complete_the_rules(stage: Stage) -> None:
    """Fill in what the template leaves open, part by part, until nothing is missing."""
    page = stage.page_of(STAFF)
    hub = f"/oficina/concursos/{stage.contest_id}"
    choose_the_territory(page, hub)
    go(page, f"{hub}/lineas")
    tick(page, *LINES)
    press(page, "Guardar")
    go(page, f"{hub}/sobres")
    fill_row(page, "envelopes", 0, {"envelope": "10000.00"})
    fill_row(page, "envelopes", 1, {"envelope": "20000.00"})
    press(page, "Guardar")
    go(page, f"{hub}/puntaje")
    fill_in(page, {"Fichas necesarias por grupo y fase": "2"})
    press(page, "Guardar")
    go(page, f"{hub}/datos")
    fill_in(page, {"Lugar de la presentación pública": "Local comunal de Anta, distrito de Anta"})
    press(page, "Guardar")
    set_the_calendar(page, hub)
    expect_words(page, "Todo está completo")


def choose_the_territory(page: Page, hub: str) -> None:
    """Find two districts by name and add them."""
    go(page, f"{hub}/territorio")
    for name in ("Andabamba", "Anta"):
        fill_in(page, {"Buscar distritos": name})
        press(page, "Buscar")
        tick(page, f"{name}, Acobamba, Huancavelica")
        press(page, "Guardar")
        expect_words(page, "El territorio se guardó.")


def set_the_calendar(page: Page, hub: str) -> None:
    """Set the dates: three weeks to apply, then the field, the public day and the result."""
    go(page, f"{hub}/calendario")
    fill_in(
        page,
        {
            "La recepción abre": "2026-11-24T08:00",
            "La recepción cierra": "2026-12-15T17:00",
            "La evaluación de campo empieza": "2026-12-17",
            "La evaluación de campo termina": "2026-12-18",
            "Día de la presentación pública": "2026-12-21",
            "Día de publicación de resultados": "2026-12-23",
        },
    )
    press(page, "Guardar")


def staff_publish_the_call(stage: Stage) -> str:
    """Freeze the rules; give the hash that the office sees."""
    page = stage.page_of(STAFF)
    follow(page, "Revisar y publicar")
    button = page.get_by_role("button", name="Publicar y congelar las reglas")
    press_and_agree(page, button, "Publicar")
    expect_words(page, "La convocatoria está publicada y sus reglas quedaron congeladas.")
    shown = page.locator("code.hash").inner_text()
    assert re.fullmatch(r"[0-9a-f]{64}", shown)
    return shown


def staff_can_no_longer_change_the_rules(stage: Stage) -> None:
    """Try to change a date after publication."""
    page = stage.page_of(STAFF)
    assert go(page, f"/oficina/concursos/{stage.contest_id}/calendario") == 409
    expect_words(page, "ya se publicaron y no se pueden cambiar")


def anyone_reads_the_call(stage: Stage, rules_hash: str) -> None:
    """Read the public page of the call: dates, sheets, money and the same hash."""
    page = stage.visitor()
    go(page, "/")
    follow(page, CONTEST_TITLE)
    expect_words(
        page,
        "La recepción todavía no abre",
        "Familias comprometidas con el negocio",
        "S/ 20,000.00",
        "Andabamba, Anta",
    )
    expect(row_of(page, "En idea")).to_contain_text("S/ 10,000.00")
    expect(page.locator("code.hash")).to_have_text(rules_hash)
    page.context.close()
