"""What a juror's telephone tells a thief who reads its disk: sheets that wait, and nothing of any person."""

from pathlib import Path

import pytest
from playwright.sync_api import BrowserType, Page, expect
from sqlalchemy import select, text, update

from contest_portal.accounts.models import User
from contest_portal.applications.models import ApplicationMember
from tests.architecture.canaries import PLANT
from tests.browser.dumps import found_on_disk, kept_in_browser
from tests.browser.hall import VIEW, Hall, box, line, served_hall

pytestmark = pytest.mark.browser

OPINION = "Tlaltecuintli, los costos no cuadran"
MEMBER, JUROR = "Xolotlcanario", "Huitzilincanario"
PERSONS = (MEMBER, "Zyanya", JUROR, "kullecanario", "1971-08-23", "Representante de Grupo")


def plant(hall: Hall) -> list[str]:
    """Give persons that nobody could meet elsewhere to the groups, and such a name to the juror; give their DNI."""
    with hall.portal.database.transaction() as session:
        for statement in PLANT:
            session.execute(text(statement))
        session.execute(update(User).where(User.id == hall.users[0]).values(full_name=f"Huehue {JUROR}"))
        return list(session.scalars(select(ApplicationMember.dni)))


def score_without_a_network(page: Page) -> None:
    """Keep a mark and an opinion on the telephone, and show them as QR pictures."""
    page.context.set_offline(True)
    page.get_by_role("link", name="Evaluación de campo").first.click()
    box(page, "Compromiso de las familias").fill("7")
    page.locator("textarea").last.fill(OPINION)
    page.locator("textarea").last.blur()
    expect(line(page)).to_contain_text("Faltan por enviar")
    page.get_by_role("button", name="Mostrar en códigos QR").click()
    page.get_by_role("dialog").get_by_role("button", name="Cerrar").click()
    page.context.set_offline(False)


def test_a_jurors_phone_names_no_person_and_signed_out_no_sheet(
    tmp_path: Path,
    sqlite_migrated: str,
    browser_type: BrowserType,
    browser_type_launch_args: dict[str, object],
) -> None:
    disk = tmp_path / "phone"
    with served_hall(tmp_path / "portal", sqlite_migrated, groups=1, jurors=1) as hall:
        words = [OPINION, *PERSONS, *plant(hall)]
        context = browser_type.launch_persistent_context(
            disk, base_url=hall.portal.url, viewport=VIEW, **browser_type_launch_args
        )
        page = hall.open(context, 0)
        page.goto(f"/jurado/concursos/{hall.contest_id}/intereses")
        shown = MEMBER in page.content(), JUROR in page.content()
        page.goto(hall.address)
        score_without_a_network(page)
        told = kept_in_browser(page)
        while_scoring = found_on_disk(disk, words)
        page.locator("[data-send]").click()
        expect(line(page)).to_have_text("Todo enviado.")

        page.locator("summary.account-summary").click()
        page.get_by_role("button", name="Cerrar sesión").click()
        page.wait_for_url(hall.portal.url + "/")
        told_after = kept_in_browser(page)
        context.close()

    assert (shown, len(words) > len(PERSONS) + 1) == ((True, True), True)
    assert {word for word in words if word in told} == set(while_scoring) == {OPINION}
    assert ("phone-scoring" in told, "data-keys" in told) == (True, False)  # the page is kept, without a key
    assert {word for word in (*words, "data-keys") if word in told_after} == set()
    assert found_on_disk(disk, words) == {}
