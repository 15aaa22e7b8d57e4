"""Forms of a profile that could not be filled in, or that leave out what other rules need, are named."""

from dataclasses import replace

import pytest

from contest_portal.contests.rules.form_checks import form_draft_problems, form_problems
from contest_portal.contests.rules.profile_form import (
    STANDARD_FORM,
    Condition,
    FormSection,
    ProfileForm,
    Question,
    QuestionKind,
)
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.contests.rules.rulebook_checks import Part, part_of, rulebook_problems
from contest_portal.contests.rules.templates import TEMPLATES
from contest_portal.kernel.records import from_data, to_data
from tests.factories.contests import RULEBOOK
from tests.factories.profile_forms import ASKING, DEPTH, FORM, MARKET, PLACE, SOURCE, WATER, form_with

KIND = QuestionKind
ASKED = replace(MARKET, questions=(PLACE,))
EMPTY_PART = FormSection("s9", "Otra parte")
Found = list[tuple[str, str]]


def found(form: ProfileForm, book: Rulebook = RULEBOOK) -> Found:
    return [(problem.code, problem.field) for problem in form_problems(replace(book, form=form))]


def without(*codes: str) -> ProfileForm:
    return ProfileForm(tuple(one for one in STANDARD_FORM.sections if one.code not in codes))


def changed(code: str, **changes: object) -> ProfileForm:
    sections = STANDARD_FORM.sections
    return ProfileForm(tuple(replace(one, **changes) if one.code == code else one for one in sections))


@pytest.mark.parametrize(
    "form",
    [STANDARD_FORM, FORM, without("assets", "counterpart", "sales")],
    ids=["usual", "asking", "shorter"],
)
def test_forms_that_hold(form: ProfileForm) -> None:
    assert found(form) == []


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (replace(WATER, code="Agua 1"), [("form.bad_code", "label")]),
        (replace(WATER, label=""), [("form.label", "label")]),
        (replace(WATER, label="a" * 201), [("form.label", "label")]),
        (replace(WATER, help="a" * 501), [("form.help", "help")]),
        (replace(WATER, options=("Sí", "No")), [("form.options", "options")]),
        (replace(PLACE, options=()), [("form.few_options", "options")]),
        (replace(PLACE, options=("Feria",)), [("form.few_options", "options")]),
        (replace(PLACE, options=tuple(map(str, range(21)))), [("form.few_options", "options")]),
        (replace(PLACE, options=("Feria", "Feria")), [("form.bad_option", "options")]),
        (replace(PLACE, options=("Feria", "a" * 81)), [("form.bad_option", "options")]),
        (replace(WATER, most=3), [("form.limits", "most")]),
        (Question("n", KIND.NUMBER, "¿Cuántos?", least=5, most=4), [("form.limits", "most")]),
        (Question("n", KIND.NUMBER, "¿Cuántos?", most=1_000_000), [("form.limits", "most")]),
        (Question("n", KIND.NUMBER, "¿Cuántos?", least=0, most=0), []),
        (Question("t", KIND.SHORT_TEXT, "¿Quién?", most=201), [("form.limits", "most")]),
        (Question("t", KIND.LONG_TEXT, "¿Cómo?", most=2000), []),
        (Question("m", KIND.AMOUNT, "¿Cuánto?", most=100_000_000), [("form.limits", "most")]),
        (Question("d", KIND.DATE, "¿Cuándo?", least=1), [("form.limits", "most")]),
        (replace(SOURCE, condition=None, most=4), [("form.limits", "most")]),
    ],
)
def test_questions_that_cannot_be_asked(question: Question, expected: Found) -> None:
    assert found(form_with(question)) == expected


