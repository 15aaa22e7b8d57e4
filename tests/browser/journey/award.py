"""Acts 6 and 7: the fund is shared out to the céntimo, two persons decide, and the documents are issued."""

import re
from dataclasses import dataclass

from playwright.sync_api import expect

from tests.browser.journey.cast import (
    BAKERS,
    BEEKEEPERS,
    BREEDERS,
    CONTEST_CODE,
    CONTEST_TITLE,
    JURORS,
    SECRETARY,
    STAFF,
    WEAVERS,
)
from tests.browser.journey.moves import (
    download,
    expect_words,
    follow,
    go,
    next_page,
    pages_of_pdf,
    press,
    rows_of_csv,
)
from tests.browser.journey.stage import Stage

AWARDED = "S/ 20,345.67"
AWARDED_IN_WORDS = "VEINTE MIL TRESCIENTOS CUARENTA Y CINCO CON 67/100 SOLES"
WEAVERS_IN_WORDS = "DOCE MIL TRESCIENTOS CUARENTA Y CINCO CON 67/100 SOLES"
_CODE = re.compile(r"[2-9A-Y]{4}-[2-9A-Y]{4}-[2-9A-Y]{4}")


@dataclass(frozen=True)
class Paper:
    """A document as it was downloaded: its number, its file, the text of each page."""

    number: str
    content: bytes
    pages: tuple[str, ...]

    @property
    def text(self) -> str:
        """Give the text of all pages."""
        return " ".join(self.pages)

    @property
    def verification_code(self) -> str:
        """Give the code printed at the foot; every page carries the same one."""
        (code,) = {found for page in self.pages for found in _CODE.findall(page)}
        return code


def secretary_proposes(stage: Stage) -> None:
    """Let the rule run over the order of merit."""
    page = stage.page_of(SECRETARY)
    go(page, f"/oficina/concursos/{stage.contest_id}/reparto")
    press(page, "Proponer el reparto")
    expect_words(page, "El reparto quedó propuesto.")


def secretary_cannot_approve(stage: Stage) -> None:
    """Look for the way to approve the own proposal: there is none, and the address is refused."""
    page = stage.page_of(SECRETARY)
    expect(page.get_by_role("link", name="Revisar y aprobar")).to_have_count(0)
    assert go(page, f"/oficina/concursos/{stage.contest_id}/reparto/aprobar") == 403


def staff_approve(stage: Stage) -> None:
    """Look at the figures and approve exactly those."""
    page = stage.page_of(STAFF)
    go(page, f"/oficina/concursos/{stage.contest_id}/reparto")
    every_centimo_has_a_place(stage)
    follow(page, "Revisar y aprobar")
    stage.examine(page)
    with next_page(page):
        page.get_by_role("button", name="Aprobar el reparto de").click()
    expect_words(page, "El reparto quedó aprobado y cerrado.", "Este reparto está cerrado y ya no cambia")


def every_centimo_has_a_place(stage: Stage) -> None:
    """Compare the page, and the table taken away from it, with what was worked out by hand."""
    page = stage.page_of(STAFF)
    taken = rows_of_csv(download(page, page.get_by_role("link", name="CSV")))
    columns = ("categoria", "puesto", "grupo", "puntaje", "solicitado", "adjudicado", "saldo_del_sobre")
    assert [tuple(row[column] for column in columns) for row in taken] == [
        ("IDEA", "1", BEEKEEPERS.name, "84.17", "8000.00", "8000.00", "2000.00"),
        ("IDEA", "", BAKERS.name, "69.83", "6000.00", "0.00", "2000.00"),
        ("MARCHA", "1", WEAVERS.name, "86.17", "12345.67", "12345.67", "7654.33"),
        ("MARCHA", "2", BREEDERS.name, "81.00", "9000.50", "0.00", "7654.33"),
    ]
    expect_words(
        page,
        "Puesto 2: solicitó S/ 9,000.50 y en el sobre solo quedan S/ 7,654.33; desde aquí, reserva.",
        "Obtuvo 69.83 puntos; el mínimo para aprobar es 70.00.",
        AWARDED,
    )


