"""What a question and a part say of themselves: their limits, their fixed answers, their name."""

import pytest

from contest_portal.contests.rules.profile_form import (
    STANDARD_FORM,
    FormSection,
    ProfileForm,
    Question,
    QuestionKind,
    SectionCode,
)
from tests.factories.profile_forms import BUYER, DEPTH, FORM, MARKET, PLACE, SINCE, SOLD, SOURCE, STORY, WATER

KIND = QuestionKind


@pytest.mark.parametrize(
    ("question", "limits"),
    [
        (Question("p1", KIND.SHORT_TEXT, "¿Quién?"), (1, 200)),
        (Question("p1", KIND.LONG_TEXT, "¿Cómo?"), (1, 2000)),
        (Question("p1", KIND.NUMBER, "¿Cuántos?"), (0, 999_999)),
        (Question("p1", KIND.NUMBER, "¿Cuántos?", least=0, most=0), (0, 0)),
        (Question("p1", KIND.AMOUNT, "¿Cuánto?"), (0, 99_999_999)),
        (Question("p1", KIND.SEVERAL_OF, "¿Cuáles?", options=("Una", "Otra", "Más")), (1, 3)),
        (Question("p1", KIND.SEVERAL_OF, "¿Cuáles?", options=("Una", "Otra"), least=2), (2, 2)),
        (BUYER, (3, 40)),
        (DEPTH, (0, 80)),
        (WATER, None),
        (PLACE, None),
        (SINCE, None),
    ],
)
def test_limits_are_the_widest_until_narrowed(question: Question, limits: tuple[int, int] | None) -> None:
    assert question.limits == limits


@pytest.mark.parametrize(
    ("question", "answers"),
    [
        (WATER, ("yes", "no")),
        (PLACE, ("Feria", "Casa")),
        (SOURCE, ("Manantial", "Río", "Pozo")),
        (DEPTH, ()),
        (STORY, ()),
        (SOLD, ()),
    ],
)
def test_only_lists_and_yes_or_no_have_fixed_answers(question: Question, answers: tuple[str, ...]) -> None:
    assert question.fixed_answers == answers


@pytest.mark.parametrize(
    ("section", "is_own", "has_rows", "name"),
    [
        (FormSection("goods"), False, True, "Bienes por comprar"),
        (FormSection("goods", title="Compras"), False, True, "Compras"),
        (FormSection("choice"), False, False, "El negocio"),
        (FormSection("budget"), False, False, "Presupuesto"),
        (FormSection("s1", title="El mercado"), True, False, "El mercado"),
        (FormSection("s1"), True, False, "s1"),
    ],
)
def test_a_part_knows_its_nature_and_name(
    section: FormSection, name: str, *, is_own: bool, has_rows: bool
) -> None:
    assert (section.is_own, section.has_rows, section.name) == (is_own, has_rows, name)


def test_the_usual_form_asks_every_usual_part_and_rows_where_a_profile_is_empty_without() -> None:
    assert [(one.code, one.least_rows) for one in STANDARD_FORM.sections] == [
        (SectionCode.CHOICE, 0),
        (SectionCode.SITUATION, 1),
        (SectionCode.ASSETS, 0),
        (SectionCode.PROBLEMS, 1),
        (SectionCode.ASSISTANCE, 1),
        (SectionCode.GOODS, 1),
        (SectionCode.SALES, 1),
        (SectionCode.COUNTERPART, 0),
        (SectionCode.BUDGET, 0),
    ]


def test_questions_are_listed_in_the_order_of_the_parts() -> None:
    form = ProfileForm((MARKET, FORM.section("situation")))

    assert form.questions == (PLACE, BUYER, STORY, SOLD, SINCE, WATER, SOURCE, DEPTH)
    assert form.section("situation").question_codes == {"agua", "fuente", "hondo"}


def test_a_part_that_is_not_asked_is_not_given() -> None:
    assert not STANDARD_FORM.asks("s1")
    with pytest.raises(KeyError):
        STANDARD_FORM.section("s1")
