"""Act 1: staff import the territory and its households, and see which centres the programme reaches."""

from pathlib import Path

from playwright.sync_api import Page

from tests.browser.journey.cast import CENTRES, DISTRICTS, HOUSEHOLDS, POVERTY, STAFF
from tests.browser.journey.moves import expect_words, go, labelled, press, tick
from tests.browser.journey.stage import Stage


def staff_import_the_register(stage: Stage, folder: Path) -> None:
    """Bring in four files, each checked first; a wrong one is refused whole."""
    page = stage.page_of(STAFF)
    import_file(page, folder, "Distritos", DISTRICTS, rows=3)
    import_file(page, folder, "Pobreza por distrito", POVERTY, rows=3)
    refuse_a_wrong_file(stage, folder)
    import_file(page, folder, "Centros poblados", CENTRES, rows=6)
    import_file(page, folder, "Hogares y sus integrantes", HOUSEHOLDS, rows=17)


def import_file(page: Page, folder: Path, kind: str, content: str, *, rows: int) -> None:
    """Have a file checked, compare the number of rows, and import it."""
    check_file(page, folder, kind, content)
    expect_words(page, "ninguna fila tiene problemas", f"Filas leídas {rows}", f"Nuevas {rows}")
    press(page, "Importar este archivo")
    expect_words(page, f"{kind}: se importaron {rows} filas nuevas y 0 cambiadas")


def refuse_a_wrong_file(stage: Stage, folder: Path) -> None:
    """Have a file with one bad row checked: the report names line, column, value and what to do."""
    page = stage.page_of(STAFF)
    check_file(
        page, folder, "Centros poblados", CENTRES.replace("QUEBRADA HONDA,R,64", "QUEBRADA HONDA,R,-4")
    )
    expect_words(page, "1 fila tiene problemas. No se guardó nada.", "Línea 3", "hogares", "-4")
    stage.examine(page)
    go(page, "/oficina/centros")
    expect_words(page, "Todavía no hay centros poblados")


def check_file(page: Page, folder: Path, kind: str, content: str) -> None:
    """Choose a file and have it checked."""
    path = folder / "padron.csv"
    path.write_text(content)
    go(page, "/oficina/padron/importar")
    tick(page, kind)
    labelled(page, "Archivo CSV o Excel").set_input_files(path)
    press(page, "Comprobar el archivo")


def staff_see_why_a_centre_is_targeted(stage: Stage) -> None:
    """Look at one centre of each standing; "no data" is an answer of its own."""
    page = stage.page_of(STAFF)
    answers = {
        "0902020091": (
            "Focalizado",
            "Centro rural con 120 hogares (mínimo 40), en un distrito con 49.4 % de pobreza",
        ),
        "0902020093": ("No focalizado", "Tiene 37 hogares y la regla pide 40 como mínimo."),
        "0902010096": ("No focalizado", "Su distrito tiene 23.8 % de pobreza monetaria, que no supera 40 %"),
        "0902030095": ("Sin datos para decidir", "No consta cuántos hogares tiene el centro"),
    }
    for code, (status, reason) in answers.items():
        go(page, f"/oficina/centros/{code}")
        expect_words(page, status, reason)
