"""Pages over a real socket: what comes, what is asked again, what is given up, and where the token never goes."""

import logging
import ssl
import urllib.error
from datetime import UTC, datetime
from email.message import Message

import pytest

from contest_portal.registry.reference.server import Misbehaviour
from contest_portal.registry.rules.backoff import Patience
from contest_portal.registry.rules.source_pages import ReadPage
from contest_portal.registry.rules.source_run import Fault, FetchStopped
from contest_portal.registry.sources.http_pages import HttpPages, Surroundings, _reason, retry_after_ms
from contest_portal.registry.sources.protocol import PageRequest
from tests.factories.registry_files import AT
from tests.factories.sources import HASTY, TOKEN, Waits, feed, reference_server, served, surroundings

FIRST = PageRequest(cursor=None, since=None)


def every_page(pages: HttpPages, since: str | None = None) -> list[ReadPage]:
    found = [pages.fetch(PageRequest(None, since))]
    while found[-1].next_cursor:
        found.append(pages.fetch(PageRequest(found[-1].next_cursor, since)))
    return found


def codes(pages: list[ReadPage]) -> list[list[str]]:
    return [[household.code for household in page.households] for page in pages]


def fault_of(pages: HttpPages) -> Fault:
    with pytest.raises(FetchStopped) as stop:
        pages.fetch(FIRST)
    return stop.value.fault


def test_pages_follow_one_another_to_the_last() -> None:
    with served(reference_server(size=5, page_size=2)) as address:
        pages = every_page(feed(address))

    assert codes(pages) == [["RR-3-000000", "RR-3-000001"], ["RR-3-000002", "RR-3-000003"], ["RR-3-000004"]]
    assert {(page.watermark, page.total) for page in pages} == {("r1", 5)}


def test_only_what_changed_since_is_asked_for_and_the_cursor_carries_it() -> None:
    server = reference_server(size=30, page_size=2)
    with served(server) as address:
        watermark = every_page(feed(address))[0].watermark
        server.advance()
        server.asked.clear()
        pages = every_page(feed(address), since=watermark)

    assert codes(pages) == [["RR-3-000008", "RR-3-000018"], ["RR-3-000028"]]
    assert server.asked[0] == "since=r1"
    assert ["since" in query for query in server.asked] == [True, False]


@pytest.mark.parametrize("fault", [Misbehaviour.UNAVAILABLE, Misbehaviour.BROKEN, Misbehaviour.CUT])
def test_what_passes_by_itself_is_asked_again_after_a_growing_wait(fault: Misbehaviour) -> None:
    waits = Waits()
    with served(reference_server(faults=[fault, fault])) as address:
        page = feed(address, waits=waits).fetch(FIRST)

    assert (len(page.households), waits.waits) == (2, [100, 200])


def test_retry_after_is_honoured() -> None:
    waits = Waits()
    with served(reference_server(faults=[Misbehaviour.BUSY])) as address:
        feed(address, waits=waits).fetch(FIRST)

    assert waits.waits == [7_000]


def test_a_source_that_asks_for_more_patience_than_there_is_is_left_alone() -> None:
    waits = Waits()
    server = reference_server(faults=[Misbehaviour.BUSY])
    with served(server) as address:
        impatient = HttpPages(
            address, TOKEN, Patience(longest_wait_ms=6_999), surroundings=surroundings(waits)
        )
        fault = fault_of(impatient)

    assert (fault, waits.waits, len(server.asked)) == (Fault.BUSY, [], 1)


@pytest.mark.parametrize(
    ("fault", "expected", "asked"),
    [
        (Misbehaviour.UNAVAILABLE, Fault.BUSY, 3),
        (Misbehaviour.BROKEN, Fault.BROKEN, 3),
        (Misbehaviour.CUT, Fault.BROKEN, 3),
        (Misbehaviour.WRONG_JSON, Fault.PAGE_MALFORMED, 1),
        (Misbehaviour.WRONG_SHAPE, Fault.PAGE_MALFORMED, 1),
        (Misbehaviour.HUGE, Fault.PAGE_TOO_LARGE, 1),
        (Misbehaviour.ELSEWHERE, Fault.REDIRECTED, 1),
        (Misbehaviour.TOKEN_EXPIRED, Fault.TOKEN_REFUSED, 1),
        (Misbehaviour.CURSOR_EXPIRED, Fault.CURSOR_EXPIRED, 1),
    ],
)
def test_what_goes_on_failing_has_its_reason(fault: Misbehaviour, expected: Fault, asked: int) -> None:
    server = reference_server(faults=[fault] * 5)
    with served(server) as address:
        found = fault_of(feed(address))

    assert (found, len(server.asked)) == (expected, asked)


def test_a_source_that_says_nothing_for_too_long_is_slow() -> None:
    server = reference_server(faults=[Misbehaviour.SLOW], slow_ms=600)
    with served(server) as address:
        hasty = HttpPages(address, TOKEN, Patience(attempts=1, silence_ms=150), surroundings=surroundings())
        fault = fault_of(hasty)

    assert fault is Fault.SLOW


