"""What is sent is taken in whole or not at all."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Flask

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


def register_whole_bodies(app: Flask) -> None:
    """Refuse a request whose line broke before all that it announced had come.

    Gunicorn says of every body that it ends by itself, and then nobody counts: half of a form would be stored for
    the whole. A proxy that waits for all of it hides this; not every proxy does. Of a body that comes in chunks,
    without saying how long it is, nothing is read: no browser sends a form so, and what lies beyond the limit of a
    request would be cut off without a word.
    """
    inner = app.wsgi_app

    def counted(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        environ.pop("wsgi.input_terminated", None)
        return inner(environ, start_response)

    app.wsgi_app = counted  # type: ignore[method-assign]
