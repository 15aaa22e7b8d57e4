"""The scripts beside a profile's fields: how far a list is from its goal, the split of an amount, what is asked."""

from collections.abc import Iterator

import pytest
from flask import render_template_string
from playwright.sync_api import Browser, Page

from contest_portal.kernel.money import Money
from contest_portal.web.applicant.section_totals import Goal
from tests.web.shared.example_forms import BUDGET_COLUMNS, ExampleForm
from tests.web.shared.tiny_portal import make_tiny_portal, serving

PAGE = """{% extends "layout/signed_in.html" %}
{% from "components/row_table.html" import row_table %}
{% block heading %}Prueba{% endblock %}
{% block content %}
  {{ row_table(form.goods, 'Bienes', columns, 'Agregar', line_total=True, goal=(goal, '')) }}
  <div data-component="split" data-percent="40"><label for="asked">Monto</label><input id="asked">
    <output data-split="goods"></output><output data-split="assistance"></output></div>
  <form data-component="conditions">
    <div data-question><label for="water">Agua</label><select id="water" name="water">
      <option value=""></option><option value="yes">Sí</option></select></div>
    <div data-question data-shown-if="water" data-shown-value="yes" id="first"><p data-when>Solo si</p>
      <input type="checkbox" id="well" name="well" value="y"><label for="well">Pozo</label></div>
    <div data-question data-shown-if="well" data-shown-value="y" id="second">
      <label for="depth">Hondo</label><input id="depth" name="depth"></div>
  </form>
{% endblock %}"""
GOAL = Goal(Money.soles(100), "Falta", "Sobra", "Cuadra")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    app = make_tiny_portal()
    app.add_url_rule(
        "/page",
        "page",
        lambda: render_template_string(PAGE, form=ExampleForm(), columns=BUDGET_COLUMNS, goal=GOAL),
    )
    with serving(app) as origin:
        yield f"{origin}/page"


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    complaints: list[str] = []
    page = browser.new_page()
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.goto(address)
    page.wait_for_load_state("networkidle")
    yield page
    page.close()
    assert complaints == []


@pytest.mark.parametrize(
    ("total", "goal", "expected"),
    [
        (Money.soles(90), GOAL, "Falta S/\u00a010.00"),
        (Money.soles(100), GOAL, "Cuadra"),
        (Money(10_001), GOAL, "Sobra S/\u00a00.01"),
        (Money(10_001), Goal(Money.soles(100), "Falta", "", "Alcanza"), "Alcanza"),
    ],
)
def test_a_sum_is_compared_with_its_goal(total: Money, goal: Goal, expected: str) -> None:
    assert goal.words(total) == expected


@pytest.mark.browser
def test_the_scripts_count_and_ask_as_the_server_does(page: Page) -> None:
    goal = page.locator("[data-goal]")
    seen = []
    for cost in ("90", "100", "100.01"):
        page.fill("#goods-0-quantity", "1")
        page.fill("#goods-0-cost", cost)
        seen.append(goal.inner_text())
    page.fill("#asked", "7,536.93")
    parts = page.locator("[data-split]").all_inner_texts()
    page.fill("#asked", "mucho")

    assert seen == ["Falta S/ 10.00", "Cuadra", "Sobra S/ 0.01"]
    assert (parts, page.locator("[data-split]").all_inner_texts()) == (
        ["S/ 4,522.16", "S/ 3,014.77"],
        ["—", "—"],
    )

    def shown() -> tuple[bool, bool]:
        return page.is_visible("#first"), page.is_visible("#second")

    states = [shown()]
    page.select_option("#water", "yes")
    states.append(shown())
    page.check("#well")
    states.append(shown())
    page.select_option("#water", "")
    states.append(shown())
    assert states == [(False, False), (True, False), (True, True), (False, False)]
    assert page.locator("[data-when]").count() == 0
