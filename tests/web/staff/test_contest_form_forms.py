"""The designer's forms on parts and questions: what is typed becomes data, and data is shown to be typed again."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from werkzeug.datastructures import MultiDict

from contest_portal.contests.rules.profile_form import (
    STANDARD_FORM,
    Condition,
    FormSection,
    ProfileForm,
    Question,
    QuestionKind,
    QuotationRules,
)
from contest_portal.kernel.money import ZERO, Money
from contest_portal.web.staff.contest_form_forms import PartForm, QuestionForm
from contest_portal.web.staff.contest_form_view import QuestionLine, rows_wanted, section_cards
from tests.factories.profile_forms import BUYER, DEPTH, FORM, PLACE, QUOTES, SOURCE, WATER, form_with
from tests.web.shared.tiny_portal import make_tiny_portal

GOODS = STANDARD_FORM.section("goods")
QUOTED = {"title": "", "least_rows": "1", "most_rows": "60", "quotes": "y"}


@pytest.fixture(scope="module", autouse=True)
def in_spanish() -> Iterator[None]:
    with make_tiny_portal(WTF_CSRF_ENABLED=False).test_request_context("/"):
        yield


def part_typed(section: FormSection, entries: dict[str, str]) -> FormSection:
    form = PartForm.of(section, 1)
    form.process(MultiDict(entries))
    return form.section(section.code)


def question_typed(entries: dict[str, str]) -> Question:
    form = QuestionForm.of(WATER, (), 1)
    form.process(MultiDict({"label": "¿Qué?", "kind": "short_text", **entries}))
    return form.question("p1")


@pytest.mark.parametrize(
    ("section", "rows", "quotes"),
    [
        (GOODS, True, True),
        (STANDARD_FORM.section("sales"), True, False),
        (STANDARD_FORM.section("choice"), False, False),
        (STANDARD_FORM.section("budget"), False, False),
        (FORM.section("s1"), False, False),
    ],
    ids=["goods", "sales", "choice", "budget", "own"],
)
def test_a_part_is_asked_what_it_has(section: FormSection, *, rows: bool, quotes: bool) -> None:
    form = PartForm.of(section, 1)

    assert ("least_rows" in form, "most_rows" in form) == (rows, rows)
    assert ("quotes" in form, "quotes_from" in form, "quotes_count" in form) == (quotes, quotes, quotes)


@pytest.mark.parametrize(
    ("section", "entries", "expected"),
    [
        pytest.param(GOODS, {"title": " Compras "}, FormSection("goods", "Compras"), id="no rows typed"),
        pytest.param(
            GOODS, {"least_rows": "2", "most_rows": "0"}, FormSection("goods", "", "", 2, 0), id="no row at most"
        ),
        pytest.param(
            FormSection("s1"), {"title": "Otra", "least_rows": "2"}, FormSection("s1", "Otra"), id="own part"
        ),
        pytest.param(
            GOODS,
            QUOTED | {"quotes_from": "2000", "quotes_count": "3", "quotes_reason": "y"},
            replace(GOODS, quotations=QUOTES),
            id="quotations",
        ),
        pytest.param(GOODS, QUOTED, replace(GOODS, quotations=QuotationRules(ZERO, 0, False)), id="blank"),
        pytest.param(
            replace(GOODS, quotations=QUOTES), {"least_rows": "1", "most_rows": "60"}, GOODS, id="no more"
        ),
        pytest.param(
            STANDARD_FORM.section("sales"), QUOTED, STANDARD_FORM.section("sales"), id="of goods alone"
        ),
    ],
)  # fmt: skip
def test_a_part_is_read_as_typed(
    section: FormSection, entries: dict[str, str], expected: FormSection
) -> None:
    assert part_typed(section, entries) == expected


def test_quotations_are_proposed_until_they_are_asked() -> None:
    proposed, asked = PartForm.of(GOODS, 1), PartForm.of(replace(GOODS, quotations=QUOTES), 1)

    assert (proposed.quotes.data, proposed.quotes_from.data, proposed.quotes_count.data) == (
        False,
        Money.soles(1_000),
        3,
    )
    assert (asked.quotes.data, asked.quotes_from.data) == (True, Money.soles(2_000))


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ({}, Question("p1", QuestionKind.SHORT_TEXT, "¿Qué?")),
        ({"options": "Una\nOtra"}, Question("p1", QuestionKind.SHORT_TEXT, "¿Qué?")),
        (
            {"kind": "one_of", "options": " Una \n\nOtra\n"},
            Question("p1", QuestionKind.ONE_OF, "¿Qué?", options=("Una", "Otra")),
        ),
        ({"kind": "one_of"}, Question("p1", QuestionKind.ONE_OF, "¿Qué?")),
        (
            {"kind": "number", "least": "0", "most": "9", "required": "y"},
            Question("p1", QuestionKind.NUMBER, "¿Qué?", required=True, least=0, most=9),
        ),
        (
            {"condition": "feria=Casa"},
            Question("p1", QuestionKind.SHORT_TEXT, "¿Qué?", condition=Condition("feria", "Casa")),
        ),
        (
            {"condition": "feria=a=b"},
            Question("p1", QuestionKind.SHORT_TEXT, "¿Qué?", condition=Condition("feria", "a=b")),
        ),
    ],
    ids=["least", "a list it does not offer", "a list", "no list yet", "limits", "condition", "equals sign"],
)
def test_a_question_is_read_as_typed(entries: dict[str, str], expected: Question) -> None:
    assert question_typed(entries) == expected


@pytest.mark.parametrize("question", [WATER, SOURCE, DEPTH, PLACE, BUYER], ids=lambda one: one.code)
def test_a_question_shown_and_read_is_the_same(question: Question) -> None:
    assert QuestionForm.of(question, (WATER, SOURCE), 1).question(question.code) == question


@pytest.mark.parametrize(
    ("question", "earlier", "expected"),
    [
        (WATER, (), {"": "Siempre"}),
        (PLACE, (BUYER, DEPTH), {"": "Siempre"}),
        (
            SOURCE,
            (WATER,),
            {
                "": "Siempre",
                "agua=yes": "Si en «¿Tienen agua para riego?» responde «Sí»",
                "agua=no": "Si en «¿Tienen agua para riego?» responde «No»",
            },
        ),
        (SOURCE, (), {"": "Siempre", "agua=yes": "Una respuesta que ya no se ofrece"}),
    ],
    ids=["first", "after free answers", "after yes or no", "its source is gone"],
)
def test_conditions_offered(
    question: Question, earlier: tuple[Question, ...], expected: dict[str, str]
) -> None:
    assert QuestionForm.of(question, earlier, 1).condition.choices == expected


@pytest.mark.parametrize(
    ("section", "words"),
    [
        (replace(GOODS, least_rows=0), "Puede quedar vacía"),
        (GOODS, "Al menos 1 fila"),
        (replace(GOODS, least_rows=2), "Al menos 2 filas"),
        (replace(GOODS, least_rows=0, most_rows=59), "De 0 a 59 filas"),
        (STANDARD_FORM.section("budget"), ""),
        (FORM.section("s1"), ""),
    ],
)
def test_rows_wanted_are_said(section: FormSection, words: str) -> None:
    assert rows_wanted(section) == words


def test_cards_say_how_each_question_is_answered_and_when() -> None:
    lost = replace(DEPTH, condition=Condition("nada", "Pozo"))
    form = ProfileForm((form_with(WATER, SOURCE, lost).section("situation"), FormSection("s1", "El mercado")))

    own, situation = section_cards(form)[::-1]

    assert (own.name, own.about, own.questions) == ("El mercado", "Parte propia del concurso", ())
    assert situation.questions == (
        QuestionLine("agua", "¿Tienen agua para riego?", "Sí o no, obligatoria"),
        QuestionLine(
            "fuente",
            "¿De dónde viene?",
            "Varias de una lista, obligatoria, si en «¿Tienen agua para riego?» responde «Sí»",
        ),
        QuestionLine(
            "hondo", "¿Cuántos metros tiene el pozo?", "Número entero, opcional, si en «nada» responde «Pozo»"
        ),
    )
