"""Every text that a person reads goes through the catalogue, and the catalogue is whole."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from jinja2 import Environment, nodes

from contest_portal.cli.catalogue import (
    LANGUAGES,
    catalogue_path,
    collect_texts,
    read_catalogue,
    untranslated,
    write_catalogue,
)
from contest_portal.config import ROOT
from tests.architecture.sources import (
    CODE,
    TEMPLATES,
    docstrings,
    modules,
    name_of,
    templates,
    tree_of,
)

TRANSLATING = frozenset({"_", "gettext", "ngettext", "lazy_gettext", "N_"})
SPOKEN_ATTRIBUTES = frozenset(
    {
        "alt",
        "aria-label",
        "content",
        "label",
        "placeholder",
        "title",
    }
)
LETTERS = re.compile(r"[^\W\d_]{2}")
SAME_EVERYWHERE = re.compile(r"[A-Z]{2,4}")
SENTENCE = re.compile(r"[A-ZÁÉÍÓÚÑ¿¡«][^\W\d_]* \S+ \S+|.*\S \S*[áéíóúñ]|.*[áéíóúñ]\S* \S")
CAPITALISED = re.compile(r"[A-ZÁÉÍÓÚÑ¿¡][a-záéíóúñ]+|.*[áéíóúñ¿¡]")
SPANISH = re.compile(
    r"(?i)(?:^|[^\W\d_] )(?:al?|con|del?|el|en|es|las?|los|más|menos|para|por|que|se|sin|sus?|una?|y)(?: |$)"
)
"""Words that no English phrase has beside another word; in rules they give away even a piece of a sentence."""
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%")
IN_LEGAL_SPANISH = "documents"
"""Printed documents are in Spanish by law, in every language of the pages."""
OFFICIAL_RECORD = {
    "contest_portal/applications/services/withdraw_application.py": "the reason printed on a void receipt",
    "contest_portal/awards/services/issue_acta.py": "the document's title",
    "contest_portal/awards/agreements.py": "the document's title",
    "contest_portal/awards/services/issue_resolution.py": "the document's title",
    "contest_portal/kernel/file_marks.py": "the mark in a file that is found later, whoever reads it",
    "contest_portal/jury/rules/surnames.py": "the small words inside surnames",
    "contest_portal/scoring/services/decide_tie.py": "the reason of a recusal, as the acta prints it",
    **dict.fromkeys(
        (
            f"contest_portal/contests/rules/template_sheets/{name}.py"
            for name in (
                *("axes", "business_plan", "local_investment", "natural_resources"),
                *("second_transfer", "weighted", "youth"),
            )
        ),
        "the programme's own sheets, copied into a contest",
    ),
    "contest_portal/contests/rules/templates.py": "the programme's own terms, copied into a contest",
    "contest_portal/scoring/services/declare_interests.py": "the reason kept with a declaration",
    "contest_portal/publication/open_data.py": "the unit of the published data",
    "contest_portal/publication/grants_data.py": "the column titles of the open standard",
    "contest_portal/publication/verify.py": "a program of its own, that runs without the portal",
    **dict.fromkeys(
        (
            f"contest_portal/trials/{name}.py"
            for name in ("entering", "ground", "rules/people", "rules/profiles")
        ),
        "names and texts of invented groups, printed in the documents of a trial",
    ),
    "contest_portal/registry/rules/columns.py": "words that headers of files are matched by",
    "contest_portal/registry/rules/kinship.py": "words that cells of files are matched by",
    "contest_portal/registry/rules/name_likeness.py": "sounds that names are matched by",
    "contest_portal/registry/targeting.py": "the name of the document that the first rule comes from",
}
"""Sentences that are data: kept as written in the record of a contest and printed in its documents."""


def shown_templates() -> Iterator[Path]:
    return (path for path in templates() if path.relative_to(TEMPLATES).parts[0] != IN_LEGAL_SPANISH)


class Shown(HTMLParser):
    """Gathers what a browser would show or speak."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "meta" and dict(attrs).get("name") != "description":
            return
        self.texts += [value or "" for name, value in attrs if name in SPOKEN_ATTRIBUTES]