def staff_issue_the_documents(stage: Stage) -> None:
    """Issue acta, resolution and agreements, in their order; each is printed at once."""
    page = stage.page_of(STAFF)
    desk = f"/oficina/concursos/{stage.contest_id}/documentos"
    for link, button in (
        ("acta", "Emitir el acta"),
        ("resolucion", "Emitir la resolución"),
        ("convenios", "Emitir los convenios"),
    ):
        go(page, desk)
        with next_page(page):
            page.locator(f"main a[href$='/documentos/{link}']").click()
        stage.examine(page)
        press(page, button)
    expect(page.locator("main")).not_to_contain_text("Por imprimir")


def documents_wait_for_the_allocation(stage: Stage) -> None:
    """Look at the documents before the approval: the resolution cannot be issued."""
    page = stage.page_of(STAFF)
    answer = go(page, f"/oficina/concursos/{stage.contest_id}/documentos/resolucion")
    assert answer == 409


def staff_download(stage: Stage, number: str) -> Paper:
    """Download a document by its number."""
    page = stage.page_of(STAFF)
    go(page, f"/oficina/concursos/{stage.contest_id}/documentos")
    content = download(page, page.get_by_role("link", name=f"PDF {number}", exact=True))
    return Paper(number, content, pages_of_pdf(content))


def the_acta_says_what_happened(stage: Stage) -> Paper:
    """Read the acta: the panel with DNI, the recusal, every group with its total."""
    paper = staff_download(stage, "ACTA N.° 001-2026-UT-HUANCAVELICA")
    assert_in_order(paper)
    for juror in JURORS:
        assert juror.full_name in paper.text
        assert juror.dni in paper.text
    assert "Asesoro a este grupo." in paper.text
    for total in ("86.17", "81.00", "84.17", "69.83"):
        assert total in paper.text
    for standing in ("APROBADO", "NO APROBADO"):
        assert standing in paper.text
    return paper


def the_resolution_grants_the_fund(stage: Stage) -> Paper:
    """Read the resolution: the sum in figures and words, the winners with their members, the reserve list."""
    paper = staff_download(stage, "RESOLUCIÓN N.° 001-2026-UT-HUANCAVELICA")
    assert_in_order(paper)
    assert f"{AWARDED} ({AWARDED_IN_WORDS})" in paper.text
    for dni in (*WEAVERS.members, *BEEKEEPERS.members):
        assert dni in paper.text
    for dni in (*BREEDERS.members, *BAKERS.members):
        assert dni not in paper.text
    for part in ("S/ 7,407.41", "S/ 4,938.26", "S/ 4,800.00", "S/ 3,200.00", "S/ 9,654.33"):
        assert part in paper.text
    assert "lista de reserva" in paper.text
    assert BREEDERS.name in paper.text
    return paper


def the_agreement_binds_the_group(stage: Stage) -> Paper:
    """Read the weavers' agreement: the parties, the sum and its two parts in words, the two transfers."""
    papers = [staff_download(stage, f"CONVENIO N.° 00{n}-2026-UT-HUANCAVELICA") for n in (1, 2)]
    (paper,) = [paper for paper in papers if WEAVERS.name in paper.text]
    assert_in_order(paper)
    assert f"S/ 12,345.67 ({WEAVERS_IN_WORDS})" in paper.text
    assert "SIETE MIL CUATROCIENTOS SIETE CON 41/100 SOLES" in paper.text
    assert "CUATRO MIL NOVECIENTOS TREINTA Y OCHO CON 26/100 SOLES" in paper.text
    for person in ("Delia Ccanto Huarca", "Máxima Taipe Ore", "Eusebio Soto Ccora", "Irma Solís Quinto"):
        assert person in paper.text
    for dni in WEAVERS.members:
        assert dni in paper.text
    for transfer in ("S/ 8,641.97", "S/ 3,703.70"):
        assert transfer in paper.text
    return paper


def assert_in_order(paper: Paper) -> None:
    """Check what every paper owes its reader: its number on each page, page x of y, the contest, a code."""
    for number, page in enumerate(paper.pages, start=1):
        assert paper.number in page
        assert f"Página {number} de {len(paper.pages)}" in page
    assert paper.verification_code
    assert CONTEST_TITLE in paper.text
    assert CONTEST_CODE in paper.text.replace("\u2011", "-")
