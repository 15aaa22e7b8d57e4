"""The screen of the hall brings its content anew by itself; what is the same is left alone."""

from collections.abc import Iterator

import pytest
from flask import Flask, render_template_string
from playwright.sync_api import Browser, expect

from contest_portal.kernel.clock import utc_now
from tests.web.shared.tiny_portal import make_tiny_portal, serving

pytestmark = pytest.mark.browser

PAGE = """{% extends "layout/screen.html" %}{% block heading %}Sala{% endblock %}
{% block content %}<p id="said">{{ said[0] }}</p>{% endblock %}"""
HOSTILE = "<img src=x onerror=alert(1)>"
EVERY_MS = 4000


@pytest.fixture(scope="module")
def said() -> list[str]:
    """What the page says now, and how often it was asked."""
    return ["Exponen los cuyes"]


@pytest.fixture(scope="module")
def address(said: list[str]) -> Iterator[str]:
    app: Flask = make_tiny_portal()
    app.add_url_rule("/", "screen", lambda: render_template_string(PAGE, said=said, now=utc_now()))
    with serving(app) as origin:
        yield f"{origin}/"


def test_what_changed_is_shown_as_text_and_what_did_not_stays(
    browser: Browser, address: str, said: list[str]
) -> None:
    with browser.new_context() as window, window.new_page() as page:
        page.clock.install()
        page.goto(address)
        page.wait_for_load_state("networkidle")
        page.evaluate("document.querySelector('#said').dataset.first = 'yes'")

        with page.expect_response(address):
            page.clock.run_for(EVERY_MS)
        page.wait_for_load_state("networkidle")
        kept = page.locator("#said[data-first]").count()
        said[0] = HOSTILE
        with page.expect_response(address):
            page.clock.run_for(EVERY_MS)

        expect(page.locator("#said")).to_have_text(HOSTILE)
        assert (kept, page.locator("#said[data-first]").count(), page.locator("img").count()) == (1, 0, 0)