def raw_html_texts(path: Path) -> list[str]:
    """List the words of a template that stand outside of every expression."""
    markup = ""
    for _, kind, value in Environment(autoescape=True).lex(path.read_text()):
        if kind in {"data", "raw_begin"}:
            markup += value
        elif kind == "variable_begin":
            markup += "\0"
    page = Shown()
    page.feed(markup)
    return [text.strip() for text in page.texts if LETTERS.search(SAME_EVERYWHERE.sub("", text))]


def raw_expression_texts(path: Path) -> list[str]:
    """List the words of a template that stand inside an expression without passing through the catalogue."""
    environment = Environment(autoescape=True, extensions=["jinja2.ext.i18n"])
    tree = environment.parse(path.read_text())
    spoken = {
        id(constant)
        for call in tree.find_all(nodes.Call)
        if isinstance(call.node, nodes.Name) and call.node.name in TRANSLATING
        for constant in call.find_all(nodes.Const)
    }
    return [
        constant.value
        for constant in tree.find_all(nodes.Const)
        if isinstance(constant.value, str)
        and id(constant) not in spoken
        and CAPITALISED.match(constant.value)
    ]


def test_no_word_of_a_template_stands_outside_the_catalogue() -> None:
    found = {name_of(path): words for path in shown_templates() if (words := raw_html_texts(path))}

    assert found == {}


def test_no_word_inside_an_expression_stands_outside_the_catalogue() -> None:
    found = {name_of(path): words for path in shown_templates() if (words := raw_expression_texts(path))}

    assert found == {}


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("<p>Hola</p>", ["Hola"]),
        ('<a href="{{ x }}">Ver</a>', ["Ver"]),
        ('<img alt="Un cuy">', ["Un cuy"]),
        ("<p{% if a %} class='x'{% endif %}>{{ _('Hola') }} · —</p>{# Nota #}", []),
    ],
)
def test_the_search_for_words_in_markup_finds_them(tmp_path: Path, template: str, words: list[str]) -> None:
    path = tmp_path / "x.html"
    path.write_text(template)

    assert raw_html_texts(path) == words


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("{{ box('Nombre', tone='info') }}", ["Nombre"]),
        ("{{ box(_('Nombre'), ngettext('Uno', 'Dos', n)) }}", []),
        ("{% set a = {'label': 'Año'} %}", ["Año"]),
    ],
)
def test_the_search_for_words_in_expressions_finds_them(
    tmp_path: Path, template: str, words: list[str]
) -> None:
    path = tmp_path / "x.html"
    path.write_text(template)

    assert raw_expression_texts(path) == words


def spoken_constants(tree: ast.Module) -> set[ast.Constant]:
    return {
        constant
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and getattr(call.func, "id", getattr(call.func, "attr", "")) in TRANSLATING
        for constant in ast.walk(call)
        if isinstance(constant, ast.Constant)
    }


def our_own_mistakes(tree: ast.Module) -> set[ast.Constant]:
    """Give what a mistake of ours says to its programmer: everything raised that is no refusal of a person's act."""
    raised = [node for node in ast.walk(tree) if isinstance(node, ast.Raise)]
    return {
        constant
        for node in raised
        if not any(isinstance(part, ast.Name) and part.id == "Problem" for part in ast.walk(node))
        for constant in ast.walk(node)
        if isinstance(constant, ast.Constant)
    }


