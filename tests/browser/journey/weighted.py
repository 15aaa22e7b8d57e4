"""A contest of another programme: a weighted sheet, marks in tenths, jury 90 and adviser 10, a screening with cure."""

import re
from dataclasses import replace

from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from tests.browser.journey import groups
from tests.browser.journey.call import register_the_fund, set_the_calendar
from tests.browser.journey.cast import BREEDERS, LINES, SECRETARY, STAFF
from tests.browser.journey.moves import (
    download,
    expect_words,
    fill_in,
    fill_row,
    follow,
    go,
    press,
    press_and_agree,
    row_of,
    tick,
    words_of_pdf,
)
from tests.browser.journey.stage import Stage
from tests.factories.registry import make_centre, make_district, make_household, make_person

CONTEST = "Convocatoria de Emprendimiento 2026"
CODE = "EMPRENDE-2026"
GROUP = replace(BREEDERS, category="Emprendimientos")
PEOPLE = (("Saúl", "Araujo", "Yauri"), ("Justina", "Yauri", "Poma"), ("Rolando", "Poma", "Ramos"))


def the_register_is_there(session: Session) -> None:
    """Put one targeted centre with the group's three households in the register."""
    make_district(session, "090203", name="Anta")
    centre = make_centre(session, "0902030094", name="PAMPA VERDE", households=88)
    for number, (dni, (given, paternal, maternal)) in enumerate(zip(GROUP.members, PEOPLE, strict=True)):
        make_person(
            session,
            make_household(session, centre, code=f"H-20{number}"),
            dni=dni,
            given_names=given,
            paternal_surname=paternal,
            maternal_surname=maternal,
            is_head=True,
        )


def staff_start_from_the_weighted_sheet(stage: Stage) -> None:
    """Start from the template, for a fund and a line of their own."""
    page = stage.page_of(STAFF)
    register_the_fund(page)
    go(page, "/oficina/lineas")
    fill_in(page, {"Nombre de la línea": LINES[0]})
    press(page, "Agregar la línea")
    go(page, "/oficina/concursos/nuevo")
    fill_in(page, {"Nombre del concurso": CONTEST, "Código": CODE, "Monto del concurso": "30,000.00"})
    tick(page, "Ficha ponderada: jurado 90 % y asesor 10 %")
    press(page, "Crear el concurso")
    stage.contest_id = int(page.url.rsplit("/", 1)[1])


def staff_see_that_weights_make_the_whole(stage: Stage) -> None:
    """Take five points from a weight: the page says at once what is wrong; give them back and save."""
    page = stage.page_of(STAFF)
    go(page, f"/oficina/concursos/{stage.contest_id}/fases/UNICA")
    weight = page.locator("[name='criteria-10-weight']")
    expect(weight).to_have_value("20")
    page.locator("details", has=weight).locator("summary").first.click()
    weight.fill("15")
    expect(page.locator("[data-check-list]")).to_contain_text("95")
    weight.fill("20")
    expect(page.locator("[data-check-list]")).not_to_contain_text("95")
    press(page, "Guardar")
    expect_words(page, "Los cambios se guardaron.")


def staff_complete_the_rules(stage: Stage) -> None:
    """Fill in what the template leaves open, with a screening that lets a group mend for three days."""
    page = stage.page_of(STAFF)
    hub = f"/oficina/concursos/{stage.contest_id}"
    go(page, f"{hub}/territorio")
    fill_in(page, {"Buscar distritos": "Anta"})
    press(page, "Buscar")
    page.locator("input[name=found]").first.check()
    press(page, "Guardar")
    go(page, f"{hub}/lineas")
    tick(page, LINES[0])
    press(page, "Guardar")
    go(page, f"{hub}/reglas-de-admision")
    tick(page, "La oficina revisa los perfiles antes de la evaluación")
    fill_in(page, {"Días hábiles para subsanar": "3"})
    press(page, "Guardar")
    go(page, f"{hub}/datos")
    fill_in(page, {"Lugar de la presentación pública": "Local comunal de Anta"})
    press(page, "Guardar")
    set_the_calendar(page, hub)
    expect_words(page, "Todo está completo")


