"""A form whose line broke is refused, whatever the server says of its end."""

import pytest
from flask import Flask, request

from contest_portal.web.shared.whole_bodies import register_whole_bodies

BODY = b"said=una+frase+entera"


@pytest.mark.parametrize(
    ("length", "answer"),
    [(str(len(BODY)), (200, "una frase entera")), (str(len(BODY) + 1), (400, "")), ("", (400, ""))],
    ids=["whole", "cut", "in chunks, as long as it likes"],
)
def test_a_form_that_was_cut_is_refused_and_a_whole_one_is_read(length: str, answer: tuple[int, str]) -> None:
    app = Flask("tiny")
    register_whole_bodies(app)
    app.add_url_rule("/", "what", lambda: request.form["said"], methods=["POST"])

    got = app.test_client().post(
        "/",
        data=BODY,
        content_type="application/x-www-form-urlencoded",
        environ_overrides={"CONTENT_LENGTH": length, "wsgi.input_terminated": True},
    )

    assert (got.status_code, got.text if got.status_code == 200 else "") == answer
