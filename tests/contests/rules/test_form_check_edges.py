"""The last length, number and place that a form may have, and the first that it may not."""

from dataclasses import replace

import pytest

from contest_portal.contests.rules.form_checks import form_draft_problems
from contest_portal.contests.rules.profile_form import (
    STANDARD_FORM,
    Condition,
    FormSection,
    ProfileForm,
    Question,
    QuotationRules,
)
from contest_portal.kernel.money import Money
from tests.factories.contests import RULEBOOK
from tests.factories.profile_forms import BUYER, MARKET, PLACE, SOURCE, WATER, form_with

FREE = replace(SOURCE, condition=None)
QUOTES = QuotationRules(Money.soles(1_000))


def told(form: ProfileForm) -> list[str]:
    return [problem.text for problem in form_draft_problems(replace(RULEBOOK, form=form))]


def codes(form: ProfileForm) -> list[str]:
    return [problem.code for problem in form_draft_problems(replace(RULEBOOK, form=form))]


def section_changed(code: str, **changes: object) -> ProfileForm:
    return ProfileForm(
        tuple(replace(one, **changes) if one.code == code else one for one in STANDARD_FORM.sections)
    )


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        pytest.param(replace(WATER, code="a" * 20), [], id="longest code"),
        pytest.param(replace(WATER, code="a" * 21), ["form.bad_code"], id="code too long"),
        pytest.param(replace(WATER, code="1a"), ["form.bad_code"], id="code begins with a digit"),
        pytest.param(replace(WATER, code="año"), ["form.bad_code"], id="code with an ñ"),
        pytest.param(replace(WATER, code="agua\n"), ["form.bad_code"], id="code with a line end"),
        pytest.param(replace(WATER, code=""), ["form.bad_code"], id="no code"),
        pytest.param(replace(WATER, label="a" * 200), [], id="longest question"),
        pytest.param(replace(WATER, help="a" * 500), [], id="longest help"),
        pytest.param(replace(PLACE, options=tuple(map(str, range(20)))), [], id="most options"),
        pytest.param(replace(PLACE, options=("Feria", "a" * 80)), [], id="longest option"),
        pytest.param(replace(PLACE, options=("Feria", "")), ["form.bad_option"], id="empty option"),
        pytest.param(
            replace(PLACE, options=("Sí",) * 21), ["form.few_options", "form.bad_option"], id="both"
        ),
        pytest.param(replace(PLACE, most=2), ["form.limits"], id="one of a list has no limits"),
        pytest.param(replace(FREE, least=3, most=3), [], id="all have to be ticked"),
        pytest.param(replace(FREE, least=0), ["form.limits"], id="none has to be ticked"),
        pytest.param(replace(BUYER, least=41), ["form.limits"], id="least above most"),
        pytest.param(replace(BUYER, least=40), [], id="of one length"),
    ],
)
def test_questions_at_the_edge(question: Question, expected: list[str]) -> None:
    assert codes(form_with(question)) == expected


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        pytest.param(section_changed("goods", title="a" * 80, help="a" * 500), [], id="longest words"),
        pytest.param(section_changed("goods", least_rows=60, most_rows=60), [], id="most rows"),
        pytest.param(section_changed("assets", most_rows=0), ["form.rows"], id="no row at all"),
        pytest.param(section_changed("goods", quotations=QUOTES), [], id="quotations of goods"),
        pytest.param(section_changed("sales", quotations=QUOTES), ["form.quotations"], id="of sales"),
        pytest.param(
            form_with(own=(replace(MARKET, questions=(PLACE,), quotations=QUOTES),)),
            ["form.quotations"],
            id="of a part of its own",
        ),
        pytest.param(form_with(own=(FormSection("s1", "a" * 81),)), ["form.title"], id="own title too long"),
        pytest.param(
            form_with(*(replace(WATER, code=f"p{n}", label=f"Pregunta {n}") for n in range(60))),
            [],
            id="most questions",
        ),
        pytest.param(ProfileForm(()), ["form.left_out"] * 4, id="nothing asked"),
        pytest.param(
            form_with(WATER, own=(FormSection("s1", "Otra", questions=(replace(WATER, code="otra"),)),)),
            [],
            id="the same words in two parts",
        ),
    ],
)
def test_forms_at_the_edge(form: ProfileForm, expected: list[str]) -> None:
    assert codes(form) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (replace(WATER, most=3), "Los límites de «¿Tienen agua para riego?» no valen: —. "),
        (replace(BUYER, most=201), "Los límites de «¿Quién compra más?» no valen: 1 – 200. "),
        (replace(FREE, most=4), "Los límites de «¿De dónde viene?» no valen: 1 – 3. "),
    ],
)
def test_wrong_limits_are_told_with_those_that_hold(question: Question, expected: str) -> None:
    assert told(form_with(question)) == [f"{expected}Corríjalos o déjelos en blanco."]


def test_a_condition_may_look_back_to_another_part_and_not_ahead() -> None:
    asked = replace(PLACE, condition=Condition("agua", "no"))
    own = FormSection("s1", "El mercado", questions=(asked,))
    behind = form_with(WATER, own=(own,))
    ahead = ProfileForm((behind.sections[0], own, *behind.sections[1:-1]))

    assert (codes(behind), codes(ahead)) == ([], ["form.condition_later"])