def staff_work_an_example(stage: Stage) -> None:
    """Give an invented group 8.5 in everything: 85 of 100, by jury and adviser."""
    page = stage.page_of(STAFF)
    follow(page, "Ver un ejemplo resuelto")
    marks = page.locator("main input[inputmode=decimal]")
    for number in range(marks.count()):
        marks.nth(number).fill("8.5")
    press(page, "Calcular otra vez")
    expect_words(page, "85.00")
    marks.first.fill("8.55")
    press(page, "Calcular otra vez")
    expect(page.locator(".error-summary")).to_be_visible()
    follow(page, "Volver al concurso")


def staff_publish(stage: Stage) -> None:
    """Freeze the rules; anyone reads classes and steps of the sheet on the call."""
    page = stage.page_of(STAFF)
    follow(page, "Revisar y publicar")
    press_and_agree(page, page.get_by_role("button", name="Publicar y congelar las reglas"), "Publicar")
    go(page, f"/convocatorias/{CODE}")
    expect_words(page, "Criterio técnico del asesor", "90 %", "10 %")


def the_group_applies(stage: Stage) -> None:
    """Register the group, fill in the whole profile on a phone, and send it."""
    groups.get_everything_ready(stage, GROUP)
    page = stage.page_of(GROUP.representative)
    groups.read_before_sending(page)
    press(page, "Enviar la solicitud")
    expect_words(page, "La solicitud fue recibida. Guarde su constancia.")


def secretary_asks_to_mend(stage: Stage) -> None:
    """Screen the profile: one defect that the group can mend."""
    page = stage.page_of(STAFF)
    go(page, "/oficina/defectos/nuevo")
    fill_in(
        page,
        {
            "Código": "B-01",
            "Defecto": "No dice de qué tamaño es el bien.",
            "Parte del perfil": "Bienes por comprar",
        },
    )
    tick(page, "El grupo lo puede subsanar")
    press(page, "Guardar")
    page = stage.page_of(SECRETARY)
    go(page, f"/oficina/concursos/{stage.contest_id}/admision")
    row_of(page, GROUP.name).get_by_role("link").first.click()
    page.get_by_label(re.compile("^B-01")).check()
    press(page, "Guardar los defectos")
    follow(page, "Pedir que subsane")
    press(page, "Pedir y emitir la carta")


def the_group_mends(stage: Stage) -> None:
    """Change the marked part alone, and send it."""
    page = stage.page_of(GROUP.representative)
    go(page, "/grupo/")
    follow(page, GROUP.name)
    follow(page, "Subsanar ahora")
    expect(page.locator(".checks a")).to_have_text(["Bienes por comprar"])
    follow(page, "Bienes por comprar")
    fill_row(page, "goods", 0, {"description": "Equipo de seis pozas"})
    press(page, "Guardar y volver al resumen")
    expect_words(page, "Equipo de seis pozas")
    tick(page, "Leímos la solicitud en grupo y los datos son verdaderos.")
    press(page, "Enviar la corrección")
    expect_words(page, "La corrección fue recibida. Guarde su nueva constancia.")


def secretary_admits(stage: Stage) -> None:
    """See what changed, take the mark of the defect away, and admit."""
    page: Page = stage.page_of(SECRETARY)
    go(page, f"/oficina/concursos/{stage.contest_id}/admision")
    row_of(page, GROUP.name).get_by_role("link").first.click()
    follow(page, "Ver qué cambió")
    expect_words(page, "Equipo de seis pozas")
    page.go_back()
    page.get_by_label(re.compile("^B-01")).uncheck()
    press(page, "Guardar los defectos")
    follow(page, "Admitir")
    press(page, "Admitir y emitir la carta")
    expect_words(page, "Admitido", "Se pidió subsanar")
    letter = words_of_pdf(download(page, page.get_by_role("button", name=re.compile("^Descargar la ")).first))
    assert GROUP.name in letter
