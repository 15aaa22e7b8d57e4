"""The pages of an outside registry over HTTP: JSON, a bearer token, an opaque cursor.

The token goes to the address that was written down and to no other: redirects are refused, and so is plain http beyond
this machine. A page is limited in bytes and in time, whatever the source does, and what may pass by
itself is asked again after a growing wait.
"""

import http.client
import random
import ssl
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from contest_portal.kernel.clock import utc_now
from contest_portal.registry.rules.backoff import WHOLE, Patience, wait_before
from contest_portal.registry.rules.source_pages import MalformedPage, ReadPage, read_page
from contest_portal.registry.rules.source_run import RETRIED, Fault, FetchStopped
from contest_portal.registry.rules.source_settings import address_problem, is_loopback
from contest_portal.registry.sources.protocol import PageRequest

PAGE_PATH = "/v1/households"
MOST_BYTES = 8 << 20
_AT_ONCE = 1 << 16
_FAULTS = {
    HTTPStatus.BAD_REQUEST: Fault.REQUEST_REFUSED,
    HTTPStatus.UNAUTHORIZED: Fault.TOKEN_REFUSED,
    HTTPStatus.FORBIDDEN: Fault.TOKEN_REFUSED,
    HTTPStatus.NOT_FOUND: Fault.NOT_FOUND,
    HTTPStatus.GONE: Fault.CURSOR_EXPIRED,
    HTTPStatus.REQUEST_TIMEOUT: Fault.SLOW,
    HTTPStatus.TOO_MANY_REQUESTS: Fault.BUSY,
    HTTPStatus.SERVICE_UNAVAILABLE: Fault.BUSY,
    HTTPStatus.GATEWAY_TIMEOUT: Fault.SLOW,
}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a fetch takes from the machine; tests hand in their own."""

    now: Callable[[], datetime] = utc_now
    sleep_ms: Callable[[int], None] = field(default=lambda wait: time.sleep(wait / 1000))
    elapsed_ms: Callable[[], int] = field(default=lambda: time.monotonic_ns() // 1_000_000)
    jitter: Callable[[], int] = field(default=lambda: random.randrange(WHOLE + 1))  # noqa: S311 - no secret


@dataclass(frozen=True, slots=True)
class HttpPages:
    """The pages at an address. Nothing of it is ever written to a log: the token is not shown either."""

    base_address: str
    token: str = field(repr=False)
    patience: Patience = field(default_factory=Patience)
    most_bytes: int = MOST_BYTES
    surroundings: Surroundings = field(default_factory=Surroundings)

    def fetch(self, request: PageRequest) -> ReadPage:
        """Fetch one page, asking again while that may help. Raises FetchStopped."""
        if address_problem(self.base_address):
            raise FetchStopped(Fault.NOT_FOUND)
        if not self.token or not (self.token.isascii() and self.token.isprintable()):
            raise FetchStopped(Fault.TOKEN_MISSING)
        attempt = 0
        while True:
            attempt += 1
            try:
                return read_page(self._body(request))
            except MalformedPage as error:
                raise FetchStopped(Fault.PAGE_MALFORMED) from error
            except FetchStopped as stop:
                self._wait_or_give_up(stop, attempt)

    def _wait_or_give_up(self, stop: FetchStopped, attempt: int) -> None:
        jitter = self.surroundings.jitter()
        wait = wait_before(attempt, self.patience, jitter=jitter, asked_ms=stop.wait_ms)
        if stop.fault not in RETRIED or wait is None:
            raise stop
        self.surroundings.sleep_ms(wait)

    def _body(self, request: PageRequest) -> bytes:
        try:
            silence = self.patience.silence_ms / 1000
            with self._opener().open(self._request(request), timeout=silence) as answer:
                return self._read(answer)
        except urllib.error.HTTPError as error:
            with error:
                raise self._stopped_by(error) from None
        except TimeoutError as error:
            raise FetchStopped(Fault.SLOW) from error
        except urllib.error.URLError as error:
            raise FetchStopped(_reason(error)) from error
        except (http.client.HTTPException, OSError) as error:
            raise FetchStopped(Fault.BROKEN) from error

    def _read(self, answer: http.client.HTTPResponse) -> bytes:
        """Read the body within its limits; one that is shorter than announced was cut."""
        started = self.surroundings.elapsed_ms()
        body = bytearray()
        while chunk := answer.read1(_AT_ONCE):
            body += chunk
            if len(body) > self.most_bytes:
                raise FetchStopped(Fault.PAGE_TOO_LARGE)
            if self.surroundings.elapsed_ms() - started > self.patience.answer_within_ms:
                raise FetchStopped(Fault.SLOW)
        announced = answer.headers.get("Content-Length", "")
        if announced.isascii() and announced.isdigit() and int(announced) != len(body):
            raise FetchStopped(Fault.BROKEN)
        return bytes(body)

    def _request(self, request: PageRequest) -> urllib.request.Request:
        asked = {"cursor": request.cursor, "since": None if request.cursor else request.since}
        query = urllib.parse.urlencode({name: value for name, value in asked.items() if value})
        address = self.base_address.rstrip("/") + PAGE_PATH + (f"?{query}" if query else "")
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Accept": "application/json",
            "User-Agent": "contest-portal",
        }
        return urllib.request.Request(address, headers=headers)  # noqa: S310 - https alone, checked in `fetch`

    def _opener(self) -> urllib.request.OpenerDirector:
        host = urllib.parse.urlsplit(self.base_address).hostname or ""
        handlers: list[urllib.request.BaseHandler] = [NoRedirects()]
        if is_loopback(host):
            handlers.append(urllib.request.ProxyHandler({}))
        return urllib.request.build_opener(*handlers)

    def _stopped_by(self, error: urllib.error.HTTPError) -> FetchStopped:
        if error.code in _FAULTS:
            fault = _FAULTS[HTTPStatus(error.code)]
        elif error.code < HTTPStatus.BAD_REQUEST:
            fault = Fault.REDIRECTED
        else:
            fault = Fault.BROKEN if error.code >= HTTPStatus.INTERNAL_SERVER_ERROR else Fault.REQUEST_REFUSED
        return FetchStopped(fault, wait_ms=retry_after_ms(error.headers, self.surroundings.now()))


class NoRedirects(urllib.request.HTTPRedirectHandler):
    """Goes nowhere but to what was written down (OWASP ASVS 5.0, 15.3.2)."""

    def redirect_request(self, *_asked_and_told: object) -> None:
        """Let the answer stand as it came."""


def retry_after_ms(headers: Message, now: datetime) -> int | None:
    """Read the Retry-After of an answer, seconds or a date, in milliseconds from now; None when it says nothing."""
    text = (headers.get("Retry-After") or "").strip()
    if text.isascii() and text.isdigit():
        return int(text[:9]) * 1000
    try:
        instant = parsedate_to_datetime(text)
    except ValueError:
        return None
    if instant.tzinfo is None:
        return None
    return max(0, int((instant - now).total_seconds() * 1000))


def _reason(error: urllib.error.URLError) -> Fault:
    if isinstance(error.reason, TimeoutError):
        return Fault.SLOW
    return Fault.CERTIFICATE if isinstance(error.reason, ssl.SSLCertVerificationError) else Fault.UNREACHABLE
