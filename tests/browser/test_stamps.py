"""The stamp of a paper on a phone: checked against the record, and in flight mode without it."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from contest_portal.awards.documents.agreement import AGREEMENT
from contest_portal.awards.documents.registry import KINDS
from contest_portal.documents.models import Document
from contest_portal.documents.press import stamp_of
from contest_portal.documents.rules.stamps import stamp_bytes, token_of
from contest_portal.kernel.clock import utc_now
from contest_portal.kernel.signing_key import SigningKey, make_key
from tests.browser.looking import faults_of_view
from tests.browser.serving import ServedPortal

pytestmark = pytest.mark.browser


def read_codes(demo: ServedPortal, key: SigningKey) -> tuple[str, str, str]:
    """Give what the codes of two agreements, and of a void paper, say behind the address of the portal."""
    with demo.database.reading() as session:
        agreements = session.scalars(
            select(Document).where(Document.kind == AGREEMENT.code).order_by(Document.id).limit(2)
        ).all()
        void = session.scalars(select(Document).where(Document.state == "void").order_by(Document.id)).first()
        assert void is not None
    first, second, third = (
        f"/verificar/{one.verification_code}#"
        + token_of(message := stamp_bytes(stamp_of(KINDS[one.kind], one)), key.sign(message))
        for one in (*agreements, void)
    )
    return first, second, third


def test_a_paper_is_checked_with_and_without_a_network(
    demo: ServedPortal, browser: Browser, tmp_path: Path
) -> None:
    file = tmp_path / "key.pem"
    read, other, void = read_codes(demo, make_key(file))
    demo.app.extensions["settings"] = replace(demo.app.extensions["settings"], stamp_key_file=file)
    altered = f"{read[:60]}{'B' if read[60] == 'A' else 'A'}{read[61:]}"
    mixed = f"{other.partition('#')[0]}#{read.partition('#')[2]}"
    context = browser.new_context(base_url=demo.url, viewport={"width": 360, "height": 740})
    page = context.new_page()

    def said(address: str) -> str | None:
        page.goto("about:blank")
        page.goto(address)
        answer = page.locator("[data-state]")
        expect(answer).to_be_visible()
        return answer.get_attribute("data-state")

    online = [said(address) for address in (read, void, altered, mixed)]
    expect(page.locator("h1")).to_have_text("No acepte este papel")
    keep(page)
    context.set_offline(True)
    offline = [said(address) for address in (read.partition("#")[0], altered, void, read)]

    assert online == ["matches", "void", "altered", "other"]
    assert offline == ["none", "altered", "voided", "listed"]
    expect(page.locator("[data-days]")).to_have_text("0")
    page.locator("#read").fill(altered)
    page.get_by_role("button", name="Comprobar el sello").click()
    expect(page.locator("h1")).to_have_text("No se pudo comprobar este papel")
    page.locator("#read").fill(read)
    page.get_by_role("button", name="Comprobar el sello").click()
    expect(page.locator("h1")).to_have_text("Comprobar un papel sin conexión")
    expect(page.locator("[data-fact=code]")).to_contain_text("CONVENIO N.° ")
    assert list(faults_of_view(page)) == []
    page.clock.set_fixed_time(utc_now() + timedelta(days=31))
    assert [said(void), said(read)] == ["voided", "alone"]
    expect(page.locator("[data-days]")).to_have_text("31")
    expect(page.locator("h1")).to_have_text("Comprobar un papel sin conexión")
    context.close()


def keep(page: Page) -> None:
    """Open the page that a phone keeps, and wait until it is kept."""
    page.goto("/verificar/sin-conexion")
    page.wait_for_selector("html[data-kept]")
