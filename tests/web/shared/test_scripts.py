"""Scripts in a real browser: what they add, and that the strict policy lets them work."""

from collections.abc import Iterator

import pytest
from flask import Flask, render_template_string, request
from playwright.sync_api import Browser, BrowserContext, Page

from tests.web.shared.example_forms import BUDGET_COLUMNS, ExampleForm
from tests.web.shared.tiny_portal import make_tiny_portal, serving

pytestmark = pytest.mark.browser

FORM = """{% extends "layout/signed_in.html" %}
{% from "components/forms.html" import field, csrf, submit, action_button, error_summary %}
{% from "components/row_table.html" import row_table %}
{% block heading %}Prueba{% endblock %}
{% block content %}
  {{ error_summary(form) }}
  <form method="post" action="/save" novalidate data-component="unsaved-changes busy-submit">
    {{ csrf(form) }}{{ field(form.name) }}
    {{ row_table(form.goods, 'Bienes', columns, 'Agregar bien', line_total=True) }}
    {{ submit('Guardar') }}
  </form>
  {{ action_button('/save', 'Retirar', csrf_token(), confirm='No vuelve a entrar.', tone='danger') }}
{% endblock %}"""


def _portal(received: list[dict[str, str]]) -> Flask:
    app = make_tiny_portal()

    def form() -> str:
        example = ExampleForm()
        if "wrong" in request.args:
            example.name.errors = ["Escriba el nombre."]
        return render_template_string(FORM, form=example, columns=BUDGET_COLUMNS)

    def save() -> tuple[str, int]:
        received.append({name: value for name, value in request.form.items() if name != "csrf_token"})
        return "", 204  # the page stays, as it does for a download

    app.add_url_rule("/form", "form", form)
    app.add_url_rule("/save", "save", save, methods=["POST"])
    return app


@pytest.fixture(scope="module")
def received() -> list[dict[str, str]]:
    """What the server was sent."""
    return []


@pytest.fixture(scope="module")
def address(received: list[dict[str, str]]) -> Iterator[str]:
    with serving(_portal(received)) as origin:
        yield f"{origin}/form"


@pytest.fixture(scope="module")
def window(browser: Browser) -> Iterator[BrowserContext]:
    """A window in which each test opens a page of its own: making one takes longer than opening the page."""
    with browser.new_context(viewport={"width": 1280, "height": 900}) as window:
        yield window


@pytest.fixture
def form_page(window: BrowserContext, address: str, received: list[dict[str, str]]) -> Iterator[Page]:
    """The form, open, its scripts at work; any complaint of the browser fails the test."""
    received.clear()
    complaints: list[str] = []
    page = window.new_page()
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    yield page
    page.close()
    assert complaints == []


def test_subtotals_and_total_are_exact(form_page: Page) -> None:
    form_page.fill("#goods-0-quantity", "3")
    form_page.fill("#goods-0-cost", "1,234.10")
    form_page.fill("#goods-1-quantity", "2.5")
    form_page.fill("#goods-1-cost", "S/ 0.10")

    shown = form_page.locator("output").all_inner_texts()

    assert shown == ["S/ 3,702.30", "S/ 0.25", "S/ 3,702.55"]


@pytest.mark.parametrize(
    ("quantity", "cost", "expected"),
    [
        ("1", "1,50", "—"),
        ("x", "2", "—"),
        ("", "", "—"),
        ("-1", "2", "—"),
        ("1", "0.1", "S/ 0.10"),
        ("0.25", "0.10", "S/ 0.03"),
        ("0.24", "0.10", "S/ 0.02"),
        ("0.005", "1", "—"),
        ("1", "12,345,678,901,234,567.89", "S/ 12,345,678,901,234,567.89"),
    ],
)
def test_subtotal_of_one_row(form_page: Page, quantity: str, cost: str, expected: str) -> None:
    form_page.fill("#goods-0-quantity", quantity)
    form_page.fill("#goods-0-cost", cost)

    assert form_page.locator('[data-total="line"]').first.inner_text() == expected


def test_added_row_is_empty_numbered_and_focused(form_page: Page) -> None:
    form_page.fill("#goods-1-item", "Jaula")

    form_page.get_by_role("button", name="Agregar bien").click()

    assert form_page.locator("[data-row]").count() == 3
    assert form_page.input_value("#goods-2-item") == ""
    assert form_page.get_attribute("#goods-2-item", "name") == "goods-2-item"
    assert form_page.locator("label[for='goods-2-item']").count() == 1
    assert form_page.evaluate("document.activeElement.id") == "goods-2-item"


