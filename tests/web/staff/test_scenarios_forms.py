"""Scenarios as an address asks for them: what cannot be is said beside its field."""

from collections.abc import Sequence
from urllib.parse import urlencode

import pytest
from flask import Flask

from contest_portal.allocation.rules.inputs import EnvelopeInput
from contest_portal.allocation.rules.scenario import Scenario
from contest_portal.contests.rules.allocation_terms import Limit, LimitOf
from contest_portal.kernel.money import Money
from contest_portal.web.shared.filters import say
from contest_portal.web.staff.scenarios_forms import ScenarioForm, address_problems, scenario_forms
from tests.allocation.builders import inputs, passed
from tests.factories.contests import RULEBOOK

BASE = inputs(passed("A", 1, 5_000), IDEA=40_000, MARCHA=60_000)
Asked = dict[str, str | list[str]]


def said(forms: Sequence[ScenarioForm]) -> list[str]:
    errors = [str(error) for form in forms for field in form for error in field.errors]
    return [*map(say, address_problems(forms)), *errors]


def test_an_address_is_read_whole(worker_app: Flask) -> None:
    asked = {
        "a-regla": "best_total",
        "a-sobre-MARCHA": "61,000.50",
        "a-maximo": "9000",
        "a-limite-para": "line:cuyes",
        "a-limite-grupos-min": "1",
        "c-regla": "equal_share",
        "c-minimo": "1000",
        "c-ganadores": "3",
    }
    with worker_app.test_request_context(f"/?{urlencode(asked)}"):
        forms = scenario_forms(BASE, RULEBOOK, {})

        found = [form.scenario() for form in forms]

        assert said(forms) == []
    assert found == [
        Scenario(
            "best_total",
            amounts=(EnvelopeInput("MARCHA", Money.soles(61_000, 50)),),
            max_award=Money.soles(9_000),
            limit=Limit(LimitOf.LINE, "cuyes", 1),
        ),
        None,
        Scenario("equal_share", min_award=Money.soles(1_000), most_winners=3),
    ]


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        pytest.param({"a-regla": "lottery"}, "No existe la regla «lottery»", id="an unknown rule"),
        pytest.param({"a-sobre-IDEA": "5"}, "Elija la regla de este escenario", id="no rule"),
        pytest.param(
            {"a-regla": "merit_order_skipping", "a-sobre-IDEA": "-1"},
            "«-1» no es un monto",
            id="a negative amount",
        ),
        pytest.param(
            {"a-regla": "merit_order_skipping", "a-maximo": "99999"},
            "El máximo por grupo va de",
            id="a maximum too high",
        ),
        pytest.param(
            {"a-regla": "merit_order_skipping", "a-parte": "50"},
            "La regla elegida no usa este dato",
            id="a term not read",
        ),
        pytest.param({"a-regla": "within_share", "a-parte": "101"}, "va de 1 a 100 %. Corrija", id="101 %"),
        pytest.param({"a-regla": "equal_share", "a-ganadores": "x"}, "«x» no vale aquí", id="no number"),
        pytest.param(
            {"a-regla": "best_total", "a-limite-grupos-min": "1"},
            "Elija para qué categoría",
            id="a limit of nothing",
        ),
        pytest.param(
            {"a-regla": "best_total", "a-limite-para": "line:oro", "a-limite-grupos-min": "1"},
            "«oro» no es de este concurso",
            id="a limit of elsewhere",
        ),
        pytest.param(
            {"a-regla": "best_total", "a-limite-para": "x"}, "«x» no se puede elegir", id="no such limit"
        ),
        pytest.param({"d-regla": "merit_order"}, "La dirección trae «d-regla»", id="a name of elsewhere"),
        pytest.param(
            {"a-regla": ["merit_order", "equal_share"]}, "La dirección trae «a-regla»", id="asked twice"
        ),
    ],
)
def test_what_cannot_be_is_said(worker_app: Flask, asked: Asked, text: str) -> None:
    with worker_app.test_request_context(f"/?{urlencode(asked, doseq=True)}"):
        forms = scenario_forms(BASE, RULEBOOK, {})
        for form in forms:
            form.scenario()

        (sentence,) = said(forms)

    assert text in sentence
