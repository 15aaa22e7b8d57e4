"""Acts 4 and 5: the panel sits, declares, marks and seals; then the scoring closes and the order of merit appears."""

from playwright.sync_api import Locator, Page, expect

from tests.browser.journey.cast import (
    BAKERS,
    BREEDERS,
    CONTEST_CODE,
    FIELD_JUROR,
    IN_TIME,
    JURORS,
    PRESIDENT,
    PUBLIC_JUROR,
    SECRETARY,
    WEAVERS,
    Account,
)
from tests.browser.journey.marks import CRITERIA, MARKS, PHASE_NAMES, RANKING
from tests.browser.journey.moves import (
    download,
    expect_no_words,
    expect_words,
    fill_in,
    follow,
    go,
    next_page,
    press,
    row_of,
    rows_of_csv,
    tick,
)
from tests.browser.journey.stage import Stage

REMARK = "El horno está a medio techar."


def secretary_seats_the_panel(stage: Stage) -> None:
    """Seat three jurors; the third marks the public phase alone."""
    page = stage.page_of(SECRETARY)
    for juror in JURORS:
        go(page, f"/oficina/concursos/{stage.contest_id}/jurado/nuevo")
        fill_in(
            page,
            {
                "Persona": f"{juror.full_name} ({juror.email})",
                "DNI": juror.dni,
                "Institución a la que representa": "Municipalidad Distrital de Anta",
            },
        )
        tick(page, "Presidencia" if juror is PRESIDENT else "Miembro")
        if juror is PUBLIC_JUROR:
            page.get_by_label(PHASE_NAMES["CAMPO"], exact=True).uncheck()
        press(page, "Incorporar")
    expect_words(page, "El jurado está completo")


def secretary_opens_the_evaluation(stage: Stage) -> None:
    """Open the evaluation once the reception is closed."""
    page = stage.page_of(SECRETARY)
    go(page, f"/oficina/concursos/{stage.contest_id}/evaluacion")
    follow(page, "Abrir la evaluación")
    expect_words(page, "Todo está listo")
    stage.examine(page)
    tick(page, "Leí la advertencia y lo hago de todos modos.")
    press(page, "Abrir la evaluación")
    expect_words(page, "La evaluación está abierta.")


def secretary_cannot_open_yet(stage: Stage) -> None:
    """Try to open the evaluation while profiles are still being received."""
    page = stage.page_of(SECRETARY)
    go(page, f"/oficina/concursos/{stage.contest_id}/evaluacion/apertura")
    expect_words(page, "Antes de abrir, falta lo siguiente")
    expect(page.get_by_role("button", name="Abrir la evaluación")).to_have_count(0)


def secretary_records_attendance(stage: Stage) -> None:
    """Tick the households that were there; of one group a household is away."""
    page = stage.page_of(SECRETARY)
    go(page, f"/oficina/concursos/{stage.contest_id}/evaluacion")
    for group in IN_TIME:
        follow(page, f"Registrar asistencia de {group.name}")
        boxes = page.get_by_role("checkbox").all()
        for box in boxes[1:] if group is BREEDERS else boxes:
            box.check()
        press(page, "Registrar asistencia")
        expect_words(page, f"Se registró la asistencia de {group.name}.")
    expect(row_of(page, BREEDERS.name)).to_contain_text("2 de 3 hogares")


def jurors_declare_their_interests(stage: Stage) -> None:
    """Answer for every group before seeing any profile; one juror steps back from one group."""
    for juror in JURORS:
        page = stage.page_of(juror)
        follow(page, f"Calificar {CONTEST_CODE}")
        expect_words(page, "Antes de ver los perfiles, declare si tiene algún interés en cada grupo.")
        for group in IN_TIME:
            question = page.locator("section.question", has_text=group.name)
            steps_back = juror is PUBLIC_JUROR and group is BREEDERS
            question.get_by_label("Me abstengo de calificarlo" if steps_back else "No tengo interés").check()
            if steps_back:
                question.get_by_label("Motivo, si se abstiene").fill("Asesoro a este grupo.")
        press(page, "Firmar mi declaración")
        expect_words(page, "Se guardó su declaración.")


def juror_marks_first_sheet_in_two_sittings(stage: Stage) -> None:
    """Save a draft without its last criterion: it is kept, and it cannot be made final."""
    page = stage.page_of(PRESIDENT)
    open_sheet(page, WEAVERS.name, "CAMPO")
    marks = MARKS[WEAVERS.name, "CAMPO", PRESIDENT.email]
    for criterion, mark in list(zip(CRITERIA["CAMPO"], marks, strict=True))[:-1]:
        page.locator(f"[name=mark_{criterion}]").fill(str(mark))
    page.locator("[name=comment]").fill(REMARK)
    press(page, "Guardar borrador")
    expect_words(page, "Borrador guardado.", "8 de 9 criterios")
    press(page, "Guardar y revisar")
    expect_words(page, "Falta calificar 1 criterio", "Un criterio sin puntaje no vale cero")
    expect(page.get_by_role("button", name="Hacer definitiva")).to_have_count(0)
    stage.examine(page)
    go(page, "/jurado/")