def test_number_of_a_removed_row_is_not_used_again(form_page: Page) -> None:
    form_page.get_by_role("button", name="Quitar fila").first.click()
    form_page.get_by_role("button", name="Agregar bien").click()

    rows = [row.get_attribute("id") for row in form_page.locator("[data-row] input[id$='-item']").all()]

    assert rows == ["goods-1-item", "goods-2-item"]


def test_last_row_is_emptied_and_stays(form_page: Page) -> None:
    form_page.get_by_role("button", name="Quitar fila").first.click()
    form_page.fill("#goods-1-item", "Jaula")

    form_page.get_by_role("button", name="Quitar fila").click()

    assert (form_page.locator("[data-row]").count(), form_page.input_value("#goods-1-item")) == (1, "")


def test_removing_a_row_takes_it_out_of_the_total(form_page: Page) -> None:
    for number in (0, 1):
        form_page.fill(f"#goods-{number}-quantity", "1")
        form_page.fill(f"#goods-{number}-cost", "10")

    form_page.get_by_role("button", name="Quitar fila").first.click()

    assert form_page.locator('[data-total="sum"]').inner_text() == "S/ 10.00"


def test_form_is_sent_once_however_often_it_is_pressed(
    form_page: Page, received: list[dict[str, str]]
) -> None:
    form_page.fill("#name", "Qori")

    with form_page.expect_response("**/save"):
        form_page.evaluate(
            "for (const _ of [1, 2, 3]) document.querySelector('main .button-primary').click()"
        )
    form_page.wait_for_timeout(300)

    assert [sent["name"] for sent in received] == ["Qori"]


def test_question_is_asked_and_no_changes_nothing(form_page: Page, received: list[dict[str, str]]) -> None:
    form_page.get_by_role("button", name="Retirar").click()
    dialog = form_page.get_by_role("dialog", name="Retirar")
    focused = form_page.evaluate("document.activeElement.textContent")

    dialog.get_by_role("button", name="No, volver").click()
    form_page.wait_for_timeout(200)

    assert (focused, received) == ("No, volver", [])


def test_accepted_question_is_sent_once_and_no_more_asked(
    form_page: Page, received: list[dict[str, str]]
) -> None:
    form_page.get_by_role("button", name="Retirar").click()

    with form_page.expect_response("**/save"):
        form_page.get_by_role("dialog").get_by_role("button", name="Retirar").click()

    assert received == [{}]


def test_escape_closes_the_question(form_page: Page, received: list[dict[str, str]]) -> None:
    form_page.get_by_role("button", name="Retirar").click()

    form_page.keyboard.press("Escape")
    form_page.wait_for_timeout(200)

    assert (form_page.locator("dialog[open]").count(), received) == (0, [])


@pytest.mark.parametrize(("typed", "asked"), [("Qori", True), (None, False)])
def test_leaving_asks_only_after_a_change(form_page: Page, typed: str | None, *, asked: bool) -> None:
    questions: list[str] = []

    def answer(dialog: object) -> None:
        questions.append(dialog.type)  # type: ignore[attr-defined]
        dialog.accept()  # type: ignore[attr-defined]

    form_page.on("dialog", answer)
    if typed:
        form_page.click("#name")
        form_page.keyboard.type(typed)

    form_page.reload()

    assert questions == (["beforeunload"] if asked else [])


def test_reader_is_taken_to_the_list_of_errors(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}?wrong=1")
    page.wait_for_load_state("networkidle")

    role = page.evaluate("document.activeElement.getAttribute('role')")
    page.close()

    assert role == "alert"


def test_page_works_without_scripts(browser: Browser, address: str, received: list[dict[str, str]]) -> None:
    received.clear()
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    page.fill("#name", "Qori")
    page.fill("#goods-0-item", "Jaula")

    with page.expect_response("**/save"):
        page.get_by_role("button", name="Guardar").click()
    context.close()

    assert [(sent["name"], sent["goods-0-item"]) for sent in received] == [("Qori", "Jaula")]


@pytest.mark.parametrize("width", [360, 1280])
def test_page_never_scrolls_sideways(browser: Browser, address: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(address)
    page.wait_for_load_state("networkidle")

    beyond = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    page.close()

    assert beyond <= 0
