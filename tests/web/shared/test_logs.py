"""One line per request, and one id for all its lines."""

import json
import logging
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from contest_portal.config import Settings
from contest_portal.web.shared.logs import register_logs


@pytest.fixture
def talking(tiny_portal: Flask, settings: Settings) -> Iterator[Flask]:
    """The tiny portal in production, with its logs and two pages."""
    root = logging.getLogger()
    before = root.handlers[:]
    tiny_portal.extensions["settings"] = replace(settings, environment="production")
    register_logs(tiny_portal)

    def page() -> str:
        logging.getLogger("contest_portal.tests").info("inside", extra={"group_id": 7})
        return "ok"

    tiny_portal.add_url_rule("/pagina/<dni>", "page", lambda dni: page())
    yield tiny_portal
    root.handlers[:] = before


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_request_is_one_line_without_its_address(talking: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    talking.test_client().get("/pagina/45418672?nombre=Rosa")

    line = lines(capsys)[-1]
    assert {key: line[key] for key in ("event", "method", "endpoint", "status", "level")} == {
        "event": "request answered",
        "method": "GET",
        "endpoint": "page",
        "status": 200,
        "level": "info",
    }
    assert isinstance(line["ms"], int)
    assert not re.search("45418672|Rosa", json.dumps(line))


def test_lines_of_one_request_share_an_id_that_the_answer_names(
    talking: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    client = talking.test_client()
    answers = [client.get("/pagina/1").headers["X-Request-Id"] for _ in range(2)]

    seen = [line["request_id"] for line in lines(capsys)]
    assert seen == [answers[0], answers[0], answers[1], answers[1]]
    assert len(set(answers)) == 2


def test_id_sent_by_a_stranger_is_not_taken_over(talking: Flask) -> None:
    answer = talking.test_client().get("/pagina/1", headers={"X-Request-Id": "forged"})

    assert re.fullmatch("[0-9a-f]{16}", answer.headers["X-Request-Id"])


def test_files_are_served_in_silence(talking: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    talking.test_client().get("/assets/0/css/portal.css")

    assert lines(capsys) == []


def test_line_after_a_request_has_no_id(talking: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    talking.test_client().get("/assets/0/css/portal.css")
    logging.getLogger("contest_portal.tests").info("later")

    assert [line.get("request_id") for line in lines(capsys)] == [None]
