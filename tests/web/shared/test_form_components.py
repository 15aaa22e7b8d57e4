"""Form macros: each field has its label, its hint and its error, tied together for a screen reader."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask, render_template_string

from contest_portal.kernel.problems import Problem
from tests.web.shared.example_forms import BUDGET_COLUMNS, ExampleForm
from tests.web.shared.pieces import all_words, one, read, words
from tests.web.shared.tiny_portal import thing

IMPORTS = """{% from "components/forms.html" import field, money_field, mark_field %}
{% from "components/forms.html" import error_summary, csrf, submit, action_button %}
{% from "components/row_table.html" import row_table %}"""
Print = Callable[..., Any]


@pytest.fixture
def printed(tiny_portal: Flask) -> Print:
    """Print a template with the example form as `form`; `errors` are put on its fields first."""

    def render(template: str, errors: dict[str, str] | None = None, **values: object) -> Any:
        with tiny_portal.test_request_context("/"):
            form = ExampleForm()
            for name, text in (errors or {}).items():
                form[name].errors = [text]
            return read(
                render_template_string(IMPORTS + template, form=form, columns=BUDGET_COLUMNS, **values)
            )

    return render


@pytest.mark.parametrize(
    ("name", "tag", "kind"),
    [
        ("name", "input", "text"),
        ("situation", "textarea", None),
        ("line", "select", None),
        ("proof", "input", "file"),
        ("day", "input", "date"),
        ("closes_at", "input", "datetime-local"),
        ("secret", "input", "password"),
        ("agreed", "input", "checkbox"),
    ],
)
def test_field_prints_its_control_with_its_label(
    printed: Print, name: str, tag: str, kind: str | None
) -> None:
    tree = printed("{{ field(form[name]) }}", name=name)

    control = one(tree, f"{tag}[@id='{name}']")
    assert control.get("type") == kind
    assert one(tree, f"label[@for='{name}']").text is not None
    assert control.get("aria-invalid") is None


@pytest.mark.parametrize("name", ["name", "situation", "line", "proof", "secret", "agreed"])
def test_field_with_an_error_says_so_beside_the_control(printed: Print, name: str) -> None:
    tree = printed("{{ field(form[name], hint='Una pista.') }}", {name: "Falta esto."}, name=name)

    control = one(tree, f"*[@id='{name}']")
    assert (control.get("aria-invalid"), control.get("aria-describedby")) == (
        "true",
        f"{name}-hint {name}-error",
    )
    assert words(one(tree, f"*[@id='{name}-error']")) == "Error: Falta esto."
    assert words(one(tree, f"*[@id='{name}-hint']")) == "Una pista."


def test_hint_comes_from_the_form_when_the_page_gives_none(printed: Print) -> None:
    tree = printed("{{ field(form.name) }}")

    assert words(one(tree, "*[@id='name-hint']")) == "Como figura en el acta."
    assert one(tree, "input").get("aria-describedby") == "name-hint"


def test_field_passes_what_phones_need(printed: Print) -> None:
    control = one(printed("{{ field(form.name, autocomplete='name', inputmode='numeric') }}"), "input")

    assert (control.get("autocomplete"), control.get("inputmode")) == ("name", "numeric")


def test_optional_field_says_so_in_its_label(printed: Print) -> None:
    assert all_words(printed("{{ field(form.situation, optional=True) }}"), "label") == [
        "Situación (opcional)"
    ]


@pytest.mark.parametrize(
    ("name", "kind", "choices"), [("kind", "radio", ["Idea", "En marcha"]), ("needs", "checkbox", ["Costos"])]
)
def test_group_is_a_fieldset_with_a_legend(printed: Print, name: str, kind: str, choices: list[str]) -> None:
    tree = printed("{{ field(form[name], hint='Elija.') }}", {name: "Falta elegir."}, name=name)

    group = one(tree, "fieldset")
    assert (group.get("id"), group.get("aria-describedby")) == (name, f"{name}-hint {name}-error")
    assert all_words(tree, "label") == choices
    assert {control.get("type") for control in tree.findall(".//input")} == {kind}
    assert {label.get("for") for label in tree.findall(".//label")} == {
        c.get("id") for c in tree.findall(".//input")
    }


def test_money_field_shows_the_sol_sign_and_asks_for_the_number_keyboard(printed: Print) -> None:
    tree = printed("{{ money_field(form.amount, hint='Hasta S/ 12,000.00.') }}")

    assert all_words(tree, "span") == ["S/"]
    assert one(tree, "input").get("inputmode") == "decimal"


def test_mark_field_shows_its_maximum(printed: Print) -> None:
    assert all_words(printed("{{ mark_field(form.mark, 20) }}"), "span") == ["de 20"]


def test_mark_field_without_maximum_shows_none(printed: Print) -> None:
    assert all_words(printed("{{ mark_field(form.mark) }}"), "span") == []


def test_summary_is_absent_without_errors(printed: Print) -> None:
    assert all_words(printed("{{ error_summary(form) }}"), "div") == []


def test_summary_links_to_each_field_in_the_order_of_the_form(printed: Print) -> None:
    tree = printed("{{ error_summary(form) }}", {"kind": "Elija una.", "name": "Escriba el nombre."})

    assert one(tree, "div[@role='alert']").get("tabindex") == "-1"
    assert [(a.get("href"), words(a)) for a in tree.findall(".//a")] == [
        ("#name", "Escriba el nombre."),
        ("#kind", "Elija una."),
    ]


def test_summary_reaches_into_rows(printed: Print) -> None:
    tree = printed("{% if not form.goods.validate(form) %}{{ error_summary(form) }}{% endif %}")

    assert [(a.get("href"), words(a)) for a in tree.findall(".//a")] == [
        ("#goods-0-item", "Escriba qué van a comprar."),
        ("#goods-1-item", "Escriba qué van a comprar."),
    ]


def test_summary_shows_an_error_of_the_whole_list(printed: Print) -> None:
    tree = printed("{{ error_summary(form) }}", {"goods": "Agregue un bien."})

    assert [(a.get("href"), words(a)) for a in tree.findall(".//a")] == [("#goods", "Agregue un bien.")]


def test_summary_does_not_link_to_a_hidden_field(printed: Print) -> None:
    tree = printed("{{ error_summary(form) }}", {"csrf_token": "La página venció; cárguela otra vez."})

    assert (all_words(tree, "li"), tree.findall(".//a")) == (["La página venció; cárguela otra vez."], [])


def test_summary_shows_problems_of_rules_linked_when_the_form_has_the_field(printed: Print) -> None:
    problems = (
        Problem("members.too_few", "members", "Agregue %(count)s integrantes.", {"count": "3"}),
        thing(field="name", text="Ese nombre ya existe."),
        thing(field=None, text="El plazo terminó."),
    )

    tree = printed("{{ error_summary(form, problems) }}", problems=problems)

    assert all_words(tree, "li") == ["Agregue 3 integrantes.", "Ese nombre ya existe.", "El plazo terminó."]
    assert [(a.get("href"), words(a)) for a in tree.findall(".//a")] == [("#name", "Ese nombre ya existe.")]


def test_token_is_printed_without_an_id_so_that_two_forms_fit_in_a_page(printed: Print) -> None:
    tree = printed("{{ csrf(form) }}{{ csrf(form) }}")

    assert [(i.get("name"), i.get("id")) for i in tree.findall(".//input")] == [("csrf_token", None)] * 2


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{{ submit('Guardar') }}", ("submit", "button button-primary", None, None)),
        ("{{ submit('Borrar', 'danger') }}", ("submit", "button button-danger", None, None)),
        ("{{ submit('Enviar', name='step', value='2') }}", ("submit", "button button-primary", "step", "2")),
    ],
)
def test_submit_is_a_button(printed: Print, template: str, expected: tuple[str | None, ...]) -> None:
    button = one(printed(template), "button")

    assert tuple(button.get(name) for name in ("type", "class", "name", "value")) == expected


def test_action_button_is_a_post_form_with_token_and_values(printed: Print) -> None:
    tree = printed("{{ action_button('/send', 'Enviar', 'abc', values={'version': 3}) }}")

    form = one(tree, "form")
    assert (form.get("method"), form.get("action"), form.get("data-component")) == (
        "post",
        "/send",
        "busy-submit",
    )
    assert [(i.get("name"), i.get("value")) for i in tree.findall(".//input")] == [
        ("csrf_token", "abc"),
        ("version", "3"),
    ]


def test_action_button_with_a_question_gives_the_dialog_all_its_words(printed: Print) -> None:
    form = one(
        printed("{{ action_button('/x', 'Retirar', 'abc', confirm='¿Seguro?', tone='danger') }}"), "form"
    )
    (question,) = (i.get("value") for i in form.findall(".//input") if i.get("name") == "question")

    assert form.get("data-component") == "confirm-submit busy-submit"
    assert json.loads(question or "") == {
        "title": "Retirar",
        "text": "¿Seguro?",
        "accept": "Retirar",
        "cancel": "No, volver",
        "tone": "danger",
    }


def test_row_table_labels_every_cell_and_carries_hidden_values(printed: Print) -> None:
    tree = printed("{{ row_table(form.goods, 'Bienes', columns, 'Agregar bien') }}")

    labelled = {label.get("for") for label in tree.findall(".//label")}
    shown = {i.get("id") for i in tree.findall(".//tbody//*[@name]") if i.get("type") != "hidden"}
    assert labelled == shown
    assert [i.get("name") for i in tree.findall(".//input[@type='hidden']")] == [
        "goods-0-row_id",
        "goods-1-row_id",
    ]
    assert all_words(tree, "th") == ["Bien", "Unidad", "Cantidad", "Costo unitario", "Acciones"]


def test_row_buttons_are_hidden_until_the_script_shows_them(printed: Print) -> None:
    tree = printed("{{ row_table(form.goods, 'Bienes', columns, 'Agregar bien') }}")

    assert {button.get("hidden") for button in tree.findall(".//button")} == {""}


def test_row_table_with_totals_marks_what_the_script_counts(printed: Print) -> None:
    tree = printed(
        "{{ row_table(form.goods, 'Bienes', columns, 'Agregar', line_total=True, total='S/ 12.00') }}"
    )

    marks = [element.get("data-total") for element in tree.iter() if element.get("data-total")]
    assert marks == ["quantity", "unit-cost", "line"] * 2 + ["sum"]
    assert one(tree, "div[@data-rows-prefix='goods']").get("data-component") == "rows totals"
    assert words(one(tree, "output[@data-total='sum']")) == "S/ 12.00"


def test_row_table_shows_the_error_in_its_cell(printed: Print) -> None:
    tree = printed(
        "{% if not form.goods.validate(form) %}{{ row_table(form.goods, 'Bienes', columns, 'Agregar') }}{% endif %}"
    )

    control = one(tree, "input[@id='goods-1-item']")
    assert (control.get("aria-invalid"), control.get("aria-describedby")) == ("true", "goods-1-item-error")
