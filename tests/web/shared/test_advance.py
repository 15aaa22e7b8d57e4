"""A form that goes on by itself: pressed by a script until there is nothing left, left alone when a person steps in."""

import threading
from collections.abc import Iterator

import pytest
from flask import Flask, redirect, render_template_string
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server
from werkzeug.wrappers import Response

from tests.factories.sources import Silent
from tests.web.shared.tiny_portal import make_tiny_portal

pytestmark = pytest.mark.browser
STEPS = 3

PAGE = """{% extends "layout/signed_in.html" %}
{% block heading %}Paso {{ done }}{% endblock %}
{% block content %}
  {% if done < steps %}
    <form method="post" action="/on" data-component="busy-submit advance">
      <input type="hidden" name="csrf_token" value="{{ csrf_token() }}"><button type="submit">Continuar</button>
    </form>
    <a href="/page">Otra cosa</a>
  {% endif %}
{% endblock %}"""


def _portal(done: list[int]) -> Flask:
    app = make_tiny_portal()

    def page() -> str:
        return render_template_string(PAGE, done=len(done), steps=STEPS)

    def on() -> Response:
        done.append(1)
        return redirect("/page", 303)

    app.add_url_rule("/page", "page", page)
    app.add_url_rule("/on", "on", on, methods=["POST"])
    return app


@pytest.fixture
def done() -> list[int]:
    """One entry for each step taken."""
    return []


@pytest.fixture
def address(done: list[int]) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, _portal(done), threaded=True, request_handler=Silent)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/page"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


def test_it_goes_on_to_the_end_and_stops_there(page: Page, address: str, done: list[int]) -> None:
    page.goto(address)

    expect(page.get_by_role("heading", level=1)).to_have_text(f"Paso {STEPS}", timeout=60_000)
    expect(page.get_by_role("button", name="Continuar")).to_have_count(0)
    assert len(done) == STEPS


def test_a_person_who_turns_to_something_else_stops_it(page: Page, address: str, done: list[int]) -> None:
    page.clock.install()
    page.clock.pause_at("2030-01-01")
    page.goto(address)
    page.get_by_role("link", name="Otra cosa").focus()

    page.clock.run_for(60_000)
    page.wait_for_load_state("networkidle")

    assert len(done) == 0
    expect(page.get_by_role("button", name="Continuar")).to_be_visible()


def test_without_a_script_the_button_does_it(browser: Browser, address: str, done: list[int]) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    for _ in range(STEPS):
        page.get_by_role("button", name="Continuar").click()

    expect(page.get_by_role("heading", level=1)).to_have_text(f"Paso {STEPS}")
    context.close()
    assert len(done) == STEPS
