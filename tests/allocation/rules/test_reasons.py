"""The sentence of each reason, with the amounts that decided it."""

from dataclasses import replace

import pytest

from contest_portal.allocation.rules.inputs import AllocationInput
from contest_portal.allocation.rules.reasons import SENTENCES, explain
from contest_portal.allocation.rules.registry import allocate
from contest_portal.allocation.rules.results import Reason
from contest_portal.kernel.marks import Score
from tests.allocation.builders import below, disqualified, inputs, passed

ONE_OF_EACH = inputs(
    passed("A", 1, 10_000),
    passed("B", 2, 11_000, cents=50),
    passed("C", 3, 4_000),
    below("D", 6950),
    disqualified("E"),
    IDEA=15_000,
)


def sentences(rule: str, contest: AllocationInput = ONE_OF_EACH) -> dict[str, str]:
    chosen = replace(contest, rule=rule)
    result = allocate(rule, chosen)
    told = explain(result.lines, pass_mark=chosen.pass_mark, min_award=chosen.min_award)
    return {line.code: told[line.application_id].text.replace("\u00a0", " ") for line in result.lines}


def test_in_merit_order_the_first_that_does_not_fit_closes_the_envelope() -> None:
    assert sentences("merit_order") == {
        "A": "Puesto 1: recibe los S/ 10,000.00 que solicitó; en el sobre había S/ 15,000.00 y quedan S/ 5,000.00.",
        "B": "Puesto 2: solicitó S/ 11,000.50 y en el sobre solo quedan S/ 5,000.00; desde aquí, reserva.",
        "C": "Puesto 3: el sobre se cerró en B; espera en reserva con S/ 4,000.00 solicitados.",
        "D": "Obtuvo 69.50 puntos; el mínimo para aprobar es 70.00.",
        "E": "Fue descalificado según las bases; no entra en el reparto.",
    }


def test_who_is_skipped_reads_what_was_left_at_that_turn() -> None:
    told = sentences("merit_order_skipping")

    assert (
        told["B"] == "Puesto 2: solicitó S/ 11,000.50 y en su turno quedaban S/ 5,000.00; espera en reserva."
    )
    assert told["C"] == (
        "Puesto 3: recibe los S/ 4,000.00 que solicitó; en el sobre había S/ 5,000.00 y quedan S/ 1,000.00."
    )


def test_a_partial_award_reads_what_was_asked_and_what_is_given() -> None:
    told = sentences("merit_order_partial")

    assert told["B"] == (
        "Puesto 2: solicitó S/ 11,000.50 y recibe S/ 5,000.00, todo lo que quedaba en el sobre."
    )
    assert told["C"] == "Puesto 3: el sobre se cerró en B; espera en reserva con S/ 4,000.00 solicitados."


def test_a_rest_below_the_minimum_names_the_minimum() -> None:
    short = inputs(passed("A", 1, 14_000), passed("B", 2, 9_000), IDEA=15_000)

    assert sentences("merit_order_partial", short)["B"] == (
        "Puesto 2: solicitó S/ 9,000.00; los S/ 1,000.00 que quedan no llegan al mínimo de S/ 2,000.00."
    )


def test_the_pass_mark_is_written_as_the_contest_writes_it() -> None:
    exact = replace(inputs(below("A", 6999), IDEA=15_000), pass_mark=Score(70, 0))

    assert sentences("merit_order", exact)["A"] == "Obtuvo 69.99 puntos; el mínimo para aprobar es 70."


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_has_a_sentence(reason: Reason) -> None:
    assert SENTENCES[reason].endswith(".")


def test_who_was_disqualified_reads_the_attendance_that_did_it() -> None:
    result = allocate("merit_order", ONE_OF_EACH)
    (line,) = (line for line in result.lines if line.reason is Reason.DISQUALIFIED)
    figures = {"phase": "Campo", "present": "1", "households": "4", "share": "50"}

    told = explain(
        result.lines,
        pass_mark=ONE_OF_EACH.pass_mark,
        min_award=ONE_OF_EACH.min_award,
        absences={line.application_id: figures},
    )

    assert told[line.application_id].text == (
        "Descalificado en Campo: asistieron 1 de 4 hogares, menos del 50 % exigido; no entra en el reparto."
    )
