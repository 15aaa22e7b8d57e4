"""The time left, in words."""

from datetime import timedelta

import pytest
from flask import Flask

from contest_portal.web.applicant.deadline import deadline
from tests.factories.contests import CLOSES, OPENS


@pytest.mark.parametrize(
    ("left", "words", "tone"),
    [
        (timedelta(days=5, hours=3), "Faltan 5 días.", "info"),
        (timedelta(days=2), "Faltan 2 días.", "info"),
        (timedelta(days=1, hours=23), "Falta 1 día y 23 horas.", "warn"),
        (timedelta(days=1, hours=1), "Falta 1 día y 1 hora.", "warn"),
        (timedelta(days=1), "Falta 1 día.", "warn"),
        (timedelta(hours=7, minutes=59), "Faltan 7 horas.", "warn"),
        (timedelta(minutes=1), "Falta 1 minuto.", "warn"),
        (timedelta(seconds=59), "Falta menos de un minuto.", "warn"),
        (timedelta(0), "El plazo terminó.", "bad"),
        (-timedelta(days=1), "El plazo terminó.", "bad"),
    ],
    ids=str,
)
def test_the_time_left_needs_no_arithmetic(app: Flask, left: timedelta, words: str, tone: str) -> None:
    with app.test_request_context("/"):
        found = deadline(CLOSES - left, OPENS, CLOSES)

    assert (found.words, found.tone, found.is_open) == (words, tone, left > timedelta(0))


def test_a_call_that_has_not_opened_is_not_open(app: Flask) -> None:
    with app.test_request_context("/"):
        found = deadline(OPENS - timedelta(seconds=1), OPENS, CLOSES)

    assert (found.is_open, found.words) == (False, "La convocatoria todavía no se abre.")