@pytest.mark.parametrize(
    ("questions", "expected"),
    [
        pytest.param((SOURCE,), ["form.condition_unknown"], id="unknown"),
        pytest.param((SOURCE, WATER), ["form.condition_later"], id="later"),
        pytest.param(
            (replace(WATER, condition=Condition("agua", "yes")),), ["form.condition_later"], id="itself"
        ),
        pytest.param(
            (replace(WATER, condition=Condition("fuente", "Río")), SOURCE),
            ["form.condition_later"],
            id="a circle",
        ),
        pytest.param(
            (WATER, replace(SOURCE, condition=Condition("agua", "Río"))),
            ["form.condition_answer"],
            id="an answer that is not offered",
        ),
        pytest.param(
            (replace(DEPTH, condition=None), replace(WATER, condition=Condition("hondo", "3"))),
            ["form.condition_answer"],
            id="a question without fixed answers",
        ),
        pytest.param((WATER, replace(WATER, label="Otra")), ["form.repeated_question"], id="a code twice"),
        pytest.param((WATER, replace(WATER, code="otra")), ["form.same_label"], id="the same words twice"),
    ],
)
def test_questions_that_do_not_fit_together(questions: tuple[Question, ...], expected: list[str]) -> None:
    assert [code for code, _ in found(form_with(*questions))] == expected


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        (without("goods"), ["form.left_out"]),
        (without("assistance"), ["form.left_out"]),
        (without("budget"), ["form.left_out"]),
        (without("choice"), ["form.left_out"]),
        (ProfileForm(STANDARD_FORM.sections[1:] + STANDARD_FORM.sections[:1]), ["form.choice_first"]),
        (form_with(own=(ASKED, ASKED)), ["form.repeated_section", "form.repeated_question"]),
        (form_with(own=(EMPTY_PART,)), ["form.empty_section"]),
        (form_with(own=(replace(ASKED, title=""),)), ["form.title"]),
        (form_with(own=(replace(ASKED, code="S 1"),)), ["form.bad_code"]),
        (changed("goods", title="a" * 81), ["form.title"]),
        (changed("goods", help="a" * 501), ["form.help"]),
        (changed("goods", least_rows=5, most_rows=4), ["form.rows"]),
        (changed("goods", most_rows=61), ["form.rows"]),
        (changed("goods", least_rows=-1), ["form.rows"]),
        (
            form_with(*(replace(WATER, code=f"p{n}", label=f"Pregunta {n}") for n in range(61))),
            ["form.many_questions"],
        ),
    ],
)
def test_forms_that_do_not_hold(form: ProfileForm, expected: list[str]) -> None:
    assert [code for code, _ in found(form)] == expected


@pytest.mark.parametrize(
    ("code", "budget", "expected"),
    [
        ("assistance", {"goods_percent": 100, "assistance_percent": 0}, []),
        ("goods", {"goods_percent": 0, "assistance_percent": 100}, []),
        ("counterpart", {"min_counterpart_percent": 0}, []),
        ("counterpart", {"min_counterpart_percent": 20}, ["form.left_out"]),
    ],
)
def test_what_the_money_rules_need_stays(code: str, budget: dict[str, int], expected: list[str]) -> None:
    book = replace(RULEBOOK, budget=replace(RULEBOOK.budget, **budget))

    assert [problem for problem, _ in found(without(code), book)] == expected


def test_a_part_may_be_empty_while_the_form_is_built() -> None:
    assert list(form_draft_problems(replace(RULEBOOK, form=form_with(own=(EMPTY_PART,))))) == []


def test_publication_asks_the_form_too() -> None:
    problems = rulebook_problems(replace(RULEBOOK, form=without("goods")), allocation_rules={"merit_order"})

    assert [part_of(problem) for problem in problems] == [Part.FORM]


def test_rules_without_a_form_of_their_own_are_written_as_before_there_were_forms() -> None:
    data = to_data(RULEBOOK)

    assert isinstance(data, dict)
    assert "form" not in data
    assert from_data(Rulebook, data).form == STANDARD_FORM


def test_a_form_is_read_back_as_written() -> None:
    assert from_data(Rulebook, to_data(ASKING)) == ASKING


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=TEMPLATES)
def test_templates_start_with_the_usual_form(template: object) -> None:
    assert template.rulebook.form is STANDARD_FORM
