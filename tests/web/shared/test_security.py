"""Every answer forbids what the portal does not do."""

import re

import pytest
from flask import Flask, Response

from contest_portal.web.shared.security import CONTENT_SECURITY_POLICY, HEADERS
from tests.architecture.sources import modules, name_of


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


@pytest.mark.parametrize(("path", "expected"), [("/page", "no-store"), ("/public", "public, max-age=60")])
def test_what_a_signed_in_person_sees_is_kept_nowhere_and_for_nobody_else(
    app: Flask, path: str, expected: str
) -> None:
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = "1:0"

    answer = client.get(path)

    assert answer.headers["Cache-Control"] == expected
    assert "Cookie" in answer.headers.get("Vary", "") or expected != "no-store"


def test_few_say_otherwise_how_long_an_answer_is_kept() -> None:
    """Files of the program, and small copies of photos, which signing out clears."""
    kept = {
        name_of(path)
        for path in modules()
        if re.search(r"max-age=|FOREVER", path.read_text()) and "Cache-Control" in path.read_text()
    }

    assert kept == {
        "contest_portal/web/shared/assets.py",
        "contest_portal/web/shared/attachment_file.py",
        "contest_portal/web/shared/security.py",
    }
