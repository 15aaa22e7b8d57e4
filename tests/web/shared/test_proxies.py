"""Headers of proxies: believed only as far as proxies are trusted."""

from pathlib import Path

import pytest
from flask import Flask, request

from contest_portal.config import Settings
from contest_portal.web.shared.proxies import register_proxies

HEADERS = {
    "X-Forwarded-For": "203.0.113.9, 198.51.100.7",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "fondos.example",
}


@pytest.mark.parametrize(
    ("trusted", "seen"),
    [
        pytest.param(0, "127.0.0.1 http://localhost/", id="none trusted"),
        pytest.param(1, "198.51.100.7 https://fondos.example/", id="one trusted"),
    ],
)
def test_headers_are_believed_of_trusted_proxies_only(tmp_path: Path, trusted: int, seen: str) -> None:
    app = Flask("tiny")
    app.extensions["settings"] = Settings("testing", "unused", "s", tmp_path, "x", trusted_proxies=trusted)
    register_proxies(app)
    app.add_url_rule("/", "where", lambda: f"{request.remote_addr} {request.url}")

    assert app.test_client().get("/", headers=HEADERS).text == seen
