"""What scanners look for is not there: no history of the program, no listing, no console, no method but ours."""

import pytest
from flask import Flask

from tests.page_client import PageClient

SOUGHT = (
    *("/.git/HEAD", "/.git/config", "/.gitignore", "/.env", "/.svn/entries", "/.DS_Store", "/.well-known/x"),
    *("/app.db", "/instance/portal.sqlite", "/portal.sqlite-wal", "/instance/secret_key", "/backup.zip"),
    *("/pyproject.toml", "/requirements.txt", "/wsgi.py", "/contest_portal/config.py", "/docs/operations.md"),
    *(
        "/assets/",
        "/assets/x/",
        "/assets/x/js/",
        "/vendor/x/",
        "/static/",
        "/storage/",
        "/templates/base.html",
    ),
    *(
        "/assets/x/app.db-wal",
        "/assets/x/js/portal.js.map",
        "/assets/x/js/portal.js~",
        "/assets/x/%2e%2e/wsgi.py",
    ),
    *(
        "/console",
        "/_debug_toolbar/",
        "/metrics",
        "/server-status",
    ),
    *(
        "/docs",
        "/swagger.json",
        "/openapi.json",
        "/api",
        "/graphql",
        "/admin",
        "/phpinfo.php",
        "/actuator/env",
    ),
)
"""`/metricas` and `/listo` have tests of their own (test_health.py)."""
INSIDE = ("Traceback", "Werkzeug", "site-packages", "Index of", "SECRET")


@pytest.mark.parametrize("address", SOUGHT)
def test_what_is_no_page_is_not_found_and_tells_nothing(client: PageClient, address: str) -> None:
    answer = client.get(address, follow_redirects=True)

    assert answer.status_code == 404
    assert [word for word in INSIDE if word in answer.text or word in str(answer.headers)] == []


def test_the_debugger_s_words_are_words_like_any(app: Flask, client: PageClient) -> None:
    plain, asked = (client.get(one) for one in ("/", "/?__debugger__=yes&cmd=resource&f=style.css"))

    assert (app.debug, asked.status_code, asked.mimetype) == (False, 200, plain.mimetype)


def test_no_address_answers_to_a_method_that_is_not_its_own(app: Flask) -> None:
    """TRACE, CONNECT and those that write files: at every address, by the map of addresses alone."""
    taken = {
        (rule.endpoint, method)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"GET", "HEAD", "POST", "OPTIONS"}
    }

    assert taken == set()


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PUT", "DELETE", "PATCH", "PROPFIND"])
def test_such_a_method_is_refused_and_nothing_is_sent_back(client: PageClient, method: str) -> None:
    answer = client.open("/ingresar", method=method, headers={"X-Eco": "palabra-que-vuelve"})

    assert (answer.status_code, "palabra-que-vuelve" in answer.text) == (405, False)
