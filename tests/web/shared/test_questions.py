"""A question that no script asked is asked by the server, and the same is sent again."""

import io
import json

import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from markupsafe import Markup

from contest_portal.web.shared.questions import as_question, register_questions
from tests.page_client import check_page
from tests.web.shared.tiny_portal import make_tiny_portal

WORDS = {
    "title": "¿Retirar a D'Ann?",
    "text": "No vuelve a entrar.",
    "accept": "Retirar",
    "cancel": "No, volver",
    "tone": "danger",
}
ASKED = {"question": json.dumps(WORDS), "version": "3", "tag": ["a", "b"]}


@pytest.fixture
def received() -> list[dict[str, list[str]]]:
    """What the deed was sent."""
    return []


@pytest.fixture
def portal(received: list[dict[str, list[str]]]) -> FlaskClient:
    app: Flask = make_tiny_portal(WTF_CSRF_ENABLED=False)
    register_questions(app)

    def save() -> tuple[str, int]:
        received.append(request.form.to_dict(flat=False))
        return "", 204

    app.add_url_rule("/save", "save", save, methods=["POST"])
    return app.test_client()


def test_the_question_is_shown_and_nothing_is_done(
    portal: FlaskClient, received: list[dict[str, list[str]]]
) -> None:
    answer = portal.post("/save", data=ASKED, headers={"Referer": "http://localhost/jurado?p=2"})
    page = answer.get_data(as_text=True)

    check_page(page)
    assert (answer.status_code, received) == (200, [])
    assert "¿Retirar a D&#39;Ann?" in page
    assert 'href="/jurado?p=2"' in page


def test_the_page_sends_the_same_without_the_question(
    portal: FlaskClient, received: list[dict[str, list[str]]]
) -> None:
    page = portal.post("/save", data=ASKED).get_data(as_text=True)
    kept = ['name="version" value="3"', 'name="tag" value="a"', 'name="tag" value="b"']

    assert all(field in page for field in kept)
    assert 'name="question"' not in page


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"question": "no es JSON"},
        {"question": "[1]"},
        {"question": json.dumps({"title": "Sin lo demás"})},
    ],
    ids=["answered", "no JSON", "no words", "half"],
)
def test_without_a_whole_question_the_deed_is_done(
    portal: FlaskClient, received: list[dict[str, list[str]]], sent: dict[str, str]
) -> None:
    answer = portal.post("/save", data={**sent, "version": "3"})

    assert (answer.status_code, [given["version"] for given in received]) == (204, [["3"]])


def test_a_file_cannot_be_sent_again_so_it_is_not_lost_to_a_question(
    portal: FlaskClient, received: list[dict[str, list[str]]]
) -> None:
    answer = portal.post("/save", data={**ASKED, "photo": (io.BytesIO(b"x"), "foto.jpg")})

    assert (answer.status_code, len(received)) == (204, 1)


@pytest.mark.parametrize(
    "before",
    ["http://otro.example/x", "", "http://localhost//otro.example/x", "javascript:alert(1)"],
    ids=["elsewhere", "unknown", "elsewhere within", "a script"],
)
def test_no_leads_back_within_the_portal_alone(portal: FlaskClient, before: str) -> None:
    page = portal.post("/save", data=ASKED, headers={"Referer": before}).get_data(as_text=True)

    assert '<a class="button button-secondary" href="/">No, volver</a>' in page


def test_words_are_plain_whatever_the_translation_escaped() -> None:
    written = as_question({**WORDS, "title": Markup("¿Retirar a %s?") % "D'Ann"})

    assert json.loads(written) == WORDS