def test_a_source_that_drips_is_slow_however_alive_it_looks() -> None:
    ticks = iter(range(0, 10_000_000, 40_000))
    dripping = Surroundings(
        now=lambda: AT, sleep_ms=Waits(), elapsed_ms=lambda: next(ticks), jitter=lambda: 0
    )
    with served(reference_server(size=200, page_size=200)) as address:
        pages = HttpPages(
            address, TOKEN, Patience(attempts=1, answer_within_ms=39_999), surroundings=dripping
        )
        fault = fault_of(pages)

    assert fault is Fault.SLOW


def test_nobody_at_the_address_is_unreachable_after_every_attempt() -> None:
    waits = Waits()
    with served(reference_server()) as address:
        pass

    assert (fault_of(feed(address, waits=waits)), waits.waits) == (Fault.UNREACHABLE, [100, 200])


def test_another_program_at_the_address_is_not_a_registry() -> None:
    with served(reference_server()) as address:
        assert fault_of(feed(f"{address}/somewhere-else")) is Fault.NOT_FOUND


def test_a_page_beyond_its_limit_is_not_read_to_the_end() -> None:
    with served(reference_server()) as address:
        assert fault_of(feed(address, most_bytes=100)) is Fault.PAGE_TOO_LARGE


@pytest.mark.parametrize(
    ("token", "expected", "asked"),
    [
        pytest.param("another", Fault.TOKEN_REFUSED, 1, id="wrong"),
        pytest.param("", Fault.TOKEN_MISSING, 0, id="none"),
        pytest.param("a\r\nX-Header: b", Fault.TOKEN_MISSING, 0, id="with a line of its own"),
        pytest.param("señal", Fault.TOKEN_MISSING, 0, id="with letters no header may hold"),
    ],
)
def test_token(token: str, expected: Fault, asked: int) -> None:
    server = reference_server()
    with served(server) as address:
        assert (fault_of(feed(address, token=token)), len(server.asked)) == (expected, asked)


@pytest.mark.parametrize("address", ["http://padron.example", "file:///etc/passwd", ""])
def test_no_token_leaves_for_an_address_that_is_not_safe(address: str) -> None:
    assert fault_of(feed(address)) is Fault.NOT_FOUND


def test_the_token_is_neither_logged_nor_shown(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with served(reference_server(faults=[Misbehaviour.TOKEN_EXPIRED])) as address:
        pages = feed(address)
        with pytest.raises(FetchStopped) as stop:
            pages.fetch(FIRST)

    assert (TOKEN in caplog.text, TOKEN in repr(pages), TOKEN in repr(stop.value)) == (False, False, False)


@pytest.mark.parametrize(
    "code", ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"]
)
@pytest.mark.parametrize("is_here", [True, False], ids=["same host", "another port"])
def test_no_redirect_is_followed(code: str, is_here: bool) -> None:  # noqa: FBT001
    other, asked = reference_server(), []
    with served(other) as elsewhere:

        def redirecting(environ, start_response):  # type: ignore[no-untyped-def]
            asked.append(environ["PATH_INFO"])
            there = "/v2/households" if is_here else f"{elsewhere}/v1/households"
            start_response(code, [("Location", there), ("Content-Length", "0")])
            return [b""]

        with served(redirecting) as address:  # type: ignore[arg-type]
            fault = fault_of(feed(address))

    assert (fault, other.asked, asked) == (Fault.REDIRECTED, [], ["/v1/households"])


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        ("7", 7_000),
        ("0", 0),
        ("Mon, 23 Nov 2026 17:00:30 GMT", 30_000),
        ("Mon, 23 Nov 2026 16:00:00 GMT", 0),
        ("-5", None),
        ("soon", None),
        ("٣", None),
        ("9" * 400, 999_999_999_000),
    ],
)
def test_retry_after_in_seconds_or_as_a_date(value: str | None, expected: int | None) -> None:
    headers = Message()
    if value is not None:
        headers["Retry-After"] = value

    assert retry_after_ms(headers, datetime(2026, 11, 23, 17, 0, tzinfo=UTC)) == expected


@pytest.mark.parametrize(
    ("reason", "fault"),
    [
        (ssl.SSLCertVerificationError("expired"), Fault.CERTIFICATE),
        (TimeoutError(), Fault.SLOW),
        (ConnectionRefusedError(), Fault.UNREACHABLE),
        ("no host given", Fault.UNREACHABLE),
    ],
)
def test_why_no_connection_came_about(reason: str | BaseException, fault: Fault) -> None:
    assert _reason(urllib.error.URLError(reason)) is fault  # type: ignore[arg-type]


def test_the_usual_surroundings_wait_for_real() -> None:
    usual = Surroundings()
    before = usual.elapsed_ms()

    usual.sleep_ms(20)

    assert usual.elapsed_ms() - before >= 20
    assert 0 <= usual.jitter() <= 1000
    assert HASTY.attempts == 3
