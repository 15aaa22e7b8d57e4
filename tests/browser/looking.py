"""What a careful eye finds on an open page: faults of accessibility, and content wider than the window."""

from collections.abc import Iterator

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_AXE = Axe().axe_script
_VIOLATIONS = """() => axe.run({resultTypes: ["violations"]}).then(({violations}) => violations.map((found) => (
  {id: found.id, help: found.help, targets: found.nodes.slice(0, 5).map((node) => node.target.join(" "))})))"""
_OVERFLOWING = """() => [...document.querySelectorAll("body *")]
  .filter((element) => getComputedStyle(element).overflowX === "visible"
    && (element.getBoundingClientRect().right > innerWidth + 1 || element.scrollWidth > element.clientWidth + 1)
    && element.clientWidth > 0)
  .slice(-5).map((element) => `${element.tagName.toLowerCase()}.${element.className}`)"""


def faults_of_width(page: Page) -> Iterator[str]:
    """Look whether the page fits into the window as it is now."""
    width = page.evaluate("window.innerWidth")
    content = page.evaluate("document.documentElement.scrollWidth")
    if content > width:
        yield f"{width} px: {content - width} px too wide: {', '.join(page.evaluate(_OVERFLOWING))}"


def faults_of_view(page: Page) -> Iterator[str]:
    """Look at the page as it is now, in the window as wide as it is now: its width, and all that axe knows."""
    yield from faults_of_width(page)
    width = page.evaluate("window.innerWidth")
    if not page.evaluate("'axe' in window"):
        page.evaluate(_AXE)
    for violation in page.evaluate(_VIOLATIONS):
        yield f"{width} px: {violation['id']} ({violation['help']}): {'; '.join(violation['targets'])}"
