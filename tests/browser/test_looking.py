"""The eye that looks at every page sees faults where there are some: a look that finds nothing must mean something."""

import pytest
from playwright.sync_api import Page

from tests.browser.looking import faults_of_view

pytestmark = pytest.mark.browser

GOOD = "<!doctype html><html lang=es><title>T</title><main><h1>Título</h1>{}</main></html>"


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("<p>Bien.</p>", ""),
        ("<img src='data:,'>", "image-alt"),
        ("<input>", "label"),
        ("<p style='color:#bbb;background:#fff'>Pálido.</p>", "color-contrast"),
        ("<p style='width:2000px'>Ancho.</p>", "px too wide"),
    ],
    ids=["sound", "picture without words", "field without label", "pale text", "too wide"],
)
def test_a_fault_is_seen(page: Page, content: str, fault: str) -> None:
    page.set_content(GOOD.format(content))

    found = " ".join(faults_of_view(page))

    assert (fault in found) if fault else found == ""


def test_pale_text_is_seen_again_and_beside_legible_text(page: Page) -> None:
    pale = "<p>Bien.</p><div style='background:#555'><p>Bien.</p></div>"
    page.set_content(GOOD.format("<p>Bien.</p>"))
    legible = list(faults_of_view(page))

    page.set_content(GOOD.format(pale))
    found = [" ".join(faults_of_view(page)).count("color-contrast") for _ in range(2)]

    assert (legible, found) == ([], [1, 1])
