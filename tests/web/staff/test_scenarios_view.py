"""Scenarios in words: what has no proof says so, and a group of which nothing is known counts for nobody."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from contest_portal.allocation.rules.scenario import Scenario
from contest_portal.allocation.what_if import Basis, Column, compare
from contest_portal.kernel.problems import Problem
from contest_portal.web.staff.scenarios_view import Cell, scenarios_view
from tests.allocation.builders import inputs, passed
from tests.factories.contests import RULEBOOK

UNASKED = Session()
"""Bound to no database: without scenarios nothing is read."""

BASIS = Basis(
    contest_id=1,
    state=None,
    inputs=inputs(passed("A", 1, 5_000), passed("B", 2, 6_000), IDEA=12_000, MARCHA=60_000),
    lines=None,
    rulebook=RULEBOOK,
    groups={},
)


@pytest.fixture(autouse=True)
def spoken(worker_app: Flask) -> Iterator[None]:
    with worker_app.test_request_context("/"):
        yield


def test_a_scenario_without_proof_has_no_figures_and_says_so() -> None:
    (first,) = compare(UNASKED, BASIS, ())
    unproven = Problem("allocation.unproven", field="rule", message="No se pudo demostrar.")
    column = Column(Scenario("best_total"), replace(BASIS.inputs, rule="best_total"), None, (unproven,))

    view = scenarios_view(BASIS, [first, column], ["A"], {})

    (scenario,) = view.scenarios
    assert (scenario.is_unproven, scenario.problems) == (True, ("No se pudo demostrar.",))
    assert (scenario.summary, scenario.changes) == ((), ())
    assert {measure.cells["A"] for measure in (*view.measures, *view.envelopes)} == {Cell("—")}


def test_groups_of_which_no_member_is_known_are_counted_apart() -> None:
    view = scenarios_view(BASIS, compare(UNASKED, BASIS, ()), [], {})

    women = view.measures[-1].cells["bases"]
    assert (women.text, women.figures[-1]) == ("2 grupos sin dato", ("Grupos sin dato", 2))