def nobody_sees_the_sheet_of_another(stage: Stage) -> None:
    """Open the same address as another juror, as one who stepped back, and the order of merit too early."""
    address = _sheet_address(stage, WEAVERS.name)
    page = stage.page_of(FIELD_JUROR)
    go(page, address)
    expect_words(page, "0 de 9 criterios")
    expect(page.locator("[name=mark_C1]")).to_have_value("")
    expect_no_words(page, REMARK)
    assert go(stage.page_of(PUBLIC_JUROR), address) == 404
    recused = stage.page_of(PUBLIC_JUROR)
    _contest_of_juror(recused)
    expect(_card(recused, BREEDERS.name)).to_contain_text("Asesoro a este grupo.")
    expect(_card(recused, BREEDERS.name).get_by_role("link")).to_have_count(0)
    ranking = f"/oficina/concursos/{stage.contest_id}/orden-de-merito"
    assert go(page, ranking) == 403
    go(page, "/jurado/")
    office = stage.page_of(SECRETARY)
    go(office, ranking)
    expect_words(office, "Hasta entonces nadie ve puntajes.")
    go(office, f"/oficina/concursos/{stage.contest_id}/evaluacion")
    expect_no_words(office, REMARK)


def jurors_finish_the_sheets(stage: Stage, phase: str) -> None:
    """Mark every sheet of a phase that is theirs, look at it once more and seal it."""
    for juror in JURORS:
        page = stage.page_of(juror)
        for group in IN_TIME:
            marks = MARKS.get((group.name, phase, juror.email))
            if marks is not None:
                finish_sheet(page, group.name, phase, marks)


def finish_sheet(page: Page, group_name: str, phase: str, marks: tuple[int, ...]) -> None:
    """Fill in a sheet; its total is counted while one types. Then seal it."""
    open_sheet(page, group_name, phase)
    for criterion, mark in zip(CRITERIA[phase], marks, strict=True):
        page.locator(f"[name=mark_{criterion}]").fill(str(mark))
    expect(page.locator("[data-mark-total]")).to_have_text(str(sum(marks)))
    press(page, "Guardar y revisar")
    press(page, "Hacer definitiva")
    expect_words(page, f"La ficha del grupo {group_name} es definitiva.")


def open_sheet(page: Page, group_name: str, phase: str) -> None:
    """Go from the juror's contests to one sheet."""
    _contest_of_juror(page)
    with next_page(page):
        _card(page, group_name).get_by_role("link", name=PHASE_NAMES[phase]).click()


def secretary_cannot_close_yet(stage: Stage) -> None:
    """Try to close the scoring with sheets missing: each missing thing is named."""
    page = stage.page_of(SECRETARY)
    go(page, f"/oficina/concursos/{stage.contest_id}/evaluacion/cierre")
    expect_words(page, "Para cerrar falta lo siguiente.")


def secretary_closes_the_scoring(stage: Stage) -> None:
    """Close the scoring for good."""
    page = stage.page_of(SECRETARY)
    go(page, f"/oficina/concursos/{stage.contest_id}/evaluacion/cierre")
    stage.examine(page)
    tick(page, "Confirmo el cierre: las fichas quedan selladas y el orden de mérito ya no cambia.")
    press(page, "Cerrar la calificación")
    expect_words(page, "La calificación está cerrada: este es el orden de mérito.")


def the_order_of_merit_is_right(stage: Stage) -> None:
    """Compare the page, and the table taken away from it, with what was worked out by hand."""
    page = stage.page_of(SECRETARY)
    taken = rows_of_csv(download(page, page.get_by_role("link", name="CSV")))
    columns = ("grupo", "puesto", "total", "total_exacto")
    assert [tuple(row[column] for column in columns) for row in taken] == list(RANKING)
    for name, _, printed, exact in RANKING:
        expect(row_of(page, name)).to_contain_text(printed)
        expect(row_of(page, name)).to_contain_text(exact)
    expect(row_of(page, WEAVERS.name)).to_contain_text("42.6666")
    expect(row_of(page, WEAVERS.name)).to_contain_text("128/3")
    expect(row_of(page, BAKERS.name)).to_contain_text("No alcanza el mínimo")


def _contest_of_juror(page: Page) -> None:
    if "/jurado/concursos/" in page.url:  # where declaring and sealing lead
        return
    go(page, "/jurado/")
    follow(page, f"Calificar {CONTEST_CODE}")


def _card(page: Page, group_name: str) -> Locator:
    return page.locator("li.sheet-card", has_text=group_name)


def _sheet_address(stage: Stage, group_name: str) -> str:
    page = stage.page_of(PRESIDENT)
    open_sheet(page, group_name, "CAMPO")
    return page.url


def a_juror_is_not_shown_any_dni(stage: Stage, juror: Account) -> None:
    """Read a profile as a juror does: the group and its plan, no DNI."""
    page = stage.page_of(juror)
    _contest_of_juror(page)
    with next_page(page):
        _card(page, WEAVERS.name).get_by_role("link", name="Leer el perfil").click()
    expect_words(page, WEAVERS.title, "S/ 12,345.67")
    expect_no_words(page, *WEAVERS.members)
