"""A browser of the deadline's benchmark: one request a connection, as over a bad line."""

import http.client
import time
from contextlib import closing
from dataclasses import dataclass

from flask import Flask

from contest_portal.web.shared.session import PRODUCTION_COOKIE
from contest_portal.web.shared.signed_words import SignedSessions
from tests.sessions import session_cookie

PATIENCE_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; `cookie` is the session's, when it was set anew."""

    status: int
    body: bytes
    cookie: str
    retry_after: int

    @property
    def text(self) -> str:
        """Give the page."""
        return self.body.decode()


@dataclass(frozen=True, slots=True)
class Browser:
    """Asks the server on this machine, as the person whose session it holds."""

    port: int
    cookie: str

    def ask(self, method: str, path: str, body: str = "") -> Answer:
        """Ask once and read the whole answer."""
        with closing(self._connection()) as connection:
            self._send(connection, method, path, body)
            answer = connection.getresponse()
            content = answer.read()
        set_cookie = answer.getheader("Set-Cookie") or ""
        cookie = set_cookie.partition(";")[0] if set_cookie.startswith(f"{PRODUCTION_COOKIE}=") else ""
        return Answer(answer.status, content, cookie, int(answer.getheader("Retry-After") or 0))

    def ask_until_served(self, path: str) -> Answer:
        """Open a page; told to wait, open it again."""
        answer = self.ask("GET", path)
        while answer.status == 503:
            time.sleep(answer.retry_after)
            answer = self.ask("GET", path)
        return answer

    def send_and_hang_up(self, path: str, body: str) -> None:
        """Send and lose the connection before the answer comes."""
        with closing(self._connection()) as connection:
            self._send(connection, "POST", path, body)

    def _connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)

    def _send(self, connection: http.client.HTTPConnection, method: str, path: str, body: str) -> None:
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        connection.request(method, path, body=body or None, headers=headers)


def signed_in(secret: str, user_id: int) -> str:
    """Give the session cookie of somebody who signed in before."""
    app = Flask("benchmark")
    app.secret_key = secret
    app.session_interface = SignedSessions()
    return f"{PRODUCTION_COOKIE}={session_cookie(app, user_id)}"
