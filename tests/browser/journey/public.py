"""Act 8: staff announce, and anyone sees the call, the result and whether a paper is genuine."""

import json

from playwright.sync_api import Page, expect

from tests.browser.journey.award import AWARDED, Paper
from tests.browser.journey.cast import (
    BAKERS,
    BEEKEEPERS,
    BREEDERS,
    CONTEST_CODE,
    CONTEST_TITLE,
    IN_TIME,
    JURORS,
    STAFF,
    WEAVERS,
)
from tests.browser.journey.moves import (
    expect_no_words,
    expect_words,
    fill_in,
    follow,
    go,
    press,
    press_and_agree,
    row_of,
)
from tests.browser.journey.stage import PHONE, Stage

RESULT = f"/resultados/{CONTEST_CODE}"


def nobody_knows_the_result_before(stage: Stage) -> None:
    """Look for the result before it is announced."""
    page = stage.visitor()
    assert go(page, RESULT) == 404
    page.context.close()


def staff_announce(stage: Stage) -> None:
    """Make the result public."""
    page = stage.page_of(STAFF)
    go(page, f"/oficina/concursos/{stage.contest_id}/anuncio")
    stage.examine(page)
    press_and_agree(
        page, page.get_by_role("button", name="Anunciar el resultado").first, "Anunciar el resultado"
    )
    expect_words(page, "El resultado ya es público.")


def anyone_reads_the_result(stage: Stage) -> None:
    """Read the result on a phone: winners by name, the others by code, no personal data anywhere."""
    page = stage.visitor(PHONE)
    go(page, "/")
    follow(page, CONTEST_TITLE)
    follow(page, "Ver el resultado")
    expect(row_of(page, WEAVERS.name)).to_contain_text("S/ 12,345.67")
    expect(row_of(page, BEEKEEPERS.name)).to_contain_text("S/ 8,000.00")
    expect_words(page, AWARDED, "S/ 7,654.33", "81.00", "69.83")
    only_winners_are_named(page)
    for name in ("resultado.json", "resultado.csv"):
        words = page.request.get(f"{RESULT}/{name}").text()
        assert WEAVERS.name in words
        assert not [secret for secret in secrets() if secret in words]
    data = json.loads(page.request.get(f"{RESULT}/resultado.json").text())
    assert data["money"] == {
        "unit": "PEN céntimos",
        "fund": 3_000_000,
        "awarded": 2_034_567,
        "balance": 965_433,
        "unassigned": 0,
    }
    page.context.close()


def only_winners_are_named(page: Page) -> None:
    """See no DNI, no member, no juror and no group that did not win."""
    expect_no_words(page, *secrets())


def secrets() -> tuple[str, ...]:
    """List what no public page may show."""
    members = [dni for group in IN_TIME for dni in group.members]
    people = [group.representative.full_name for group in IN_TIME]
    jurors = [word for juror in JURORS for word in (juror.full_name, juror.dni)]
    return (BREEDERS.name, BAKERS.name, *members, *people, *jurors)


def anyone_checks_a_paper(stage: Stage, paper: Paper) -> None:
    """Type the code printed at the foot, then compare the file itself."""
    page = stage.visitor(PHONE)
    go(page, "/verificar")
    fill_in(page, {"Código de verificación": paper.verification_code.lower().replace("-", " ")})
    press(page, "Verificar")
    expect_words(page, "Documento auténtico y vigente", paper.number, CONTEST_TITLE)
    expect_no_words(page, *secrets())
    chooser = page.get_by_label("Elija el archivo para comparar su huella.")
    answer = page.locator(".file-hash-answer")
    chooser.set_input_files({"name": "papel.pdf", "mimeType": "application/pdf", "buffer": paper.content})
    expect(answer).to_have_text("El archivo es idéntico al emitido.")
    forged = paper.content + b"\n"
    chooser.set_input_files({"name": "papel.pdf", "mimeType": "application/pdf", "buffer": forged})
    expect(answer).to_contain_text("El archivo NO es el emitido")
    page.context.close()


def the_printed_address_opens(stage: Stage, paper: Paper) -> None:
    """Open the address that the paper prints."""
    page = stage.visitor()
    printed = f"{stage.portal.url.removeprefix('http://')}/verificar"
    assert printed in paper.text
    go(page, f"http://{printed}/{paper.verification_code}")
    expect_words(page, "Documento auténtico y vigente", paper.number)
    page.context.close()


def a_made_up_code_is_nothing(stage: Stage) -> None:
    """Ask about a code that the portal never printed."""
    page = stage.visitor()
    go(page, "/verificar/ACDE-FGHJ-2345")
    expect_words(page, "Ningún documento lleva ese código")
    page.context.close()
