"""Values noted in the audit chain, as its pages write them: nested, long, empty, amounts that are none."""

import json

import pytest
from flask import Flask

from contest_portal.kernel.canonical import Json
from contest_portal.web.staff.audit_words import (
    LONGEST_VALUE,
    facts_in_words,
    subject_in_words,
    subject_typed,
)

pytestmark = pytest.mark.usefixtures("request_context")


@pytest.fixture
def request_context(app: Flask) -> object:
    """Answer for a page in Spanish."""
    with app.test_request_context():
        yield


@pytest.mark.parametrize(
    ("noted", "words"),
    [
        pytest.param({}, [], id="nothing in it"),
        pytest.param(None, [("dato", "—")], id="null"),
        pytest.param("x", [("dato", "x")], id="a text alone"),
        pytest.param({"version": 0}, [("versión", "0")], id="nought is a value"),
        pytest.param({"version": False}, [("versión", "no")], id="no is a value"),
        pytest.param({"amount": "12"}, [("monto", "12")], id="an amount in text"),
        pytest.param({"amount": 0}, [("monto", "S/ 0.00")], id="no money"),
        pytest.param({"amount": -150}, [("monto", "-S/ 1.50")], id="less money"),
        pytest.param({"households": [1, 2, 3, 4]}, [("hogares", "1; 2; 3; 4")], id="four"),
        pytest.param({"households": [1, 2, 3, 4, 5]}, [("hogares", "1; 2; 3; 4 y 1 más")], id="five"),
        pytest.param({"households": [None, "", []]}, [("hogares", "—; —; —")], id="empty ones"),
        pytest.param({"filter": {"filter": {"until": None}}}, [("filtro", "filtro: hasta: —")], id="nested"),
        pytest.param(
            {"places": [{"amount": 100}]}, [("puestos", "monto: S/ 1.00")], id="an amount in a list"
        ),
        pytest.param({"sha256": "0A" * 32}, [("huella", "0A" * 32)], id="capitals are no hash of ours"),
        pytest.param({"sha256": "ab" * 31}, [("huella", "ab" * 31)], id="too short for a hash"),
        pytest.param({"reason": "a" * 64}, [("motivo", f"{'a' * LONGEST_VALUE}…")], id="looks like a hash"),
        pytest.param({"reason": "z" * 64}, [("motivo", "z" * 64)], id="a text as long as one"),
        pytest.param({"until": "a", "version": 1}, [("hasta", "a"), ("versión", "1")], id="in their order"),
    ],
)
def test_values_are_written_for_readers(noted: Json, words: list[tuple[str, str]]) -> None:
    assert list(facts_in_words(json.dumps(noted))) == words


@pytest.mark.parametrize(
    ("subject", "name", "has_page"),
    [
        ("contest:", "Concurso ", False),
        ("contest:-3", "Concurso -3", False),
        ("application:7:2", "Solicitud 7:2", False),
        ("contest", "Concurso ", False),
        (":3", ":3", False),
        ("Contest:3", "Contest:3", False),
        ("contest:3", "Concurso 3", True),
    ],
)
def test_only_a_number_leads_to_a_page(subject: str, name: str, *, has_page: bool) -> None:
    words = subject_in_words(subject)

    assert (words.name, words.address is not None) == (name, has_page)


@pytest.mark.parametrize(
    ("typed", "subject"),
    [
        ("SOLICITUD 7", "application:7"),
        ("pagina", "endpoint:"),
        ("solicitud", "application:"),
        ("Solicitud x", "Solicitud x"),
        ("solicitud7", "solicitud7"),
        ("Cosa 7", "Cosa 7"),
        ("application:", "application:"),
    ],
)
def test_names_are_understood_without_case_and_accents(typed: str, subject: str) -> None:
    assert subject_typed(typed) == subject
