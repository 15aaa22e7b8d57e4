"""Every answer forbids what the portal does not do."""

import pytest
from flask import Flask, Response

from contest_portal.web.shared.security import CONTENT_SECURITY_POLICY, HEADERS


@pytest.fixture
def app(tiny_portal: Flask) -> Flask:
    """The tiny portal with a page, a failing page and one with rules of its own."""
    tiny_portal.add_url_rule("/page", "page", lambda: "texto")
    tiny_portal.add_url_rule(
        "/public", "public", lambda: Response("texto", headers={"Cache-Control": "public, max-age=60"})
    )
    return tiny_portal


@pytest.mark.parametrize("path", ["/page", "/absent", "/vendor/x/bootstrap.min.css"])
def test_every_answer_carries_every_header(app: Flask, path: str) -> None:
    response = app.test_client().get(path)

    assert {name: response.headers[name] for name in HEADERS} == dict(HEADERS)


def test_policy_allows_no_inline_code_and_no_other_site() -> None:
    rules = dict(rule.split(" ", 1) for rule in CONTENT_SECURITY_POLICY.split("; "))

    assert rules == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "manifest-src": "'self'",
        "worker-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }


@pytest.mark.parametrize(
    ("scheme", "expected"), [("https", "max-age=31536000; includeSubDomains"), ("http", None)]
)
def test_strict_transport_only_over_https(app: Flask, scheme: str, expected: str | None) -> None:
    response = app.test_client().get("/page", base_url=f"{scheme}://fondos.example")

    assert response.headers.get("Strict-Transport-Security") == expected


@pytest.mark.parametrize(
    ("path", "expected"), [("/page", "private, no-cache"), ("/public", "public, max-age=60")]
)
def test_pages_are_private_unless_they_say_otherwise(app: Flask, path: str, expected: str) -> None:
    assert app.test_client().get(path).headers["Cache-Control"] == expected
