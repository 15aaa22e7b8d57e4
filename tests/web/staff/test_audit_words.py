"""The audit chain in words: subjects with their pages, facts with names, what has none as it was noted."""

import json
import re

import pytest
from flask import Flask

from contest_portal.kernel.canonical import Json
from contest_portal.web.shared.audit_fact_labels import AUDIT_FACT_LABELS
from contest_portal.web.shared.audit_labels import AUDIT_SUBJECT_LABELS
from contest_portal.web.staff.audit_words import (
    MOST_IN_A_LIST,
    facts_in_words,
    subject_in_words,
    subject_typed,
)
from tests.architecture.sources import modules

pytestmark = pytest.mark.usefixtures("request_context")


@pytest.fixture
def request_context(app: Flask) -> object:
    """Answer for a page in Spanish."""
    with app.test_request_context():
        yield


@pytest.mark.parametrize(
    ("subject", "name", "address"),
    [
        ("sheet:12", "Ficha 12", None),
        ("contest:3", "Concurso 3", "/oficina/concursos/3"),
        ("application:7", "Solicitud 7", "/oficina/solicitudes/7"),
        ("contest:x", "Concurso x", None),
        ("endpoint:staff.audit", "Página staff.audit", None),
        ("thing:1", "thing:1", None),
        ("", "", None),
    ],
)
def test_subjects_have_a_name_and_some_a_page(subject: str, name: str, address: str | None) -> None:
    words = subject_in_words(subject)

    assert (words.name, words.address) == (name, address)


@pytest.mark.parametrize(
    ("typed", "subject"),
    [
        ("Ficha 12", "sheet:12"),
        ("núcleo ejecutor 4", "executing_nucleus:4"),
        ("ficha", "sheet:"),
        ("Página", "endpoint:"),
        ("sheet:12", "sheet:12"),
        ("12", "12"),
        ("", ""),
    ],
)
def test_what_is_typed_is_a_subject(typed: str, subject: str) -> None:
    assert subject_typed(typed) == subject


@pytest.mark.parametrize(
    ("noted", "words"),
    [
        ({"version": 2, "part": "basics"}, [("versión", "2"), ("parte", "basics")]),
        ({"sha256": "0a" * 32}, [("huella", "0a0a0a0a0a0a0a0a…")]),
        ({"is_active": True, "has_dni": False}, [("activo", "sí"), ("con DNI completos", "no")]),
        ({"until": None, "reason": "", "persons": []}, [("hasta", "—"), ("motivo", "—"), ("personas", "—")]),
        ({"households": [1, 2]}, [("hogares", "1; 2")]),
        ({"filter": {"centre": "0101"}}, [("filtro", "centro: 0101")]),
        ({"places": [{"place": 1, "total": "8"}]}, [("puestos", "puesto: 1; puntaje: 8")]),
        ({"amount": 12_355_000, "awarded_cents": 5}, [("monto", "S/ 123,550.00"), ("repartido", "S/ 0.05")]),
        ({"amount": None}, [("monto", "—")]),
        ({"of_the_past": 1}, [("of_the_past", "1")]),
        (["a"], [("dato", "a")]),
    ],
)
def test_facts_have_names(noted: Json, words: list[tuple[str, str]]) -> None:
    assert list(facts_in_words(json.dumps(noted))) == words


def test_nothing_noted_is_no_fact() -> None:
    assert facts_in_words("") == ()


def test_long_lists_are_cut_and_say_so() -> None:
    [(_, value)] = facts_in_words(json.dumps({"seals": {str(n): "x" for n in range(MOST_IN_A_LIST + 3)}}))

    assert value.endswith("3: x y 3 más")


def test_every_subject_that_is_noted_has_a_name() -> None:
    noted = {
        noun
        for path in modules()
        for noun in re.findall(r'(?:subject=|return )f?"([a-z_]+):', path.read_text())
    }

    assert {"application", "award", "sheet"} <= noted <= set(AUDIT_SUBJECT_LABELS)


def test_names_are_sorted_by_their_code() -> None:
    assert list(AUDIT_SUBJECT_LABELS) == sorted(AUDIT_SUBJECT_LABELS)
    assert list(AUDIT_FACT_LABELS) == sorted(AUDIT_FACT_LABELS)
