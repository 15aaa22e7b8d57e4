"""Layouts and error pages: one h1, a way to skip, every part named, and texts that say what to do next."""

import pytest
from flask import Flask, flash, render_template, render_template_string

from contest_portal.config import ROOT
from contest_portal.kernel.problems import Problem
from contest_portal.web.shared.errors import PAGES
from tests.page_client import check_page
from tests.web.shared.pieces import all_words, one, read
from tests.web.shared.tiny_portal import render, thing

LAYOUTS = ("layout/public.html", "layout/signed_in.html")
ERROR_PAGES = sorted(path.name for path in (ROOT / "templates/errors").glob("*.html"))
PAGE = (
    "{% extends layout %}{% block heading %}Perfiles <em>2026</em>{% endblock %}"
    "{% block content %}<p>Hola</p>{% endblock %}"
)
NAVIGATION = (
    thing(label="Inicio", url="/", current=False, icon="house"),
    thing(label="Concursos", url="/contests", current=True, icon=None),
)
LANGUAGES = (
    thing(code="es", label="Español", url="?lang=es", current=True),
    thing(code="en", label="English", url="?lang=en", current=False),
)
ACCOUNT = thing(name="Rosa Quispe", detail="Jurado", sign_out_url="/out")


def page(app: Flask, layout: str, template: str = PAGE, **values: object) -> str:
    return render(app, template, layout=layout, **values)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_page_is_whole_without_any_context(tiny_portal: Flask, layout: str) -> None:
    html = page(tiny_portal, layout)

    check_page(html)
    assert f'<body class="page page-{layout[7:-5].replace("_", "-")}">' in html
    assert "<title>Perfiles 2026 · Fondos Rurales Concursables</title>" in html


@pytest.mark.parametrize("layout", LAYOUTS)
def test_page_is_whole_with_everything_in_it(tiny_portal: Flask, layout: str) -> None:
    check_page(
        page(
            tiny_portal,
            layout,
            navigation=NAVIGATION,
            language_links=LANGUAGES,
            account=ACCOUNT,
            results_check_url="/verify",
            language="en",
        )
    )


@pytest.mark.parametrize("layout", LAYOUTS)
def test_skip_link_leads_to_the_main_part(tiny_portal: Flask, layout: str) -> None:
    tree = read(page(tiny_portal, layout).split("<body", 1)[1].split(">", 1)[1].split("</body>")[0])

    assert tree.findall(".//a")[0].get("href") == "#main"
    assert one(tree, "main").get("id") == "main"


@pytest.mark.parametrize("layout", LAYOUTS)
def test_present_entry_of_the_menu_is_marked(tiny_portal: Flask, layout: str) -> None:
    html = page(tiny_portal, layout, navigation=NAVIGATION)

    assert html.count('href="/contests" aria-current="page"') == 2
    assert 'href="/" aria-current' not in html


def test_every_navigation_has_a_name_of_its_own(tiny_portal: Flask) -> None:
    html = page(tiny_portal, "layout/signed_in.html", navigation=NAVIGATION)

    assert [html.count(f'aria-label="{name}"') for name in ("Secciones", "Menú de secciones")] == [1, 1]


def test_signing_out_is_a_post_with_a_token(tiny_portal: Flask) -> None:
    html = page(tiny_portal, "layout/signed_in.html", account=ACCOUNT)

    form = one(read(html.split("<header", 1)[1].split(">", 1)[1].split("</header>")[0]), "form")
    assert (form.get("method"), form.get("action")) == ("post", "/out")
    assert [i.get("name") for i in form.findall(".//input")] == ["csrf_token", "bare"]


@pytest.mark.parametrize(("url", "shown"), [("/in", True), (None, False)])
def test_visitor_is_offered_to_sign_in(tiny_portal: Flask, url: str | None, *, shown: bool) -> None:
    assert ("Ingresar" in page(tiny_portal, "layout/public.html", sign_in_url=url)) is shown


