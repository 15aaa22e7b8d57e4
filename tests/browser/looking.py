"""What a careful eye finds on an open page: faults of accessibility, and content wider than the window."""

from collections.abc import Iterator

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

_AXE = Axe().axe_script
_VIOLATIONS = """(looks) => {
  const UNSEEN = "rgba(0, 0, 0, 0),none,1,none,static,auto";
  const grounds = new Map([[null, ""]]);
  function ground(element) {  // what lies under a text: its own box, and what that stands in
    if (!grounds.has(element)) {
      const {backgroundColor, backgroundImage, opacity, filter, position, zIndex} = getComputedStyle(element);
      const own = [backgroundColor, backgroundImage, opacity, filter, position, zIndex].join();
      const below = ground(element.parentElement);
      grounds.set(element, own === UNSEEN ? below : `${below} ${own}`);
    }
    return grounds.get(element);
  }
  function colours(element) {
    const {color, fontSize, fontWeight, textShadow} = getComputedStyle(element);
    const {width, height} = element.getBoundingClientRect();
    const seen = element.checkVisibility({visibilityProperty: true}) && width > 1 && height > 1;
    return [color, fontSize, fontWeight, textShadow, seen, element.matches(":disabled"), ground(element)].join();
  }
  const known = new Set(looks.split("\\n")), fresh = new Map();
  for (const element of document.querySelectorAll("body, body *")) {
    const speaks = element.matches("input, select, textarea")
      || [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    const look = speaks && colours(element);
    if (look && !known.has(look) && !fresh.has(look)) fresh.set(look, element);
  }
  const asked = {resultTypes: ["violations"], preload: false};
  const contrast = {...asked, runOnly: {type: "rule", values: ["color-contrast"]}};
  const rest = {...asked, rules: {"color-contrast": {enabled: false}}};
  return axe.run(rest)
    .then((found) => fresh.size
      ? axe.run({include: [...fresh.values()]}, contrast).then((more) => [...found.violations, ...more.violations])
      : found.violations)
    .then((violations) => [[...fresh.keys()].join("\\n"), violations.map((found) => (
      {id: found.id, help: found.help, targets: found.nodes.slice(0, 5).map((node) => node.target.join(" "))}))]);
}"""
_LEGIBLE: set[str] = set()
"""Colours on their grounds that were found to be legible: axe takes four fifths of its time to find that."""
_TOO_WIDE = """() => document.documentElement.scrollWidth > innerWidth
  ? [innerWidth, document.documentElement.scrollWidth - innerWidth, [...document.querySelectorAll("body *")]
      .filter((element) => getComputedStyle(element).overflowX === "visible"
        && (element.getBoundingClientRect().right > innerWidth + 1 || element.scrollWidth > element.clientWidth + 1)
        && element.clientWidth > 0)
      .slice(-5).map((element) => `${element.tagName.toLowerCase()}.${element.className}`)]
  : null"""


def bring_axe(context: BrowserContext) -> None:
    """Let each page of a context come with axe: the renderer compiles it for the first one, and keeps that."""
    context.add_init_script(_AXE)


def faults_of_width(page: Page) -> Iterator[str]:
    """Look whether the page fits into the window as it is now."""
    if found := page.evaluate(_TOO_WIDE):
        width, excess, elements = found
        yield f"{width} px: {excess} px too wide: {', '.join(elements)}"


def faults_of_view(page: Page) -> Iterator[str]:
    """Look at the page as it is now, in the window as wide as it is now: its width, and all that axe knows.

    A colour on its ground is looked at where it is met first.
    """
    yield from faults_of_width(page)
    if not page.evaluate("'axe' in window"):
        page.evaluate(_AXE)
    # one string: a list is wrapped and checked string by string, on either side of the driver
    looks, violations = page.evaluate(_VIOLATIONS, "\n".join(_LEGIBLE))
    for violation in violations:
        width, where = page.evaluate("innerWidth"), "; ".join(violation["targets"])
        yield f"{width} px: {violation['id']} ({violation['help']}): {where}"
    if not violations:
        _LEGIBLE.update(looks.splitlines())
