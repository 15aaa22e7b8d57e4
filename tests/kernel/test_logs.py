"""Logs: one handler, ids kept, personal data blotted out."""

import json
import logging
import re
from collections.abc import Iterator
from threading import Thread

import pytest

from contest_portal.kernel.logs import (
    PortalLog,
    bind_request,
    blot,
    forget_request,
    only_warnings,
    set_up_logs,
)

log = logging.getLogger("contest_portal.tests.logs")


@pytest.fixture(autouse=True)
def root_handlers() -> Iterator[None]:
    """Put the root logger back as pytest had it."""
    root = logging.getLogger()
    before = root.handlers[:]
    yield
    root.handlers[:] = before
    forget_request()


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


@pytest.mark.parametrize(
    ("text", "blotted"),
    [
        ("DNI 45418672 no existe", "DNI [dni] no existe"),
        ("45418672,70000001", "[dni],[dni]"),
        ("rosa.inga+campo@fondos.example entró", "[correo] entró"),
        ("numbers 1234567 and 123456789 stay", "numbers 1234567 and 123456789 stay"),
        ("profile 12 sent", "profile 12 sent"),
    ],
)
def test_personal_data_is_blotted_out(text: str, blotted: str) -> None:
    assert blot(text) == blotted


def test_line_in_production_is_json_with_its_ids(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs(as_json=True)

    log.info("profile submitted", extra={"application_id": 12})

    (line,) = lines(capsys)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z", str(line.pop("timestamp")))
    line.pop("message", None)  # pytest's own handler leaves it on the record
    assert line == {
        "event": "profile submitted",
        "application_id": 12,
        "level": "info",
        "logger": "contest_portal.tests.logs",
    }


@pytest.mark.parametrize("as_json", [True, False])
def test_what_is_written_stays_one_line(capsys: pytest.CaptureFixture[str], *, as_json: bool) -> None:
    set_up_logs(as_json=as_json)
    breaks = ("\r\n", "\n", "\x1b[2K", "\x85", "\u2028", "\u2029", "\x00")

    for sign in breaks:
        log.info("a%sb", sign, extra={"seen": {"x": [f"c{sign}level=info forged"]}})

    written = capsys.readouterr().err
    assert len(written.splitlines()) == len(breaks)
    assert {sign for sign in breaks if sign != "\n" and sign in written} == set()


def test_line_on_a_desk_is_readable(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs(as_json=False)

    log.info("profile submitted", extra={"application_id": 12})

    line = capsys.readouterr().err
    assert "profile submitted" in line
    assert "application_id=12" in line
    assert line.count("\n") == 1


@pytest.mark.parametrize("as_json", [True, False])
def test_values_arguments_and_tracebacks_are_blotted_too(
    capsys: pytest.CaptureFixture[str], *, as_json: bool
) -> None:
    set_up_logs(as_json=as_json)

    try:
        raise ValueError("rosa@fondos.example has 45418672")
    except ValueError:
        log.exception(
            "failed for %s", "45418672", extra={"seen": ["rosa@fondos.example", {"dni": "45418672"}]}
        )

    written = capsys.readouterr().err
    assert "ValueError" in written
    assert ("45418672" in written, "rosa@" in written) == (False, False)


def test_lines_of_a_request_share_its_id(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs(as_json=True)

    bind_request("abc123")
    log.info("inside")
    forget_request()
    log.info("outside")

    assert [line.get("request_id") for line in lines(capsys)] == ["abc123", None]


def test_setting_up_twice_writes_each_line_once(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs(as_json=True)
    set_up_logs(as_json=True)

    log.info("once")

    assert [line["event"] for line in lines(capsys)] == ["once"]
    assert len([one for one in logging.getLogger().handlers if isinstance(one, PortalLog)]) == 1


def test_lower_levels_are_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs(as_json=True)

    log.debug("detail")

    assert lines(capsys) == []


def test_only_warnings_are_written_while_a_command_runs_many_use_cases(
    capsys: pytest.CaptureFixture[str],
) -> None:
    set_up_logs(as_json=False)

    with only_warnings():
        log.info("one of hundreds")
        log.warning("worth a look")
        other = Thread(target=log.info, args=("of another request",))
        other.start()
        other.join()
    log.info("after it")

    written = capsys.readouterr().err
    words = ("one of hundreds", "worth a look", "of another request", "after it")
    assert [word in written for word in words] == [False, True, True, True]


def test_an_inner_piece_of_work_does_not_end_the_quiet_of_the_outer(
    capsys: pytest.CaptureFixture[str],
) -> None:
    set_up_logs(as_json=True)

    with only_warnings():
        with only_warnings():
            log.info("inner")
        log.info("outer")
    log.info("after")

    assert [line["event"] for line in lines(capsys)] == ["after"]


def test_lines_are_written_again_after_work_that_failed(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs(as_json=True)

    with pytest.raises(ValueError, match="gave up"), only_warnings():
        raise ValueError("gave up")
    log.info("after")

    assert [line["event"] for line in lines(capsys)] == ["after"]


@pytest.mark.parametrize(
    ("level", "written"),
    [
        (logging.INFO, []),
        (logging.WARNING - 1, []),
        (logging.WARNING, ["line"]),
        (logging.ERROR, ["line"]),
        (logging.CRITICAL, ["line"]),
    ],
)
def test_in_the_quiet_a_line_is_written_from_a_warning_on(
    capsys: pytest.CaptureFixture[str], level: int, written: list[str]
) -> None:
    set_up_logs(as_json=True)

    with only_warnings():
        log.log(level, "line")

    assert [line["event"] for line in lines(capsys)] == written


def test_a_failure_in_the_quiet_is_blotted_out_too(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs(as_json=True)

    with only_warnings():
        log.error("no DNI 45418672", extra={"seen": {"dni": ("45418672",)}})

    (line,) = lines(capsys)
    assert (line["event"], line["seen"]) == ("no DNI [dni]", {"dni": ["[dni]"]})