def test_language_switch_names_each_language_in_itself(tiny_portal: Flask) -> None:
    html = page(tiny_portal, "layout/public.html", language_links=LANGUAGES)

    assert 'href="?lang=en" hreflang="en" lang="en">English</a>' in html
    assert 'href="?lang=es" hreflang="es" lang="es" aria-current="true">Español</a>' in html


@pytest.mark.parametrize(
    ("category", "expected"), [("good", "notice-good"), ("bad", "notice-bad"), ("message", "notice-info")]
)
def test_flashed_messages_are_announced_in_their_tone(
    tiny_portal: Flask, category: str, expected: str
) -> None:
    with tiny_portal.test_request_context("/"):
        flash("Guardado.", category)
        html = render_template_string(PAGE, layout="layout/public.html")

    status = html.split('role="status">', 1)[1]
    assert f'class="notice {expected}"' in status.split("page-head")[0]


def test_lead_and_actions_leave_no_trace_when_empty(tiny_portal: Flask) -> None:
    html = page(tiny_portal, "layout/public.html")

    assert [name in html for name in ("page-lead", "page-actions")] == [False, False]


def test_lead_actions_and_breadcrumbs_are_printed(tiny_portal: Flask) -> None:
    blocks = (
        "{% block lead %}Lo que sigue.{% endblock %}{% block actions %}<a href='/new'>Nuevo</a>{% endblock %}"
        "{% block breadcrumbs %}<p>Arriba</p>{% endblock %}"
    )

    html = page(tiny_portal, "layout/public.html", PAGE + blocks)

    check_page(html)
    assert html.index("Arriba") < html.index("<h1") < html.index("Lo que sigue.") < html.index("Nuevo")


@pytest.mark.parametrize("name", ERROR_PAGES)
def test_error_page_is_whole_and_says_what_to_do(tiny_portal: Flask, name: str) -> None:
    problem = Problem("signing.away", "document", "El token no está conectado.")
    html = _error_page(tiny_portal, name, problems=(), answers=None, problem=problem)

    check_page(html)
    assert _next_steps(html)


@pytest.mark.parametrize("name", ["409.html", "422.html"])
def test_refusal_shows_every_problem_with_its_figures(tiny_portal: Flask, name: str) -> None:
    problems = (
        Problem("too_few", "members", "Agregue %(count)s integrantes.", {"count": "3"}),
        Problem("late", "", "El plazo terminó el 27 de noviembre."),
    )

    html = _error_page(tiny_portal, name, problems=problems)

    check_page(html)
    assert [text in html for text in ("Agregue 3 integrantes.", "El plazo terminó el 27 de noviembre.")] == [
        True,
        True,
    ]


@pytest.mark.parametrize("name", ["409.html", "422.html"])
def test_refusal_leads_back_when_it_knows_the_way(tiny_portal: Flask, name: str) -> None:
    assert 'href="/back"' in _error_page(tiny_portal, name, back_url="/back", problems=())


def test_last_error_page_needs_nothing_from_the_context(tiny_portal: Flask) -> None:
    """It is shown when the database or the session is what broke."""
    with tiny_portal.test_request_context("/"):
        html = tiny_portal.jinja_env.get_template("errors/500.html").render(reference="a1b2")

    check_page(html)
    assert "Diga también este código: a1b2" in html


def test_every_status_that_the_portal_answers_has_its_page() -> None:
    assert {f"{status}.html" for status in PAGES} <= set(ERROR_PAGES)


def _error_page(app: Flask, name: str, **values: object) -> str:
    with app.test_request_context("/"):
        return render_template(f"errors/{name}", **values)


def _next_steps(html: str) -> list[str]:
    listed = html.split('<ul class="next-steps">', 1)[1].split("</ul>", 1)[0]
    return all_words(read(f"<ul>{listed}</ul>"), "li")
