"""Components that show: valid HTML, a name for everything, nothing told by colour alone."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from wtforms import Form, SelectField, StringField
from wtforms.fields.choices import SelectChoice

from tests.web.shared.pieces import all_words, one, read, words
from tests.web.shared.tiny_portal import render, thing

Print = Callable[..., Any]
COLUMNS = (
    {"key": "name", "label": "Grupo", "sort_url": "?order=name", "sorted": "ascending"},
    {"key": "mark", "label": "Puntaje", "numeric": True, "sort_url": "?order=mark"},
    {"key": "amount", "label": "Monto", "numeric": True, "nowrap": True},
)
ROWS = (
    {"name": "Qori Illa", "mark": "86.50", "amount": "S/ 900.00"},
    thing(name="Ccocha", mark="—", amount="S/ 8.00"),
)


class Search(Form):
    """Filters of a list."""

    q = StringField("Nombre")
    state = SelectField("Estado", choices=[SelectChoice("", "Todos")])


@pytest.fixture
def printed(tiny_portal: Flask) -> Print:
    """Print a macro of a component file and read it back."""

    def show(file: str, call: str, **values: object) -> Any:
        macro = call.split("(", 1)[0]
        source = f'{{% from "components/{file}.html" import {macro} %}}{{{{ {call} }}}}'
        return read(render(tiny_portal, source, **values))

    return show


@pytest.mark.parametrize("tone", ["neutral", "info", "good", "warn", "bad"])
def test_tag_has_words_and_a_sign_besides_its_colour(printed: Print, tone: str) -> None:
    tag = one(printed("tags", "state_tag('Enviado', tone)", tone=tone), "span")

    assert (words(tag), tag.get("class")) == ("Enviado", f"tag tag-{tone}")
    assert one(tag, "svg").get("aria-hidden") == "true"


def test_tags_of_each_tone_have_different_signs(printed: Print) -> None:
    tones = ("neutral", "info", "good", "warn", "bad")
    shapes = {
        one(printed("tags", "state_tag('x', tone)", tone=t), "svg").findall(".//path")[0].get("d")
        for t in tones
    }

    assert len(shapes) == len(tones)


def test_unknown_tone_is_an_error(printed: Print) -> None:
    with pytest.raises(Exception, match="pink"):
        printed("tags", "state_tag('x', 'pink')")


def test_notice_prints_title_and_text(printed: Print) -> None:
    tree = printed("notice", "notice('warn', 'Falta quórum', 'Faltan 2 jurados.')")

    assert all_words(tree, "p") == ["Falta quórum", "Faltan 2 jurados."]


def test_notice_takes_markup_from_a_call(tiny_portal: Flask) -> None:
    source = (
        '{% from "components/notice.html" import notice %}'
        "{% call notice('info', 'Plazo') %}<p>Hasta el <b>27</b>.</p>{% endcall %}"
    )

    assert all_words(read(render(tiny_portal, source)), "p") == ["Plazo", "Hasta el 27."]


def test_texts_are_escaped(printed: Print) -> None:
    assert all_words(printed("notice", "notice('info', text)", text="<b>a</b> & b"), "p") == ["<b>a</b> & b"]


@pytest.mark.parametrize(
    ("call", "links"),
    [
        ("empty_state('Nada', 'Aún no hay.')", []),
        ("empty_state('Nada', 'Aún no hay.', 'Crear', '/new')", ["Crear"]),
    ],
)
def test_empty_state_offers_the_next_step_when_there_is_one(
    printed: Print, call: str, links: list[str]
) -> None:
    assert all_words(printed("empty", call), "a") == links


def test_steps_say_which_is_done_and_which_is_current(printed: Print) -> None:
    items = (
        thing(label="Grupo", state="done", url="/1"),
        thing(label="Costos", state="current", url=None),
        thing(label="Enviar", state="todo", url=None),
    )

    tree = printed("steps", "steps(items)", items=items)

    assert [li.get("aria-current") for li in tree.findall(".//li")] == [None, "step", None]
    assert all_words(tree, "li") == ["Grupo (completo)", "2 Costos", "3 Enviar"]
    assert one(tree, "nav").get("aria-label") == "Pasos"


def test_summary_list_pairs_terms_with_values(printed: Print) -> None:
    tree = printed("summary", "summary_list(pairs)", pairs=[("Nombre", "Qori", "/edit"), ("RUC", None)])

    assert (all_words(tree, "dt"), all_words(tree, "dd")) == (
        ["Nombre", "RUC"],
        ["Qori Cambiar: Nombre", "—"],
    )


@pytest.mark.parametrize(
    ("call", "texts"),
    [("stat('Grupos', 18)", ["Grupos", "18"]), ("stat('Grupos', 0, '6 ideas')", ["Grupos", "0", "6 ideas"])],
)
def test_stat_prints_its_figure(printed: Print, call: str, texts: list[str]) -> None:
    assert all_words(printed("stats", call), "p") == texts


def test_breadcrumbs_are_a_named_list_of_links(printed: Print) -> None:
    tree = printed("breadcrumbs", "breadcrumbs(items)", items=[{"label": "Concursos", "url": "/contests"}])

    assert one(tree, "nav").get("aria-label") == "Usted está en"
    assert [(a.get("href"), words(a)) for a in tree.findall(".//li/a")] == [("/contests", "Concursos")]


@pytest.mark.parametrize(("percent", "width"), [(0, "0"), (78, "78"), (100, "100"), (104, "100"), (-3, "0")])
def test_balance_bar_stays_inside_its_frame(printed: Print, percent: int, width: str) -> None:
    tree = printed("balance", "balance('Sobre', percent, 'S/ 1.00', 'S/ 2.00', 'S/ 3.00')", percent=percent)

    assert [rect.get("width") for rect in tree.findall(".//rect")] == ["100", width]


@pytest.mark.parametrize(("exceeded", "left"), [(False, "Queda: S/ 2.00"), (True, "Excedido: S/ 2.00")])
def test_balance_says_in_words_what_the_bar_shows(printed: Print, *, exceeded: bool, left: str) -> None:
    tree = printed(
        "balance", "balance('Sobre', 78, 'S/ 1.00', 'S/ 2.00', 'S/ 3.00', exceeded)", exceeded=exceeded
    )

    assert all_words(tree, "p") == ["Sobre S/ 3.00", f"Usado: S/ 1.00 (78 %) {left}"]


def test_pager_says_where_one_is(printed: Print) -> None:
    page = thing(number=2, pages=5, total=92, prev_url="?page=1", next_url="?page=3")

    tree = printed("pager", "pager(page)", page=page)

    assert all_words(tree, "p") == ["Página 2 de 5 92 filas en total"]
    assert [(a.get("rel"), a.get("href")) for a in tree.findall(".//a")] == [
        ("prev", "?page=1"),
        ("next", "?page=3"),
    ]


def test_pager_of_a_single_page_is_absent(printed: Print) -> None:
    page = thing(number=1, pages=1, total=1, prev_url=None, next_url=None)

    assert printed("pager", "pager(page)", page=page).findall(".//nav") == []


@pytest.mark.parametrize(("clear_url", "links"), [(None, []), ("/list", ["Quitar filtros"])])
def test_filters_are_a_labelled_get_form(printed: Print, clear_url: str | None, links: list[str]) -> None:
    form = Search()

    tree = printed(
        "filters", "filter_bar(fields, '/list', clear_url)", fields=[form.q, form.state], clear_url=clear_url
    )

    assert one(tree, "form").get("method") == "get"
    assert (all_words(tree, "label"), all_words(tree, "a")) == (["Nombre", "Estado"], links)


def test_table_names_itself_its_columns_and_its_rows(printed: Print) -> None:
    tree = printed("tables", "table('Perfiles', columns, rows)", columns=COLUMNS, rows=ROWS)

    assert words(one(tree, "caption")) == "Perfiles"
    assert [(th.get("scope"), words(th)) for th in tree.findall(".//th")] == [
        ("col", "Grupo"),
        ("col", "Puntaje"),
        ("col", "Monto"),
        ("row", "Qori Illa"),
        ("row", "Ccocha"),
    ]


def test_cells_carry_their_column_for_phones(printed: Print) -> None:
    tree = printed("tables", "table('Perfiles', columns, rows)", columns=COLUMNS, rows=ROWS[:1])

    assert [(td.get("data-label"), td.get("class"), words(td)) for td in tree.findall(".//td")] == [
        ("Puntaje", "numeric", "86.50"),
        ("Monto", "numeric nowrap", "S/ 900.00"),
    ]


def test_sortable_headers_are_links_and_say_the_present_order(printed: Print) -> None:
    tree = printed("tables", "table('Perfiles', columns, rows)", columns=COLUMNS, rows=ROWS)

    assert [th.get("aria-sort") for th in tree.findall(".//thead//th")] == ["ascending", None, None]
    assert [a.get("href") for a in tree.findall(".//thead//a")] == ["?order=name", "?order=mark"]


def test_wide_table_scrolls_inside_a_named_region(printed: Print) -> None:
    tree = printed("tables", "table('Puntajes', columns, rows, layout='scroll')", columns=COLUMNS, rows=ROWS)

    region = one(tree, "div[@role='region']")
    assert (region.get("aria-label"), region.get("tabindex")) == ("Puntajes", "0")


def test_footer_prints_under_its_columns(printed: Print) -> None:
    footer = {"name": "Total", "amount": "S/ 908.00"}

    tree = printed(
        "tables", "table('Perfiles', columns, rows, footer=footer)", columns=COLUMNS, rows=ROWS, footer=footer
    )

    foot = one(tree, "tfoot")
    assert (all_words(foot, "th"), all_words(foot, "td")) == (["Total"], ["", "S/ 908.00"])


def test_cells_of_the_page_own_making(tiny_portal: Flask) -> None:
    source = (
        '{% from "components/tables.html" import table %}'
        "{% call(row, column) table('Perfiles', columns, rows) %}<i>{{ column.key }}</i>{% endcall %}"
    )

    tree = read(render(tiny_portal, source, columns=COLUMNS, rows=ROWS[:1]))

    assert all_words(tree, "i") == ["name", "mark", "amount"]


def test_hidden_caption_is_still_there_for_screen_readers(printed: Print) -> None:
    tree = printed("tables", "table('Perfiles', columns, rows, hide_caption=True)", columns=COLUMNS, rows=())

    assert (words(one(tree, "caption")), one(tree, "caption").get("class")) == ("Perfiles", "visually-hidden")