def written_texts(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Give every text of a module that is meant for a person's eyes, a formatted one whole, with `…` for its values."""
    exempt = docstrings(tree) | spoken_constants(tree) | our_own_mistakes(tree)
    formatted = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    inside = {id(part) for node in formatted for part in ast.walk(node) if isinstance(part, ast.Constant)}
    for node in formatted:
        parts = [part for part in node.values if isinstance(part, ast.Constant)]
        if not exempt.intersection(parts):
            yield (
                node.lineno,
                "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in node.values),
            )
    for constant in ast.walk(tree):
        is_text = isinstance(constant, ast.Constant) and isinstance(constant.value, str)
        if is_text and id(constant) not in inside and constant not in exempt:
            yield constant.lineno, constant.value


def raw_code_texts(path: Path) -> list[str]:
    in_rules = "rules" in path.relative_to(CODE).parts
    return [
        f"{line}: {text}"
        for line, text in written_texts(tree_of(path))
        if SENTENCE.match(text) or (in_rules and SPANISH.search(text))
    ]


@pytest.mark.parametrize(
    ("code", "texts"),
    [
        ('x = f"Empate con {a} en {b} puntos. Decide: {c}."', ["1: Empate con … en … puntos. Decide: …."]),
        (
            'x = f"{score} puntos, por debajo del mínimo de {mark}."',
            ["1: … puntos, por debajo del mínimo de …."],
        ),
        ('x = {"phase": "mayor puntaje en %(phase)s"}', ["1: mayor puntaje en %(phase)s"]),
        ('x = "ningún criterio de las reglas"', ["1: ningún criterio de las reglas"]),
        ('x = f"contest:{contest_id}"', []),
        ('x = N_("Empate con %(others)s en %(total)s puntos.")', []),
        ('raise ValueError(f"no words for {number}")', []),
        ('log.info("scoring closed", extra={"groups": 1})', []),
    ],
)
def test_the_search_for_words_in_rules_finds_them(code: str, texts: list[str]) -> None:
    found = [
        f"{line}: {text}"
        for line, text in written_texts(ast.parse(code))
        if SENTENCE.match(text) or SPANISH.search(text)
    ]

    assert found == texts


def spoken_modules() -> Iterator[Path]:
    """Give the modules whose sentences reach a page: all but tables, commands, documents and the official record."""
    for path in modules():
        parts = path.relative_to(CODE).parts
        is_spoken = parts[0] != "cli" and path.name != "models.py" and IN_LEGAL_SPANISH not in parts
        if is_spoken and name_of(path) not in OFFICIAL_RECORD:
            yield path


def test_no_sentence_of_the_code_stands_outside_the_catalogue() -> None:
    found = {name_of(path): texts for path in spoken_modules() if (texts := raw_code_texts(path))}

    assert found == {}


def test_official_record_is_still_written_where_it_says() -> None:
    assert [name for name in OFFICIAL_RECORD if not raw_code_texts(ROOT / name)] == []


@cache
def texts_of_today() -> Catalog:
    return collect_texts(ROOT)


def messages(catalogue: Catalog) -> dict[object, Message]:
    return {message.id: message for message in catalogue if message.id}


def forms(value: object) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, tuple | list) else (str(value),)


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_holds_the_texts_of_today_and_no_others(language: str) -> None:
    wanted, held = set(messages(texts_of_today())), set(messages(read_catalogue(ROOT, language)))

    assert (wanted - held, held - wanted) == (set(), set()), "run: flask --app wsgi texts update"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated(language: str) -> None:
    assert untranslated(read_catalogue(ROOT, language)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_every_parameter(language: str) -> None:
    wrong = [
        message.id
        for message in messages(read_catalogue(ROOT, language)).values()
        for form in forms(message.string)
        if set(PLACEHOLDER.findall(form)) != set(PLACEHOLDER.findall(forms(message.id)[-1]))
    ]

    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_end_as_the_texts_do(language: str) -> None:
    wrong = [
        (message.id, form)
        for message in messages(read_catalogue(ROOT, language)).values()
        for source, form in zip(forms(message.id), forms(message.string), strict=True)
        if form and (source[-1] in ".:?" or form[-1] in ".:?") and source[-1] != form[-1]
    ]

    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_compiled_catalogue_is_that_of_the_readable_one(language: str, tmp_path: Path) -> None:
    write_catalogue(tmp_path, language, read_catalogue(ROOT, language))

    compiled = catalogue_path(ROOT, language).with_suffix(".mo").read_bytes()
    assert catalogue_path(tmp_path, language).with_suffix(".mo").read_bytes() == compiled
