"""The verifier of the result's page, run over many bundles in one page of a browser, with no server and no network."""

import shutil
from collections.abc import Sequence

from playwright.sync_api import Route, sync_playwright

from contest_portal.config import ROOT

PAGE = "https://verifier.invalid/"
JUDGE = """async (texts) => {
  const { read } = await import("/js/verifier/reading.js");
  const { verify } = await import("/js/verifier/steps.js");
  const states = (text) => verify(read(text)).map(({ number, state }) => [number, state]);
  return texts.map((text) => { try { return Object.fromEntries(states(text)); } catch { return null; } });
}"""
BATCH = 50


def judged_by_page(texts: Sequence[str]) -> list[dict[str, str] | None]:
    """Give the state of each step of each bundle: passed, failed or open; None for a file that cannot be used."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page()
        page.route("**/*", _answer)
        page.goto(PAGE)
        batches = (list(texts[at : at + BATCH]) for at in range(0, len(texts), BATCH))
        found = [one for batch in batches for one in page.evaluate(JUDGE, batch)]
        browser.close()
    return found


def _answer(route: Route) -> None:
    """Answer with the file of `static`, and to the page itself with an empty one."""
    path = ROOT / "static" / route.request.url.removeprefix(PAGE)
    if path.suffix == ".js":
        route.fulfill(path=path, content_type="text/javascript")
    else:
        route.fulfill(body="<!doctype html><title>.</title>", content_type="text/html")
