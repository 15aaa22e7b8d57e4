"""How a form is laid out for writing by hand: pure, from the rules alone."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from flask_babel import force_locale

from contest_portal.contests.rules.profile_form import (
    STANDARD_FORM,
    ProfileForm,
    Question,
    QuestionKind,
    QuotationRules,
)
from contest_portal.kernel.money import Money
from contest_portal.web.shared.paper_form import MOST_MEMBERS, PaperQuestion, form_mark, paper_form
from tests.factories.contests import RULEBOOK
from tests.factories.profile_forms import (
    ASKING,
    BUYER,
    DEPTH,
    PLACE,
    SINCE,
    SOLD,
    SOURCE,
    WATER,
    form_with,
    quoting,
)


@pytest.fixture(autouse=True)
def spanish(app: Flask) -> Iterator[None]:
    with app.test_request_context("/"), force_locale("es_PE"):
        yield


def laid_out(question: Question) -> PaperQuestion:
    form = (
        form_with(WATER, SOURCE, DEPTH, question) if question not in (WATER, SOURCE, DEPTH) else ASKING.form
    )
    sections = paper_form(replace(RULEBOOK, form=form)).sections
    return next(one for section in sections for one in section.questions if one.label == question.label)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (
            WATER,
            PaperQuestion(WATER.label, ("Marque una.",), ("Sí", "No"), required=True),
        ),
        (
            SOURCE,
            PaperQuestion(
                SOURCE.label,
                (
                    "Marque todas.",
                    "Solo si en «¿Tienen agua para riego?» la respuesta es «Sí».",
                    "Marque de 1 a 2.",
                ),
                SOURCE.options,
                required=True,
            ),
        ),
        (
            DEPTH,
            PaperQuestion(
                DEPTH.label,
                ("Solo si en «¿De dónde viene?» la respuesta es «Pozo».", "De 0 a 80."),
                cells=(2,),
            ),
        ),
        (PLACE, PaperQuestion(PLACE.label, ("Marque una.",), PLACE.options)),
        (BUYER, PaperQuestion(BUYER.label, ("De 3 a 40 letras.",), lines=1)),
        (SOLD, PaperQuestion(SOLD.label, ("De 10 a 5000.",), is_amount=True)),
        (SINCE, PaperQuestion(SINCE.label, cells=(2, 2, 4))),
        (Question("largo", QuestionKind.LONG_TEXT, "Cuenten"), PaperQuestion("Cuenten", lines=10)),
    ],
    ids=lambda value: value.code if isinstance(value, Question) else "",
)
def test_a_question_gets_the_room_its_kind_needs(question: Question, expected: PaperQuestion) -> None:
    assert laid_out(question) == expected


def test_tables_have_the_columns_of_the_page_and_their_total() -> None:
    assets = paper_form(RULEBOOK).sections[2].tables[0]

    assert [(column.label, column.width) for column in assets.columns] == [
        ("Tipo", "kind"),
        ("Qué es", "wide"),
        ("Unidad", "narrow"),
        ("Cantidad", "narrow"),
        ("Valor de cada uno", "cost"),
        ("Total", "sum"),
    ]
    assert (assets.rows, assets.total, assets.kinds[0], len(assets.kinds)) == (
        6,
        "Valor de lo que ya tienen",
        "Terreno",
        6,
    )


@pytest.mark.parametrize(("least", "most", "rows"), [(1, 60, 10), (12, 60, 12), (1, 3, 3)])
def test_a_table_has_as_many_rows_as_the_contest_asks_for(least: int, most: int, rows: int) -> None:
    sections = tuple(
        replace(one, least_rows=least, most_rows=most) if one.code == "goods" else one
        for one in STANDARD_FORM.sections
    )
    book = replace(RULEBOOK, form=ProfileForm(sections))

    assert paper_form(book).sections[5].tables[0].rows == rows


@pytest.mark.parametrize(("allowed", "asked"), [(True, 1), (False, 0)])
def test_quotations_have_their_table_and_a_reason_where_it_counts(*, allowed: bool, asked: int) -> None:
    goods = paper_form(quoting(QuotationRules(Money.soles(2_000), reason_allowed=allowed))).sections[5]

    assert ([table.rows for table in goods.tables], len(goods.questions)) == ([10, 9], asked)


@pytest.mark.parametrize(("households", "rows"), [(6, 8), (60, MOST_MEMBERS)])
def test_there_is_room_for_the_members_a_group_may_have(households: int, rows: int) -> None:
    book = replace(RULEBOOK, group=replace(RULEBOOK.group, max_households=households))

    assert paper_form(book).members == rows


def test_the_mark_changes_with_the_form_and_with_nothing_else() -> None:
    same = replace(RULEBOOK, title="Otro", purpose="Otro")

    assert (form_mark(same) == form_mark(RULEBOOK), form_mark(ASKING) == form_mark(RULEBOOK)) == (True, False)


def test_the_counterpart_asked_for_stands_at_the_budget() -> None:
    book = replace(RULEBOOK, budget=replace(RULEBOOK.budget, min_counterpart_percent=20))

    assert paper_form(book).sections[-1].questions[-1].hints == ("Al menos el 20 % de lo solicitado.",)
