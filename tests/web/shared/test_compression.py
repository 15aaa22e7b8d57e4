"""Pages travel compressed, to those who can read that, and their size keeps its secrets."""

import gzip
from collections.abc import Iterator

import pytest
from flask import Flask, Response

GZIP = {"Accept-Encoding": "gzip"}
TEXT = "quinua, kiwicha y tarwi. " * 200


@pytest.fixture
def app(tiny_portal: Flask) -> Flask:
    """The tiny portal with a few answers to compress."""

    def streamed() -> Iterator[str]:
        yield TEXT

    encoded = Response(b"already" * 200, headers={"Content-Encoding": "br"}, mimetype="text/html")
    answers = {
        "page": lambda: Response(TEXT, mimetype="text/html"),
        "json": lambda: {"text": TEXT},
        "short": lambda: Response("corto", mimetype="text/html"),
        "picture": lambda: Response(b"\x89PNG" * 500, mimetype="image/png"),
        "encoded": lambda: encoded,
        "streamed": lambda: Response(streamed(), mimetype="text/plain"),
        "exact": lambda: Response(TEXT, mimetype="text/plain", headers={"Cache-Control": "no-transform"}),
        "error": lambda: (TEXT, 404),
    }
    for name, answer in answers.items():
        tiny_portal.add_url_rule(f"/{name}", name, answer)
    return tiny_portal


@pytest.mark.parametrize("name", ["page", "json", "error"])
def test_text_is_compressed(app: Flask, name: str) -> None:
    plain = app.test_client().get(f"/{name}")

    zipped = app.test_client().get(f"/{name}", headers=GZIP)

    assert (zipped.content_encoding, zipped.status_code) == ("gzip", plain.status_code)
    assert gzip.decompress(zipped.get_data()) == plain.get_data()
    assert zipped.content_length == len(zipped.get_data()) < len(plain.get_data())


@pytest.mark.parametrize("name", ["short", "picture", "streamed", "exact"])
def test_what_gains_nothing_is_left_alone(app: Flask, name: str) -> None:
    assert app.test_client().get(f"/{name}", headers=GZIP).content_encoding is None


def test_other_encoding_is_left_alone(app: Flask) -> None:
    assert app.test_client().get("/encoded", headers=GZIP).content_encoding == "br"


@pytest.mark.parametrize("accepted", ["", "br", "gzip;q=0", "identity"])
def test_page_is_plain_for_those_who_do_not_accept_gzip(app: Flask, accepted: str) -> None:
    response = app.test_client().get("/page", headers={"Accept-Encoding": accepted})

    assert (response.content_encoding, response.get_data(as_text=True)) == (None, TEXT)


@pytest.mark.parametrize("headers", [{}, GZIP])
def test_caches_are_told_that_the_answer_varies(app: Flask, headers: dict[str, str]) -> None:
    assert "Accept-Encoding" in app.test_client().get("/page", headers=headers).headers["Vary"]


def test_length_of_the_same_page_differs_from_time_to_time(app: Flask) -> None:
    client = app.test_client()

    lengths = {client.get("/page", headers=GZIP).content_length for _ in range(40)}

    assert len(lengths) > 1


def test_etag_of_a_compressed_page_is_its_own(app: Flask) -> None:
    def tagged() -> Response:
        response = Response(TEXT, mimetype="text/html")
        response.set_etag("abc")
        return response

    app.add_url_rule("/tagged", "tagged", tagged)
    client = app.test_client()

    assert client.get("/tagged").headers["ETag"] == '"abc"'
    assert client.get("/tagged", headers=GZIP).headers["ETag"] == 'W/"abc-gzip"'
